"""The live programme: sessions, booths and rooms. Imports neither Rasa nor Sanic."""
