"""Answers about booths and rooms, and the way there."""
