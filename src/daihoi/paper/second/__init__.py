"""A second reader, unlike the first: its own registration, its own features, its own decision (máy đọc thứ hai).

The first reader follows the darkest way through a name and asks where it lies. This one finds the four corner marks as dark
squares, recognizes the page by its whole print, lays a mosaic over each field and lets a small network, trained on
simulated sheets, say what it looks like. What the two do not agree on goes to people.
"""

from daihoi.paper.second.reader import Opinion, SecondReader

__all__ = ["Opinion", "SecondReader"]
