"""What editors touch: topic files and their checks."""
