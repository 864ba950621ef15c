"""The congress cycle, one package per phase; a phase may use only the phases before it."""

PHASES = ("directives", "congresses", "documents", "elections", "tracking", "reporting")
