"""Understanding within a conversation: what a message refers to, its report, and its alternatives. Pure.

Between ``nlu``, which sees single sentences, and ``rasa`` and ``actions``, which share these values over JSON.
"""
