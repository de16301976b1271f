"""From edited files to what visitors get: train, test, swap, keep as a version, roll back."""
