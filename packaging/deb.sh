#!/usr/bin/env bash
# The Debian package, in target/debian: the program with manual pages, completions, bill of materials and licences.
# Needs cargo-deb (`cargo install cargo-deb`).
set -euo pipefail
cd "$(dirname "$0")/.."
command -v cargo-deb >/dev/null || { echo "cargo-deb is not there; \`cargo install cargo-deb\` brings it"; exit 1; }
bash packaging/files.sh
cargo deb -p rapporteur-cli --no-build "$@"
