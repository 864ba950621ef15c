"""`daihoi progress rebuild|verify`: make the copy in columns anew from the facts, or prove that it says the same (sổ tính sẵn)."""

import argparse
import json
import sys
from collections.abc import Sequence

from daihoi.cli.django_setup import open_installation

VERBS = ("rebuild", "verify")


def parser() -> argparse.ArgumentParser:
    """Describe the two verbs."""
    top = argparse.ArgumentParser(prog="daihoi progress", description="the copy of the facts that makes answers fast")
    verbs = top.add_subparsers(dest="verb", required=True)
    again = verbs.add_parser("rebuild", help="make the copy anew from the facts")
    check = verbs.add_parser("verify", help="compare every unit with the facts, and some answers with the slow, plain ones")
    check.add_argument("--questions", type=int, default=100, help="answers to compare")
    check.add_argument("--seed", type=int, default=1)
    for verb in (again, check):
        verb.add_argument("--json", action="store_true", help="one JSON value on standard output")
    return top


def run(arguments: Sequence[str]) -> int:
    """Run one of the two."""
    options = parser().parse_args(arguments)
    open_installation()
    return _rebuild(options) if options.verb == "rebuild" else _verify(options)


def _rebuild(options: argparse.Namespace) -> int:
    from daihoi.cycle.tracking.services import rebuild

    book = rebuild()
    found = {"digest": book.digest, "units": book.units, "facts": book.facts}
    print(json.dumps(found) if options.json else f"Đã lập sổ: {book.units} đơn vị, {book.facts} dữ kiện, mã {book.digest[:16]}.")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from daihoi.cycle.tracking.proof import verify

    proof = verify(options.questions, options.seed)
    if options.json:
        print(json.dumps(proof.as_json()))
    elif proof.has_book:
        print(
            f"{proof.units} đơn vị, {proof.changed} đổi sau sổ, {proof.differing} khác dữ kiện; hỏi {proof.asked}, sai {len(proof.wrong)}."
        )
    if not proof.has_book:
        print("Chưa có sổ tính sẵn, mọi số lấy thẳng từ dữ kiện. Lập sổ bằng “daihoi progress rebuild”.", file=sys.stderr)
    elif not proof.ok:
        print("Sổ tính sẵn khác dữ kiện. Lập lại bằng “daihoi progress rebuild” rồi đối chiếu lần nữa.", file=sys.stderr)
    return 0 if proof.ok else 1
