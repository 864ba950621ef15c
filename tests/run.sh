#!/bin/sh
# All tests: once with SQLite, then what touches the database again with PostgreSQL where a server answers.
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

# The demonstration that the browser opens, and the migrated database that the processes of PostgreSQL copy, are made meanwhile,
# where a core has nothing else to do.
built=$(mktemp -d)
migrated=daihoi_tests_$$
end() {
  kill ${building:-} ${migrating:-} 2>/dev/null || true
  [ -z "${migrating:-}" ] || DAIHOI_TEST_DATABASE_URL="$server" $PYTHON -m tests.migrated drop $migrated || true
  rm -rf "$built"
}
trap end EXIT
if [ -n "$server" ]; then
  DAIHOI_TEST_DATABASE_URL="$server" nice $PYTHON -m tests.migrated make $migrated >"$built/migrated.log" 2>&1 &
  migrating=$!
fi
if command -v chromium-headless-shell || command -v chromium || command -v chromium-browser; then
  DAIHOI_DATA_DIR="$built/demonstration" nice $PYTHON -m daihoi demo --no-serve &
  building=$!
fi >"$built/log" 2>&1

echo "== rules, paper, documents, screens: SQLite"
$PYTHON -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder $strict tests --ignore tests/browser
if [ -n "$server" ]; then
  echo "== everything that touches the database: PostgreSQL"
  # what knows no database (paper, texts, vaults), what walks every address, and the invented hall ran above; so did the laptop
  # whose power is cut, which counts on a SQLite file whatever database the tests have
  wait "$migrating" || { cat "$built/migrated.log" >&2; exit 1; }
  DAIHOI_TEST_TEMPLATE=$migrated DAIHOI_TEST_DATABASE_URL="$server" $PYTHON -m pytest -q --migrations -n 2 --dist loadfile --no-loadscope-reorder $strict tests/foundation tests/cycle tests/demonstration tests/cli \
    tests/architecture/test_order.py --ignore tests/demonstration/test_elections.py --ignore tests/cli/test_accuracy.py --ignore tests/cli/test_ballots.py --ignore tests/cli/test_installation.py --ignore tests/cli/test_texts.py \
    --ignore tests/cli/test_power_cut.py --ignore tests/foundation/test_vault.py
fi
echo "== in a browser"
if [ -n "${building:-}" ]; then wait "$building" || { cat "$built/log" >&2; exit 1; }; fi
DAIHOI_BROWSER_DEMONSTRATION="${building:+$built/demonstration}" $PYTHON -m pytest -q -n 2 --dist worksteal $strict tests/browser
