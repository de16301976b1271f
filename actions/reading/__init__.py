"""What a question means: words, times, names and what it points back to. Reads only; says nothing to visitors."""
