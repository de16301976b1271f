"""Understanding German: Rasa components and, without any Rasa import, time expressions."""
