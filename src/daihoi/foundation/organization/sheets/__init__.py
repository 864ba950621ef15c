"""The sheets people have, read as they are (PR-04): old encodings, merged heads, titles, group and total rows (bảng người ta đang có)."""
