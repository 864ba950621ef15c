"""`daihoi demo|serve|migrate|operator|journal`: run and keep one installation (vận hành)."""

import argparse
import getpass
import json
import os
import sys
from collections.abc import Callable, Sequence

from daihoi.cli.django_setup import acting_user, data_folder, open_installation, setup
from daihoi.foundation.accounts import CONSOLE
from daihoi.rules.errors import RuleViolation

PORT = 8000


def run(command: str, arguments: Sequence[str]) -> int:
    """Run one of the commands of the site."""
    commands: dict[str, Callable[[Sequence[str]], int]] = {
        "demo": demo,
        "serve": serve,
        "migrate": migrate,
        "operator": operator,
        "journal": journal,
    }
    return commands[command](arguments)


def _server_options(name: str, what: str) -> argparse.ArgumentParser:
    """Describe the options of a command that serves."""
    options = argparse.ArgumentParser(prog=f"daihoi {name}", description=what)
    options.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1: this machine only)")
    options.add_argument("--port", type=int, default=PORT, help="0 takes a free one")
    return options


def demo(arguments: Sequence[str]) -> int:
    """Build the demonstration once, then serve it (trình diễn)."""
    parser = _server_options("demo", "build the demonstration and serve it")
    parser.add_argument("--no-serve", action="store_true", help="build only")
    options = parser.parse_args(arguments)
    os.environ["DAIHOI_DEMONSTRATION"] = "1"
    os.environ.setdefault("DAIHOI_DATA_DIR", os.path.join("data", "demonstration"))  # noqa: PTH118 (a relative folder, as text)
    setup()
    bring_up_to_date()
    _build_once()
    if options.no_serve:
        print("Dữ liệu trình diễn đã sẵn sàng. Chạy “daihoi demo” để mở.")
        return 0
    from daihoi.cli.serving import serve_site

    return serve_site(options.host, options.port, introduction=_demonstration_accounts())


def _build_once() -> None:
    """Build what is missing of the demonstration; never beside real data."""
    from daihoi.demonstration.build import build
    from daihoi.foundation.accounts.models import User

    real = User.objects.filter(is_demonstration=False).exclude(username=CONSOLE)
    if real.exists() and not User.objects.filter(is_demonstration=True).exists():
        raise RuleViolation("demo.real_data", "Cơ sở dữ liệu này có dữ liệu thật. Chạy bản trình diễn với DAIHOI_DATA_DIR khác.")
    build(lambda line: print(line, file=sys.stderr, flush=True))


def _demonstration_accounts() -> list[str]:
    """List the accounts of the demonstration for people who try it."""
    from daihoi.demonstration.accounts import ACCOUNTS, CENTRAL, PASSWORD

    width = max(len(account.username) for account in ACCOUNTS) + 2
    lines = [f"  {account.username:<{width}}{account.what}" for account in (CENTRAL, *ACCOUNTS)]
    return [f"Tài khoản trình diễn, mật khẩu chung: {PASSWORD}", *lines]


def serve(arguments: Sequence[str]) -> int:
    """Serve this installation: web server and worker (chạy)."""
    options = _server_options("serve", "serve this installation: web server and worker").parse_args(arguments)
    from daihoi.cli.stick import take_over_what_was_put
    from daihoi.foundation.ballots.restoring import go_on_as_wanted

    go_on_as_wanted(data_folder())
    take_over_what_was_put()
    from daihoi.cli.serving import serve_site

    return serve_site(options.host, options.port)


def migrate(arguments: Sequence[str]) -> int:
    """Bring the database up to date (cập nhật cơ sở dữ liệu)."""
    argparse.ArgumentParser(prog="daihoi migrate", description="bring the database up to date").parse_args(arguments)
    setup()
    done = bring_up_to_date()
    print("Đã cập nhật cơ sở dữ liệu." if done else "Cơ sở dữ liệu đã mới nhất.")
    return 0


def bring_up_to_date() -> bool:
    """Apply missing migrations and put back missing triggers; tell whether there was anything to do."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from daihoi.cycle.tracking import triggers
    from daihoi.foundation.journal import append_only

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        call_command("migrate", interactive=False, verbosity=0)
    append_only.install(connection)
    triggers.install(connection)
    return bool(plan)


def operator(arguments: Sequence[str]) -> int:
    """Create an account with a role in a unit (lập tài khoản)."""
    parser = argparse.ArgumentParser(prog="daihoi operator", description="create an account with a role in a unit")
    parser.add_argument("username")
    parser.add_argument("--name", default="", help="full name")
    parser.add_argument("--role", default="administrator")
    parser.add_argument("--unit", metavar="CODE", help="the unit and its branch; without it the whole installation")
    parser.add_argument("--as", dest="user", help="act as this account")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    options = parser.parse_args(arguments)
    open_installation()
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from daihoi.foundation.journal.services import try_again
    from daihoi.foundation.organization.queries import unit_by_code
    from daihoi.foundation.organization.services import create_operator

    unit = unit_by_code(options.unit) if options.unit else None
    password = sys.stdin.readline().rstrip("\n") if options.password_stdin else getpass.getpass("Mật khẩu: ")
    try:
        validate_password(password)
    except ValidationError as weak:
        raise RuleViolation("cli.weak_password", "{why}", why=" ".join(weak.messages)) from weak
    actor = acting_user(options.user)
    names = {"username": options.username, "full_name": options.name or options.username}
    try_again(create_operator, actor=actor, password=password, role=options.role, unit=unit, **names)
    print(f"Đã lập tài khoản {options.username}.")
    return 0


def journal(arguments: Sequence[str]) -> int:
    """Verify every chain and seal, or seal all heads now (nhật ký)."""
    parser = argparse.ArgumentParser(prog="daihoi journal", description="verify the journal of this installation")
    verbs = parser.add_subparsers(dest="verb", required=True)
    check = verbs.add_parser("verify", help="check every chain and every seal")
    check.add_argument("--json", action="store_true", help="one JSON value on standard output")
    verbs.add_parser("seal", help="seal the heads of all chains now")
    options = parser.parse_args(arguments)
    open_installation()
    if options.verb == "seal":
        from daihoi.foundation.journal.services import CLOCK, seal_chains, try_again

        seal = try_again(seal_chains, origin=CLOCK)
        print(f"Niêm phong số {seal.seq}: {seal.chains} chuỗi, {seal.digest}")
        return 0
    return _verify(as_json=options.json)


def _verify(*, as_json: bool) -> int:
    """Print what the check of the whole journal found; 1 where anything is broken."""
    from daihoi.foundation.journal.queries import verify

    verdict = verify()
    if as_json:
        print(json.dumps(verdict.as_json(), ensure_ascii=False))
    else:
        print(f"{verdict.entries} dòng, {verdict.chains} chuỗi, {verdict.seals} niêm phong.")
    for finding in verdict.findings:
        print(f"{finding['chain']}#{finding['seq']}: {finding['code']}: {finding['message']}", file=sys.stderr)
    return 1 if verdict.findings else 0
