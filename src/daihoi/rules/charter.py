"""The charter (điều lệ, quy chế bầu cử): every threshold, base and choice as one frozen value with its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from hashlib import sha256
from importlib import resources
from types import MappingProxyType

from daihoi.rules import shapes, toml
from daihoi.rules.canonical import canonical
from daihoi.rules.errors import RuleViolation, _

Value = str | int | bool | tuple[str, ...] | tuple[int, ...]
FOLDER = resources.files("daihoi.rules") / "data" / "charters"
# A new value stands in no document, so a changed value always names the congress that changed it.
VALUE_FIELDS = ("value", "title", "rule", "document", "article", "confirmed", "choices", "note", "changed_from", "reason")


@dataclass(frozen=True)
class Document:
    """A ruling text, told apart by number and date, since numbers repeat (văn bản)."""

    number: str
    date: date
    body: str
    title: str

    def __str__(self) -> str:
        return f"{self.number} ngày {self.date.day}/{self.date.month}/{self.date.year} của {self.body}"


@dataclass(frozen=True)
class RuleValue:
    """One named value of a charter with where it comes from (giá trị quy tắc)."""

    key: str
    value: Value
    rule: str
    source: str
    confirmed: bool
    title: str
    document: str = ""
    article: str = ""
    choices: tuple[str, ...] = ()
    note: str = ""
    changed_from: Value | None = None
    reason: str = ""

    @property
    def is_changed(self) -> bool:
        """Say whether the congress set this value itself."""
        return self.changed_from is not None


@dataclass(frozen=True)
class Charter:
    """A rule set, frozen with its sources (bộ quy tắc)."""

    name: str
    title: str
    documents: Mapping[str, Document]
    rules: Mapping[str, RuleValue]

    def __getitem__(self, key: str) -> Value:
        return self.rule(key).value

    def __contains__(self, key: object) -> bool:
        return key in self.rules

    def __iter__(self) -> Iterator[str]:
        return iter(self.rules)

    def get(self, key: str, default: Value) -> Value:
        """Give a value, or the default where this rule set has no such rule."""
        return self.rules[key].value if key in self.rules else default

    def rule(self, key: str) -> RuleValue:
        """Give a value with its source."""
        if key not in self.rules:
            raise RuleViolation("charter.no_rule", _("Bộ quy tắc {charter} không có giá trị “{key}”."), charter=self.name, key=key)
        return self.rules[key]

    def number(self, key: str) -> int:
        """Give a value that must be a whole number."""
        value = self[key]
        if not isinstance(value, int) or isinstance(value, bool):
            raise TypeError(key)
        return value

    def text(self, key: str) -> str:
        """Give a value that must be a word."""
        value = self[key]
        if not isinstance(value, str):
            raise TypeError(key)
        return value

    def flag(self, key: str) -> bool:
        """Give a value that must be yes or no; an absent rule is no."""
        value = self.get(key, False)
        if not isinstance(value, bool):
            raise TypeError(key)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Give a value that must be a list of words; an absent rule is an empty one."""
        value = self.get(key, ())
        if not isinstance(value, tuple):
            raise TypeError(key)
        return tuple(str(word) for word in value)

    def change(self, key: str, setting: object) -> "Charter":
        """Let a congress set an unconfirmed value, with its reason where one is given."""
        old = self.rule(key)
        reason = ""
        if isinstance(setting, Mapping):
            reason = shapes.text(setting, "reason", key, "")
            setting = setting.get("value")
        value = checked(key, setting, old)
        if value == old.value:
            return self
        if old.confirmed:
            raise RuleViolation(
                "charter.confirmed",
                _("“{title}” ({key}) đã có quy định tại {source}, đại hội không đổi được. Hãy bỏ thay đổi này."),
                title=old.title,
                key=key,
                source=old.source,
            )
        changed = replace(old, value=value, changed_from=old.value, reason=reason)
        return replace(self, rules=MappingProxyType({**self.rules, key: changed}))

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the name and of all values (0002-digest.md)."""
        return sha256(canonical({"name": self.name, "values": {key: rule.value for key, rule in self.rules.items()}})).hexdigest()

    def to_toml(self) -> str:
        """Write the charter so that it can be read back exactly and read by people."""
        parts = [toml.lines({"name": self.name, "title": self.title})]
        for code, document in self.documents.items():
            fields = {"number": document.number, "date": document.date, "body": document.body, "title": document.title}
            parts.append(f"[document.{toml.key(code)}]\n" + toml.lines(fields))
        for key, rule in self.rules.items():
            fields_of_rule = {name: getattr(rule, name) for name in VALUE_FIELDS}
            written = {name: value for name, value in fields_of_rule.items() if value not in ("", (), None)}
            if rule.value == ():
                written = {"value": (), **written}
            parts.append(f"[rule.{toml.key(key)}]\n" + toml.lines(written))
        return "\n".join(parts)

    @classmethod
    def from_toml(cls, text: str) -> "Charter":
        """Read a charter from its file or from a frozen copy."""
        data = toml.parsed(text, _("Bộ quy tắc"))
        shapes.only(data, ("name", "title", "document", "rule"), _("Bộ quy tắc"))
        documents = {code: document_from(code, raw) for code, raw in shapes.mapping(data.get("document", {}), "document").items()}
        rules = {key: rule_from(key, raw, documents) for key, raw in shapes.mapping(data.get("rule", {}), "rule").items()}
        name = shapes.text(data, "name", _("Bộ quy tắc"))
        return cls(name, shapes.text(data, "title", name), MappingProxyType(documents), MappingProxyType(rules))


def document_from(code: str, raw: object) -> Document:
    """Read one document of a charter or a directive."""
    data = shapes.mapping(raw, code)
    shapes.only(data, ("number", "date", "body", "title"), code)
    signed = data.get("date")
    if not isinstance(signed, date):
        raise RuleViolation("charter.no_date", _("{code}: văn bản phải có ngày ban hành. Hãy ghi date = NĂM-THÁNG-NGÀY."), code=code)
    return Document(shapes.text(data, "number", code), signed, shapes.text(data, "body", code), shapes.text(data, "title", code))


def rule_from(key: str, raw: object, documents: Mapping[str, Document]) -> RuleValue:
    """Read one value with its source."""
    data = shapes.mapping(raw, key)
    shapes.only(data, VALUE_FIELDS, key)
    code, article = shapes.text(data, "document", key, ""), shapes.text(data, "article", key, "")
    if code and code not in documents:
        raise RuleViolation(
            "charter.no_document", _("{key}: không có văn bản “{code}”. Hãy khai báo [document.{code}]."), key=key, code=code
        )
    confirmed = data.get("confirmed")
    if not isinstance(confirmed, bool) or (confirmed and not code):
        raise RuleViolation(
            "charter.confirmed_missing", _("{key}: cần confirmed = true hoặc false; giá trị đã xác nhận phải có văn bản."), key=key
        )
    changed_from = data.get("changed_from")
    return RuleValue(
        key=key,
        value=frozen(key, data.get("value")),
        rule=shapes.text(data, "rule", key, ""),
        source=source_of(documents.get(code), article),
        confirmed=confirmed,
        title=shapes.text(data, "title", key),
        document=code,
        article=article,
        choices=tuple(str(word) for word in shapes.sequence(data, "choices", key)),
        note=shapes.text(data, "note", key, ""),
        changed_from=None if changed_from is None else frozen(key, changed_from),
        reason=shapes.text(data, "reason", key, ""),
    )


def source_of(document: Document | None, article: str) -> str:
    """Name article, number, date and body of a source."""
    if document is None:
        return article or _("chưa tìm thấy văn bản")
    return f"{article}, {document}" if article else str(document)


def frozen(key: str, value: object) -> Value:
    """Take a plain value of a charter, lists as tuples."""
    if isinstance(value, str | int):
        return value
    if isinstance(value, list | tuple):
        if all(isinstance(word, str) for word in value):
            return tuple(str(word) for word in value)
        if all(isinstance(number, int) and not isinstance(number, bool) for number in value):
            return tuple(int(number) for number in value)
    raise RuleViolation("charter.value", _("{key}: giá trị phải là số nguyên, chữ, true/false hoặc danh sách. Hãy sửa value."), key=key)


def checked(key: str, setting: object, old: RuleValue) -> Value:
    """Take a new value of the same kind as the old one, among its choices."""
    value = frozen(key, setting)
    same_kind = type(value) is type(old.value)
    if not same_kind or (old.choices and value not in old.choices):
        allowed = ", ".join(old.choices) or _("cùng kiểu với giá trị hiện có: {value}").format(value=old.value)
        raise RuleViolation(
            "charter.setting", _("“{title}” ({key}) không nhận giá trị {value}. Hãy chọn: {allowed}."),
            title=old.title, key=key, value=value, allowed=allowed,
        )  # fmt: skip
    return value


@cache
def names() -> tuple[str, ...]:
    """List the rule sets that ship with the program."""
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in FOLDER.iterdir() if entry.name.endswith(".toml")))


@cache
def shipped(name: str) -> Charter:
    """Read a rule set as it ships."""
    if name not in names():
        raise RuleViolation(
            "charter.unknown", _("Không có bộ quy tắc “{name}”. Hãy dùng một trong: {names}."), name=name, names=", ".join(names())
        )
    return Charter.from_toml((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def load(name: str, settings: Mapping[str, object] | None = None) -> Charter:
    """Give a rule set with the unconfirmed values that a congress set for itself."""
    charter = shipped(name)
    for key, setting in (settings or {}).items():
        charter = charter.change(key, setting)
    return charter
