"""Template tags of the look (thẻ mẫu)."""
