"""Answers that lead the conversation: more, a choice, a correction, a question that was not understood."""
