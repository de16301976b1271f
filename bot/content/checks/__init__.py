"""The checks behind ``./messelotse check``; each collects every problem instead of stopping at the first."""
