"""Rasa at the edge: the classes that Rasa's own files name, and its command line without TensorFlow."""
