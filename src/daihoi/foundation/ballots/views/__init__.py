"""Screens of the counting desk, one module per kind of work (màn hình bàn kiểm phiếu)."""
