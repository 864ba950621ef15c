"""Template tags: what they draw, and that they escape."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation

from daihoi.rules.errors import RuleViolation, error


def drawn(text: str, **context: object) -> str:
    with translation.override("vi"):
        return Template("{% load dh %}" + text).render(Context(context))


def test_bar_says_part_whole_share_and_plan_without_any_style():
    assert drawn('{% bar 497 567 plan=520 kind="late" %}') == (
        '<svg class="dh-bar late" role="img" aria-label="497 trên 567, 87,65\u00a0%; kế hoạch 520" preserveAspectRatio="none">'
        '<rect class="g" width="100%" height="100%"/><rect class="v" width="87.65%" height="100%"/>'
        '<line class="p" x1="91.71%" x2="91.71%" y1="0" y2="100%"/></svg>'
    )


def test_bar_of_nothing_is_empty_and_never_longer_than_its_ground():
    assert 'width="0%"' in drawn("{% bar 0 0 %}")
    assert 'class="v" width="100.00%"' in drawn("{% bar 7 5 %}")


@pytest.mark.parametrize(
    ("due", "css", "text"),
    [
        (date(2020, 6, 20), "late", "Quá 5 ngày"),
        (date(2020, 6, 25), "soon", "Hôm nay"),
        (date(2020, 6, 28), "soon", "Còn 3 ngày"),
        (date(2020, 6, 29), "", "Còn 4 ngày"),
    ],
)
def test_deadline_is_a_word_and_a_sign_before_it_is_a_colour(due, css, text):
    chip = drawn("{% deadline due today %}", due=due, today=date(2020, 6, 25))
    assert chip.startswith(f'<span class="chip {css}"><svg class="ico"')
    assert chip.endswith(f"</svg>{text}</span>")


def test_what_people_wrote_is_escaped():
    evil = "<b>&\"'"
    for text in ('{% chip "ok" evil %}', '{% digest evil "ok" evil %}', '{% icon "check" evil %}'):
        assert "<b>" not in drawn(text, evil=evil)


def test_numbers_and_dates_as_filters():
    assert drawn("{{ 5408|thousands }} {{ none|thousands }}|{{ x|percent }} {{ on|day }}", none=None, x="87.65", on=date(2020, 1, 2)) == (
        "5.408 |87,65\u00a0% 02/01/2020"
    )


class Sample(forms.Form):
    name = forms.CharField(label="Họ tên", help_text="Ghi đủ")
    kind = forms.ChoiceField(label="Loại", choices=[("a", "A")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="Đồng ý")


def test_field_ties_label_help_and_error_to_the_control():
    form = Sample({"name": ""})
    form.is_valid()
    html = drawn("{% field form.name %}", form=form)
    assert '<label class="form-label" for="id_name">Họ tên</label>' in html
    assert 'aria-describedby="id_name-help id_name-error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name-help">Ghi đủ<' in html
    assert 'id="id_name-error"' in html


def test_group_of_choices_has_a_legend_and_a_box_stands_before_its_label():
    form = Sample()
    assert '<legend class="form-label">Loại</legend>' in drawn("{% field form.kind %}", form=form)
    html = drawn("{% field form.agreed %}", form=form)
    assert html.index('type="checkbox"') < html.index("<label")


def test_summary_links_to_each_field_and_takes_the_focus():
    form = Sample({})
    form.is_valid()
    form.add_error(None, "Danh sách quá ngắn.")
    html = drawn("{% summary form %}", form=form)
    assert "data-summary" in html
    assert 'tabindex="-1"' in html
    assert "Danh sách quá ngắn." in html
    assert '<a href="#id_name">Họ tên</a>' in html
    assert drawn("{% summary form %}", form=Sample()).strip() == ""


def test_findings_and_refusals_are_said_with_their_facts():
    assert drawn("{{ it|said }}", it=error("x", "Dòng {row}: thiếu mã.", row=14)) == "Dòng 14: thiếu mã."
    assert drawn("{{ it|said }}", it=RuleViolation("x", "Thiếu {n} người.", n=1)) == "Thiếu 1 người."
