"""Template tags of the counting desk (thẻ mẫu)."""
