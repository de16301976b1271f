"""``./messelotse evaluate``: how well the bot understands, beside what ``rasa init`` would give."""
