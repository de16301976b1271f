"""Measurements, one module each: ``./messelotse bench`` lists and runs them."""
