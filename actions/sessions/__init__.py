"""Answers about sessions: what is on, one session, seats and changes."""
