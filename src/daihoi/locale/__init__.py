"""Message catalogues and formats of the two languages (ngôn ngữ)."""
