#!/usr/bin/env bash
# Builds the Python package, installs it in a fresh environment and runs its tests, on Spark too where Java is there; then the
# R package's tests where R is there. What cannot be had (PyPI, Java, R) is said and skipped.
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${RAPPORTEUR:-$PWD/target/release/rapporteur}
[ -x "$program" ] || { echo "skipped: $program is not built; \`cargo build --release\` makes it"; exit 0; }
export RAPPORTEUR=$program RAPPORTEUR_EXAMPLES=$PWD/examples

python() {
  command -v python3 >/dev/null || { echo "skipped: there is no python3"; return 0; }
  local place
  place=$(mktemp -d)
  # shellcheck disable=SC2064
  trap "rm -rf '$place'" EXIT
  python3 -m venv "$place/venv" || { echo "skipped: python3 makes no virtual environment"; return 0; }
  "$place/venv/bin/pip" -q install 'maturin>=1.7,<2' pytest pyarrow 'pandas>=2.2,<3' polars duckdb 2>/dev/null \
    || { echo "skipped: PyPI cannot be reached"; return 0; }
  # The crates that the program is made of are built once for both.
  (cd bindings/python && CARGO_TARGET_DIR=$PWD/../../target "$place/venv/bin/maturin" build --release --locked --quiet --out "$place")
  "$place/venv/bin/pip" -q install --no-deps "$place"/rapporteur-*.whl
  local size
  size=$(stat -c %s "$place"/rapporteur-*.whl)
  echo "wheel: $((size / 1000000)) MB"
  [ "$size" -lt 60000000 ] || { echo "the wheel is larger than 60 MB"; return 1; }
  if command -v java >/dev/null; then
    "$place/venv/bin/pip" -q install 'pyspark>=3.5' || echo "skipped: pyspark cannot be had"
  else
    echo "skipped on Spark: there is no Java (Debian: default-jre-headless)"
  fi
  "$place/venv/bin/python" -m pytest -q -rs bindings/python/tests
}

r() {
  command -v Rscript >/dev/null || { echo "skipped: there is no R (Debian: r-base-core r-cran-rsqlite r-cran-tibble r-cran-jsonlite r-cran-testthat)"; return 0; }
  Rscript -e 'stopifnot(all(sapply(c("DBI", "RSQLite", "tibble", "jsonlite", "testthat"), requireNamespace, quietly = TRUE)))' 2>/dev/null \
    || { echo "skipped: R lacks one of DBI, RSQLite, tibble, jsonlite, testthat"; return 0; }
  local library
  library=$(mktemp -d)
  R CMD INSTALL --library="$library" bindings/r >/dev/null 2>&1
  (cd bindings/r/tests && R_LIBS=$library Rscript -e 'library(rapporteur); testthat::test_dir("testthat", reporter = "summary")')
  (cd bindings/r/tests && R_LIBS=$library Rscript vignette.R && rm -f Rplots.pdf)
  rm -rf "$library"
}

python
r
