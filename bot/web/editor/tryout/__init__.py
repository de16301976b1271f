"""Trying out a draft in the browser."""
