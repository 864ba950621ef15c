"""Screens of directives, one module per family (màn hình chỉ thị)."""
