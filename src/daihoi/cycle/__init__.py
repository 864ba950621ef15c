"""The congress cycle, one package per phase; a phase may use only the phases before it."""

PHASES = ("congresses", "documents", "elections", "tracking")
