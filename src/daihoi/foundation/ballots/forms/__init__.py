"""Shapes of what the counting committee types (biểu nhập của bàn kiểm phiếu)."""
