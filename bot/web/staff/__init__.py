"""Logging in, accounts and the audit log."""
