"""A whole country to measure with: `./run bench data` fills a database from a seed (dữ liệu đo)."""
