"""Split a text into clauses (tách điều khoản)."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from daihoi.cycle.directives.models import Clause, PlanLink, Text
from daihoi.cycle.directives.queries.coverage import assigned_clauses
from daihoi.cycle.directives.splitting import Piece
from daihoi.foundation.accounts.models import User
from daihoi.foundation.journal.canonical import digest
from daihoi.foundation.journal.models import Entry
from daihoi.foundation.journal.services import merkle_root, record
from daihoi.foundation.organization.authority import require
from daihoi.rules.errors import RuleViolation
from daihoi.rules.names import nfc

NUMBER = 20
TITLE = 300


@transaction.atomic
def keep_words(*, actor: User, text: Text, words: str) -> None:
    """Keep the pasted words of a text with it, so that they wait until it is split (giữ nội dung đã dán)."""
    require(actor, "directives.set_clauses", text.unit)
    if not words.strip() or words == text.words:
        return
    text.words = words
    text.save(update_fields=["words"])
    record(actor, "directives.words_kept", text, unit=text.unit, digest=digest(words))


@transaction.atomic
def set_clauses(*, text: Text, pieces: Sequence[Piece], actor: User | None = None, cause: Entry | None = None) -> list[Clause]:
    """Fix the clauses of a text; those handed down or answered by a plan stay as they are (tách điều khoản)."""
    require(actor, "directives.set_clauses", text.unit, cause=cause)
    wanted = [Piece("".join(piece.number.split()).rstrip("."), nfc(piece.title), piece.content.strip()) for piece in pieces]
    _well_numbered(wanted)
    standing = {clause.number: clause for clause in text.clauses.all()}
    _fixed_stay(text, wanted, standing)
    Clause.objects.filter(pk__in=[clause.pk for number, clause in standing.items() if number not in {p.number for p in wanted}]).delete()
    kept = {number: clause for number, clause in standing.items() if number in {piece.number for piece in wanted}}
    Clause.objects.bulk_update(_moved(kept.values(), 10_000), ["position"])
    rows = []
    for position, piece in enumerate(wanted, start=1):
        clause = kept.get(piece.number) or Clause(text=text, number=piece.number)
        clause.position, clause.title, clause.content = position, piece.title, piece.content
        rows.append(clause)
    Clause.objects.bulk_update([row for row in rows if row.number in kept], ["position", "title", "content"])
    Clause.objects.bulk_create([row for row in rows if row.number not in kept])
    root = merkle_root(f"{piece.number}|{piece.title}|{piece.content}" for piece in wanted)
    record(actor, "directives.clauses_set", text, cause=cause, clauses=len(wanted), root=root)
    return rows


def _moved(clauses: Iterable[Clause], by: int) -> list[Clause]:
    """Move clauses out of the way of the new order, since two never stand at one place."""
    rows = list(clauses)
    for number, clause in enumerate(rows):
        clause.position = by + number
    return rows


def _well_numbered(pieces: Sequence[Piece]) -> None:
    """Refuse clauses without a number or a name, and a number that names two of them."""
    if not pieces:
        raise RuleViolation("directives.no_clause", _("Chưa có điều khoản nào. Thêm ít nhất một điều khoản."))
    seen: set[str] = set()
    for place, piece in enumerate(pieces, start=1):
        if not piece.number or not piece.title or len(piece.number) > NUMBER or len(piece.title) > TITLE:
            raise RuleViolation(
                "directives.clause_unnamed",
                _("Dòng {place} thiếu số hoặc tên điều khoản, hoặc ghi quá dài. Ghi cả hai; phần dài để ở nội dung."),
                place=place,
            )
        if piece.number in seen:
            raise RuleViolation("directives.clause_twice", _("Số {number} đứng hai lần. Mỗi điều khoản một số."), number=piece.number)
        seen.add(piece.number)


def _fixed_stay(text: Text, wanted: Sequence[Piece], standing: dict[str, Clause]) -> None:
    """Refuse to change or drop a clause on which work was handed down or a plan was built."""
    fixed = assigned_clauses(text) | set(PlanLink.objects.filter(superior__text=text).values_list("superior_id", flat=True))
    fixed |= set(PlanLink.objects.filter(clause__text=text).values_list("clause_id", flat=True))
    said = {piece.number: (piece.title, piece.content) for piece in wanted}
    for number, clause in standing.items():
        if clause.pk in fixed and said.get(number) != (clause.title, clause.content):
            raise RuleViolation(
                "directives.clause_in_use",
                _("Điều {number} đã giao hoặc đã có kế hoạch theo, không sửa được. Ban hành văn bản sửa đổi rồi ghi quan hệ."),
                number=number,
            )
