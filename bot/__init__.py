"""Messelotse: a German chatbot for the in-house IT fair of a city administration."""
