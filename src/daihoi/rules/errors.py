"""How a rule refuses and how a check answers (từ chối, phát hiện)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

ERROR = "error"
WARNING = "warning"


def _(text: str) -> str:
    """Mark a sentence for the message catalogue; the door translates it."""
    return text


def filled(template: str, facts: Mapping[str, object]) -> str:
    """Put the facts into a sentence."""
    return template.format_map(facts) if facts else template


@dataclass(frozen=True)
class Finding:
    """One answer of a check (phát hiện): a list of them is returned, nothing is refused."""

    level: str
    code: str
    message: str
    where: str = ""
    template: str = field(default="", compare=False)
    facts: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), compare=False)

    def as_dict(self) -> dict[str, str]:
        """Give the finding as plain data."""
        return {"level": self.level, "code": self.code, "message": self.message, "where": self.where}


def finding(level: str, code: str, template: str, where: str = "", /, **facts: object) -> Finding:
    """Make a finding from a sentence and its facts, both kept for translation."""
    return Finding(level, code, filled(template, facts), where, template, MappingProxyType(facts))


def warning(code: str, template: str, where: str = "", /, **facts: object) -> Finding:
    """Make a finding that people answer for."""
    return finding(WARNING, code, template, where, **facts)


def error(code: str, template: str, where: str = "", /, **facts: object) -> Finding:
    """Make a finding that must be mended."""
    return finding(ERROR, code, template, where, **facts)


class RuleViolation(Exception):
    """The only way a rule refuses (vi phạm quy tắc): a code, a full sentence with the way out, the facts."""

    def __init__(self, code: str, message: str, /, **facts: object) -> None:
        self.code = code
        self.template = message
        self.facts = facts
        self.message = filled(message, facts)
        super().__init__(self.message)

    def as_dict(self) -> dict[str, object]:
        """Give the refusal as plain data."""
        return {"code": self.code, "message": self.message, "facts": dict(self.facts)}
