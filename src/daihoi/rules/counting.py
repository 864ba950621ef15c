"""From readings and decisions to the result (EL-24 to EL-26, EL-36, EL-40: kiểm phiếu)."""

from collections.abc import Iterable, Mapping

from daihoi.rules.charter import Charter
from daihoi.rules.contests import Contest


def count(
    contest: Contest, charter: Charter, readings: Iterable[Mapping[str, object]], decisions: Iterable[Mapping[str, object]] = ()
) -> dict[str, object]:
    """Count the ballots and say who is elected: RESULT.json."""
    raise NotImplementedError


def open_questions(
    contest: Contest, charter: Charter, readings: Iterable[Mapping[str, object]], decisions: Iterable[Mapping[str, object]] = ()
) -> list[dict[str, object]]:
    """List what people must still decide before the count can close."""
    raise NotImplementedError
