#!/usr/bin/env bash
# Opens every export with its real reader. PROGRAM is the rapporteur to test.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
program="$(realpath "${1:?give the path of rapporteur}")"
work="$root/target/interop"
mkdir -p "$work"

skip() {
  echo "interop: skipped, $*"
  [ "${RAPPORTEUR_INTEROP:-}" != required ]
  exit
}

command -v python3 > /dev/null || skip "there is no python3"
python="$work/venv/bin/python"
if ! { [ -x "$python" ] && cmp -s "$here/requirements.txt" "$work/installed.txt"; }; then
  rm -rf "$work/venv"
  python3 -m venv "$work/venv" || skip "python3 makes no environment"
  "$python" -m pip install --quiet --disable-pip-version-check --retries 1 --timeout 20 -r "$here/requirements.txt" \
    || skip "PyPI cannot be reached"
  cp "$here/requirements.txt" "$work/installed.txt"
fi

rm -rf "$work/run"
mkdir "$work/run"
store="$work/run/s.db"
cd "$root"
"$program" ingest --quiet --store "$store" examples tests/interop/reports || [ $? -eq 1 ]
"$python" "$here/positions.py" "$store"
"$program" check --quiet --store "$store"
for script in tables networks dna events annotations package faults; do
  PYTHONPATH="$here" "$python" -W error::DeprecationWarning:__main__ "$here/$script.py" "$program" "$store" "$work/run"
  echo "interop: $script passed"
done
