"""The net before all understanding: is this message an emergency, and which? Pure; needs neither Rasa nor Sanic."""
