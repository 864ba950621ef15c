"""Phase 1: directives and plans cascade down the tree; inspection rounds (chỉ thị và kế hoạch)."""
