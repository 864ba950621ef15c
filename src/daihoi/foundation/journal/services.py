"""Acts of the journal: record an act, seal the heads of all chains (ghi nhật ký, niêm phong)."""

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256
from typing import ParamSpec, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Model
from django.utils import timezone

from daihoi.foundation.journal import canonical
from daihoi.foundation.journal.canonical import merkle_root
from daihoi.foundation.journal.models import Entry, Seal, SealedHead
from daihoi.foundation.journal.queries import INSTALLATION, chain_heads, chain_of, extract, head, sealed_seqs

__all__ = ["CLOCK", "INSTALLATION", "PUBLIC", "SETUP", "extract", "head", "merkle_root", "record", "seal_chains", "seal_daily", "try_again"]

CLOCK = "clock"
PUBLIC = "public"
SETUP = "setup"
ORIGINS = (CLOCK, PUBLIC, SETUP)
SEALS = "seals"

P = ParamSpec("P")
R = TypeVar("R")


@transaction.atomic
def record(
    actor: AbstractBaseUser | None,
    act: str,
    obj: Model,
    *,
    unit: Model | None = None,
    cause: Entry | None = None,
    origin: str | None = None,
    **facts: object,
) -> Entry:
    """Write one act into the chain of its acting unit, or of its contest: by a person, from a cause, or of another origin (ghi nhật ký)."""
    if (actor is None) and (cause is None) and origin not in ORIGINS:
        raise ValueError(f"{act}: an entry names an actor, a cause or an origin")
    chain = chain_of(obj, unit)
    _hold(chain)
    last = Entry.objects.filter(chain=chain).order_by("-seq").values_list("seq", "digest").first()
    seq, prev = (last[0] + 1, last[1]) if last else (1, "")
    fields: dict[str, object] = {
        "v": canonical.VERSION,
        "chain": chain,
        "seq": seq,
        "at": timezone.now(),
        "act": act,
        "actor": str(actor.pk) if actor is not None else origin or "",
        "object": f"{obj._meta.label_lower}:{obj.pk}",
        "facts": canonical.plain(facts),
    }
    line = canonical.line({**fields, "cause": cause.digest if cause else None, "prev": prev})
    del fields["v"]
    return Entry.objects.create(**fields, cause=cause, prev=prev, digest=canonical.digest(line), line=line)


def _hold(chain: str) -> None:
    """On PostgreSQL let acts of one chain wait for each other; the unique (chain, seq) stays the guard on both databases."""
    if connection.vendor == "postgresql":
        key = int.from_bytes(sha256(f"daihoi:{chain}".encode()).digest()[:8], "big", signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def try_again(act: Callable[P, R], *arguments: P.args, **named: P.kwargs) -> R:
    """Do a whole act, and once more from its beginning when another took its place in the chain (làm lại cả việc).

    Where another wrote the same row in the same moment, the act asks again once: now it sees that row, and refuses in its own words.
    """
    for turn, pause in enumerate((0.02, 0.1, 0.4)):
        try:
            return act(*arguments, **named)
        except (IntegrityError, OperationalError) as clash:
            may_ask_again = _is_clash(clash) or (turn == 0 and _is_taken(clash))
            if connection.in_atomic_block or not may_ask_again:
                raise
            time.sleep(pause)
    return act(*arguments, **named)


def _is_clash(error: Exception) -> bool:
    """Tell a lost race for a place in a chain from every other fault."""
    text = str(error).lower()
    return any(mark in text for mark in ("journal_entry_chain_seq", "journal_entry.chain", "journal_seal", "deadlock", "is locked"))


def _is_taken(error: Exception) -> bool:
    """Tell whether a row of this key stands already."""
    return isinstance(error, IntegrityError) and "unique constraint" in str(error).lower()


@transaction.atomic
def seal_chains(*, cause: Entry | None = None, origin: str | None = None) -> Seal:
    """Bind the heads of all chains together: at a certification, or by the clock once a day (niêm phong nhật ký)."""
    if cause is None and origin not in ORIGINS:
        raise ValueError("a seal names a cause or an origin")
    _hold(SEALS)
    heads = chain_heads()
    known = sealed_seqs()
    last = Seal.objects.order_by("-seq").first()
    fields: dict[str, object] = {
        "seq": last.seq + 1 if last else 1,
        "at": timezone.now(),
        "chains": len(heads),
        "root": merkle_root(canonical.line(entry) for entry in _lines(heads)),
        "prev": last.digest if last else "",
    }
    line = canonical.line({**fields, "v": canonical.VERSION, "cause": cause.digest if cause else None, "origin": origin})
    seal = Seal.objects.create(**fields, cause=cause, digest=canonical.digest(line), line=line)
    moved = [(chain, seq, digest) for chain, (seq, digest) in heads.items() if known.get(chain) != seq]
    SealedHead.objects.bulk_create([SealedHead(seal=seal, chain=c, seq=s, digest=d) for c, s, d in moved], batch_size=2000)
    return seal


def _lines(heads: dict[str, tuple[int, str]]) -> Iterable[dict[str, object]]:
    """Give the heads as rows in the order of their chains."""
    return ({"chain": chain, "seq": heads[chain][0], "digest": heads[chain][1]} for chain in sorted(heads))


def seal_daily() -> Seal | None:
    """Seal by the clock where the last seal is a day old and something happened since (niêm phong hằng ngày)."""
    last = Seal.objects.order_by("-seq").values_list("at", flat=True).first()
    if last and timezone.now() - last < timedelta(days=1):
        return None
    if not Entry.objects.filter(**({"at__gt": last} if last else {})).exists():
        return None
    return seal_chains(origin=CLOCK)
