"""The journal on screen; it stands here because only the organization knows who may see which branch (trang nhật ký)."""
