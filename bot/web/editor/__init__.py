"""The Redaktion; the modules of this folder itself are shared by its surfaces."""
