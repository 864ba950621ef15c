"""Congresses of a large membership organization (đại hội)."""

__version__ = "0.1.0"
