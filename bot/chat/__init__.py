"""Rows kept about visitors: conversations, questions, plans, reminders, ratings."""
