"""Questions about documents (tra văn kiện)."""
