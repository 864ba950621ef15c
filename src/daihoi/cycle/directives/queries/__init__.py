"""Questions about directives: texts, coverage by branch, what changed, inspections (tra cứu chỉ thị)."""
