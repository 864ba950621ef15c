#!/bin/sh
# All tests: once with SQLite, then side by side in a browser and, what touches the database, again with PostgreSQL where a server answers.
set -eu
cd "$(dirname "$0")/.."
PYTHON=.venv/bin/python
unset PYTHONDONTWRITEBYTECODE  # some thirty processes are started below: none shall compile the program anew
server=$($PYTHON tests/machine.py chromium-headless-shell gettext postgresql)
strict=""
if [ -n "${CI:-}" ]; then
  strict="-p tests.no_skips"
  [ -n "$server" ] || { echo "in continuous integration PostgreSQL must answer" >&2; exit 1; }
fi
if [ $# -gt 0 ]; then exec $PYTHON -m pytest $strict "$@"; fi

# Made meanwhile, for all processes of the tests: the reader compiled once, the demonstration that the browser opens, and the migrated
# database that PostgreSQL copies.
built=$(mktemp -d)
migrated=daihoi_tests_$$
end() {
  kill $building ${migrating:-} ${touching:-} 2>/dev/null || true
  [ -z "${migrating:-}" ] || DAIHOI_TEST_DATABASE_URL="$server" $PYTHON -m tests.migrated drop $migrated || true
  rm -rf "$built"
}
if [ -n "$server" ]; then
  DAIHOI_TEST_DATABASE_URL="$server" $PYTHON -m tests.migrated make $migrated >"$built/migrated.log" 2>&1 &
  migrating=$!
fi
(
  $PYTHON -m daihoi accuracy --positions 600 --seed 5 --profile bad --workers 1
  DAIHOI_DATA_DIR="$built/demonstration" exec $PYTHON -m daihoi demo --no-serve
) >"$built/log" 2>&1 &
building=$!
trap end EXIT

tests="$PYTHON -m pytest -q -n 2 $strict"
on_postgresql() {
  # what knows no database (paper, texts, vaults), what walks every address, and the invented hall ran before; so did the laptop
  # whose power is cut, which counts on a SQLite file whatever database the tests have
  exec env DAIHOI_TEST_TEMPLATE=$migrated DAIHOI_TEST_DATABASE_URL="$server" nice $tests --migrations --dist loadfile --no-loadscope-reorder \
    tests/foundation tests/cycle tests/demonstration tests/cli tests/architecture/test_order.py --ignore tests/demonstration/test_elections.py \
    --ignore tests/cli/test_accuracy.py --ignore tests/cli/test_ballots.py --ignore tests/cli/test_installation.py --ignore tests/cli/test_texts.py \
    --ignore tests/cli/test_power_cut.py --ignore tests/foundation/test_vault.py
}

echo "== rules, paper, documents, screens: SQLite"
$tests --dist loadfile --no-loadscope-reorder tests --ignore tests/browser

# The browser waits for its server a third of the time: what touches the database runs again with PostgreSQL meanwhile, and is told after it.
failed=0
if [ -n "$server" ]; then
  wait "$migrating" || { cat "$built/migrated.log" >&2; exit 1; }
  on_postgresql >"$built/postgresql.log" 2>&1 &
  touching=$!
fi
echo "== in a browser"
wait "$building" || { cat "$built/log" >&2; exit 1; }
DAIHOI_BROWSER_DEMONSTRATION="$built/demonstration" $tests --dist worksteal tests/browser || failed=1
if [ -n "$server" ]; then
  echo "== everything that touches the database: PostgreSQL"
  wait "$touching" || failed=1
  cat "$built/postgresql.log"
fi
exit $failed
