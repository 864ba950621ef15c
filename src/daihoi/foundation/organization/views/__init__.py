"""Screens of the organization, one module per family (màn hình tổ chức)."""
