"""Answers that lead the conversation: more, a choice, a correction, what was not understood."""
