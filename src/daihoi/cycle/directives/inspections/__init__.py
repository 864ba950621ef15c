"""Screens and papers of inspection rounds; their tables and acts stand with those of the texts (kiểm tra, giám sát)."""
