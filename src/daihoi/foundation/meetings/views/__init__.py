"""Screens of conferences (màn hình hội nghị)."""
