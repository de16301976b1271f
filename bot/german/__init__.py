"""German without a catalogue: folding, stop words, phrases, slugs."""
