"""Answers about a visitor's own plan: note, show, take off, gaps, reminders."""
