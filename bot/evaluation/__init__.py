"""``./messelotse evaluate``: how well the bot understands, beside the pipeline of ``rasa init``."""
