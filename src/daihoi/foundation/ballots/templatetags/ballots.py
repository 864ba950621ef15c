"""How a question is named on screen (tên của chỗ nghi ngờ)."""

from django import template

from daihoi.foundation.ballots.queries import words

register = template.Library()
register.filter("question_title", words.title_of)
register.filter("question_place", words.place_of)
register.filter("question_lies", words.lies_in_words)
register.filter("question_why", words.why_in_words)
