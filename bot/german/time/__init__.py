"""German expressions of time: from words to moments and spans, in the order tokens, readings, resolver."""
