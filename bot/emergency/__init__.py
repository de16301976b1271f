"""The emergency net that reads each message before all understanding. Pure; needs neither Rasa nor Sanic.

It stands apart from the classifier because it must answer when Rasa, the model or the database are down.
"""
