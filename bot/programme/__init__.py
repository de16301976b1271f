"""The live programme: sessions, booths and rooms, their sources, changes, search and exports.

Imports neither Rasa nor Sanic, so that web serves it while Rasa still loads.
"""
