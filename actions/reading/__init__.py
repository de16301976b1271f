"""Reads a question: words, times, names and what it points back to. Says nothing to visitors."""
