"""Vietnamese (tiếng Việt)."""
