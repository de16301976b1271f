"""Numbers on German sentences: cleaning, spelling, sentence vectors, and the label model. No Rasa import in here.

The components that Rasa loads (``bot/rasa/components``) are thin classes around these functions, so that all of this
can be tested and measured without an agent.
"""
