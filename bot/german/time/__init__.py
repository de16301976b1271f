"""German expressions of time: from words to moments and spans, in the order tokens, readings, resolver.

Own code rather than a library, measured: decision record on the time parser in ``docs/entscheidungen``.
"""
