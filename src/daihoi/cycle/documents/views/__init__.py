"""Screens of documents (màn hình văn kiện)."""
