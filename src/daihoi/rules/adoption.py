"""The sheet of rules that a congress itself must adopt before its opening, since nobody has confirmed them (PR-27: quy tắc đại hội tự thông qua)."""

from dataclasses import dataclass

from daihoi.rules.charter import Charter, RuleValue, Value
from daihoi.rules.errors import _

WORDS = {
    "agree_disagree": _("hai ô đồng ý và không đồng ý, đánh dấu X"),
    "by_numbers": _("theo số người trong danh sách và số cần bầu"),
    "choose": _("đánh dấu X người được chọn"),
    "congress_decides": _("đại hội quyết định"),
    "convened": _("tổng số triệu tập đã trừ theo quy định"),
    "counting_committee": _("ban kiểm phiếu"),
    "delegates": _("đại biểu"),
    "descending_votes": _("theo số phiếu từ cao xuống thấp"),
    "down": _("làm tròn xuống"),
    "executive_committee": _("ban chấp hành"),
    "from_the_top": _("lấy từ trên xuống theo số phiếu"),
    "given_name": _("vần A, B, C theo tên"),
    "half_up": _("làm tròn đến số gần nhất, từ nửa trở lên thì lên"),
    "highest_votes": _("lấy người nhiều phiếu hơn"),
    "inspection_committee": _("ủy ban kiểm tra"),
    "re_vote": _("bầu lại riêng những người bằng phiếu, ai cao hơn thì trúng cử"),
    "single": _("hai ô đồng ý và không đồng ý cho một người"),
    "standing_committee": _("ban thường vụ"),
    "strike_out": _("gạch tên người không bầu"),
    "top_left": _("góc trái phía trên"),
    "up": _("làm tròn lên"),
    "valid_ballots": _("số phiếu hợp lệ"),
}
YES, NO = _("có"), _("không")


@dataclass(frozen=True)
class Adoption:
    """One value to be adopted, with what may be chosen instead (giá trị cần thông qua)."""

    key: str
    rule: str
    title: str
    value: str
    others: tuple[str, ...]
    source: str
    note: str
    changed_from: str = ""
    reason: str = ""


def value_words(value: Value) -> str:
    """Say a value in words."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, tuple):
        return (" – " if all(isinstance(each, int) for each in value) else ", ").join(value_words(each) for each in value)
    return str(value) if isinstance(value, int) else WORDS.get(value, value)


def rule_words(rule: RuleValue, value: Value | None = None) -> str:
    """Say the value of a rule in words, a percentage with its sign."""
    words = value_words(rule.value if value is None else value)
    return words + "%" if rule.key.endswith("_percent") else words


def sheet_of_rules(charter: Charter) -> list[Adoption]:
    """List the unconfirmed values of a charter, each with its source as far as it is known."""
    return [adoption_of(rule) for rule in charter.rules.values() if not rule.confirmed]


def adoption_of(rule: RuleValue) -> Adoption:
    """Write one unconfirmed value for the sheet."""
    others = [value_words(choice) for choice in rule.choices if choice != rule.value]
    if isinstance(rule.value, bool):
        others = [value_words(not rule.value)]
    changed_from = "" if rule.changed_from is None else rule_words(rule, rule.changed_from)
    return Adoption(
        rule.key, rule.rule, rule.title, rule_words(rule), tuple(others), rule.source, rule.note, changed_from, rule.reason
    )  # fmt: skip
