"""Rasa custom actions, one module a subject. They ask ``bot`` and word an answer; Rasa's part is in ``base``."""
