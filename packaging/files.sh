#!/usr/bin/env bash
# What goes beside the program into a package, in target/release/package: manual pages, completions, bill of materials, licences.
set -euo pipefail
cd "$(dirname "$0")/.."
cargo build --release --locked -p rapporteur-cli
out=target/release/package
rm -rf "$out"
mkdir -p "$out"
program=target/release/rapporteur
"$program" man --out "$out/man"
"$program" completions bash > "$out/rapporteur.bash"
"$program" completions zsh > "$out/_rapporteur"
"$program" completions fish > "$out/rapporteur.fish"
cargo run --release --quiet --locked -p rapporteur-tests --example sbom -- --out "$out"
