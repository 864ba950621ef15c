"""`daihoi stick show|restore|write`: the encrypted copy of a counting laptop, and going on from it on a second one (USB dự phòng)."""

import argparse
import getpass
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from daihoi.cli.django_setup import data_folder
from daihoi.foundation.ballots.restoring import TAKEN, held_in_words, newest_state, opened, restore, taken, vaults_of
from daihoi.foundation.ballots.stick import sticks_here
from daihoi.foundation.files.vault import Vault
from daihoi.rules.errors import RuleViolation


def run(_command: str, arguments: Sequence[str]) -> int:
    """Run one of the commands of the stick; nothing of an installation is touched before a stick was found and opened."""
    options = argparse.ArgumentParser(prog="daihoi stick", description="the encrypted copy of a counting laptop")
    verbs = options.add_subparsers(dest="verb", required=True)
    for verb, what in (("show", "say what a stick holds"), ("restore", "go on from a stick on this machine")):
        parser = verbs.add_parser(verb, help=what)
        parser.add_argument("folder", nargs="?", type=Path, help="the stick; without it those that are plugged in")
        parser.add_argument("--code-stdin", action="store_true", help="read the code from standard input")
        parser.add_argument("--last-whole", action="store_true", help="accept the last whole state where the newest is torn")
    parser.add_argument("--again", action="store_true", help="go on although another machine did, because that one failed too")
    parser.add_argument("--serve", action="store_true", help="serve this installation afterwards")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    verbs.add_parser("write", help="write the stick of this installation once, now")
    given = options.parse_args(arguments)
    return {"show": _show, "restore": _restore, "write": _write}[given.verb](given)


def _opened(given: argparse.Namespace) -> Vault:
    """Find the stick, ask for its code and open it."""
    sticks = [given.folder] if given.folder else sticks_here(os.environ.get("DAIHOI_STICK", ""))
    if not vaults_of(sticks):
        where = ", ".join(map(str, sticks)) or "máy này"
        message = "Không thấy USB dự phòng nào ở {where}. Cắm USB, hoặc ghi rõ thư mục: daihoi stick {verb} THƯ_MỤC."
        raise RuleViolation("stick.not_found", message, where=where, verb=given.verb)
    return opened(sticks, sys.stdin.readline() if given.code_stdin else getpass.getpass("Mã 24 chữ của USB (hai nửa liền nhau): "))


def _show(given: argparse.Namespace) -> int:
    """Say what a stick holds (xem USB)."""
    print(f"USB giữ {held_in_words(newest_state(_opened(given), last_whole=given.last_whole))}.")
    return 0


def _restore(given: argparse.Namespace) -> int:
    """Put the newest state in place, record the takeover, write the stick for the first time, and serve where asked (tiếp tục)."""
    if os.environ.get("DAIHOI_DATABASE_URL"):
        raise RuleViolation("stick.no_laptop", "Máy này dùng DAIHOI_DATABASE_URL. Bỏ biến ấy đi: USB chỉ khôi phục máy kiểm phiếu riêng.")
    vault = _opened(given)
    began = time.monotonic()
    data = data_folder()
    put = restore(vault, data, last_whole=given.last_whole, again=given.again)
    take_over_what_was_put()
    print(f"Đã khôi phục sau {time.monotonic() - began:.1f} giây: {held_in_words(put.state)}.")
    if put.set_aside:
        print(f"Dữ liệu cũ của máy này để riêng ở {put.set_aside.name}.")
    print("Việc làm sau lần ghi ấy trên máy cũ thì làm lại: xem các lô, đọc lại trang thiếu, quyết lại chỗ nghi ngờ.")
    if not given.serve:
        print("Chạy “daihoi serve” để làm tiếp.")
        return 0
    from daihoi.cli.serving import serve_site

    return serve_site(given.host, given.port)


def take_over_what_was_put() -> None:
    """Record what was put in place from a stick, and write the stick for the first time; without such a thing nothing happens (tiếp quản)."""
    from daihoi.cli.django_setup import setup
    from daihoi.cli.site import bring_up_to_date

    setup()
    bring_up_to_date()
    from django.conf import settings

    from daihoi.foundation.ballots.services import take_over
    from daihoi.foundation.ballots.stick import Writer, config_of, database_path, device_name
    from daihoi.foundation.journal.services import SETUP, try_again

    data = Path(settings.DATA_DIR)
    facts = taken(data)
    if facts is None:
        return
    try_again(take_over, origin=SETUP, vault=facts["vault"], number=facts["number"], device=device_name())
    (data / TAKEN).unlink()
    config = config_of(data)
    if config is not None:
        Writer(data, database_path(), config).turn()


def _write(_given: argparse.Namespace) -> int:
    """Write the stick once, now (ghi USB một lần)."""
    from daihoi.cli.django_setup import open_installation

    open_installation()
    from django.conf import settings

    from daihoi.foundation.ballots.queries.sticks import fault_in_words
    from daihoi.foundation.ballots.stick import Writer, config_of, database_path

    data = Path(settings.DATA_DIR)
    config = config_of(data)
    if config is None:
        raise RuleViolation("stick.none", "Máy này chưa chọn USB. Trưởng ban kiểm phiếu chọn ở bàn kiểm phiếu.")
    status = Writer(data, database_path(), config).turn()
    if status.taken_over_by:
        raise RuleViolation("stick.taken_over", "Máy {device} đã tiếp tục từ USB; máy này không ghi nữa.", device=status.taken_over_by)
    if status.fault:
        raise RuleViolation("stick.fault", "{why}", why=fault_in_words(status))
    print(f"Đã ghi USB lần số {status.number} trong {status.seconds:.2f} giây.")
    return 0
