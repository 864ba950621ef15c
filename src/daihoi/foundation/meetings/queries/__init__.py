"""Questions about conferences (tra cứu hội nghị)."""
