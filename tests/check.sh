#!/bin/sh
# Format, lint, types, import contracts, missing migrations, message catalogues, and no address of a package host.
set -eu
cd "$(dirname "$0")/.."
BIN=.venv/bin
export DAIHOI_DATA_DIR="${DAIHOI_DATA_DIR:-.cache/check}" DJANGO_SETTINGS_MODULE=daihoi.settings
$BIN/python tests/machine.py gettext >/dev/null
echo "== format";      $BIN/ruff format --check .
echo "== lint";        $BIN/ruff check .
echo "== imports";     $BIN/lint-imports
echo "== types";       $BIN/mypy
echo "== migrations";  $BIN/python -m django makemigrations --check --dry-run
echo "== messages";    $BIN/python tests/catalogues.py
echo "== lock files";  if grep -n '://' requirements.lock requirements-dev.lock; then echo "a lock file names a host" >&2; exit 1; fi
echo "all checks passed"
