"""What Rasa says and hears: answers outside the model, the strict REST channel."""
