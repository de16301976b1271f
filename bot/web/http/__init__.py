"""HTTP that every surface shares: security, limits, errors, forms, documents, metrics."""
