"""Take typed values out of plain data and refuse with the field and the remedy (hình dạng dữ liệu)."""

from collections.abc import Mapping, Sequence

from daihoi.rules.errors import RuleViolation, _
from daihoi.rules.names import nfc


def text(data: Mapping[str, object], name: str, where: str, default: str | None = None) -> str:
    """Take a text field, in NFC and with single spaces."""
    value = data.get(name, default)
    if not isinstance(value, str):
        raise RuleViolation(
            "shape.text", _("{where}: “{field}” phải là một dòng chữ. Hãy ghi {field} trong dấu ngoặc kép."), where=where, field=name
        )
    return nfc(value)


def verbatim(data: Mapping[str, object], name: str, where: str, default: str | None = None) -> str:
    """Take a text as it stands, such as the name of a file."""
    text(data, name, where, default)
    return str(data.get(name, default))


def whole(data: Mapping[str, object], name: str, where: str, *, least: int = 0, default: int | None = None) -> int:
    """Take a whole number that is not below the least."""
    value = data.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool) or value < least:
        raise RuleViolation(
            "shape.whole",
            _("{where}: “{field}” phải là số nguyên từ {least} trở lên. Hãy sửa {field}."),
            where=where,
            field=name,
            least=least,
        )
    return value


def choice(data: Mapping[str, object], name: str, where: str, allowed: Sequence[str], default: str | None = None) -> str:
    """Take one of the allowed words."""
    value = data.get(name, default)
    if not isinstance(value, str) or value not in allowed:
        raise RuleViolation(
            "shape.choice",
            _("{where}: “{field}” phải là một trong: {allowed}. Hãy sửa {field}."),
            where=where,
            field=name,
            allowed=", ".join(allowed),
        )
    return value


def mapping(value: object, where: str) -> Mapping[str, object]:
    """Take an object with named fields."""
    if not isinstance(value, Mapping):
        raise RuleViolation("shape.mapping", _("{where}: cần một mục có các trường có tên. Hãy sửa theo mẫu."), where=where)
    return value


def sequence(data: Mapping[str, object], name: str, where: str) -> Sequence[object]:
    """Take a list; a missing one is empty."""
    value = data.get(name) or ()
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise RuleViolation("shape.sequence", _("{where}: “{field}” phải là một danh sách. Hãy sửa {field}."), where=where, field=name)
    return value


def only(data: Mapping[str, object], allowed: Sequence[str], where: str) -> None:
    """Refuse fields that nobody will read, such as a mistyped name."""
    unknown = sorted(set(data) - set(allowed))
    if unknown:
        raise RuleViolation(
            "shape.unknown",
            _("{where}: không có trường “{field}”. Hãy dùng một trong: {allowed}."),
            where=where,
            field=unknown[0],
            allowed=", ".join(allowed),
        )
