"""The Redaktion; in this folder what its surfaces share."""
