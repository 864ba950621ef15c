"""Questions about contests and their results (bầu cử)."""
