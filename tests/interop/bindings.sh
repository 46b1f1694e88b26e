#!/usr/bin/env bash
# Builds the Python package, installs it in a fresh environment and runs its tests, on Spark too where Java is there, and the
# notebooks; then the R package's tests, vignette and notebook where R is there. What cannot be had (PyPI, Java, R) is said and skipped.
#
#   bash tests/interop/bindings.sh                    # all, with the program in target/release
#   SPARK=no bash tests/interop/bindings.sh           # without Spark, which is 450 MB to fetch
#   CI=true bash tests/interop/bindings.sh            # Java and R are installed from Debian where they are missing
#   WHEELHOUSE=DIR bash tests/interop/bindings.sh     # packages that lie in DIR are taken from there
set -euo pipefail
cd "$(dirname "$0")/../.."

program=${RAPPORTEUR:-$PWD/target/release/rapporteur}
[ -x "$program" ] || { echo "skipped: $program is not built; \`cargo build --release\` makes it"; exit 0; }
export RAPPORTEUR=$program RAPPORTEUR_EXAMPLES=$PWD/examples
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT

debian() {
  [ "${CI:-}" = true ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  apt-get install -y --no-install-recommends "$@" >/dev/null 2>&1 \
    || { apt-get update && apt-get install -y --no-install-recommends "$@"; } >/dev/null 2>&1
}

fetch() {
  "$place/venv/bin/pip" -q install --disable-pip-version-check --retries 1 ${WHEELHOUSE:+--find-links "$WHEELHOUSE"} "$@"
}

python() {
  command -v python3 >/dev/null || { echo "skipped: there is no python3"; return 0; }
  python3 -m venv "$place/venv" || { echo "skipped: python3 makes no virtual environment"; return 0; }
  fetch 'maturin>=1.7,<2' pytest pyarrow 'pandas>=2.2' polars duckdb nbclient nbformat ipykernel mypy spacy || { echo "skipped: PyPI cannot be reached"; return 0; }
  (cd bindings/python && CARGO_TARGET_DIR=$PWD/../../target "$place/venv/bin/maturin" build --release --locked --quiet --out "$place")
  "$place/venv/bin/pip" -q install --no-deps "$place"/rapporteur-*.whl
  local size
  size=$(stat -c %s "$place"/rapporteur-*.whl)
  echo "wheel: $((size / 1000000)) MB"
  [ "$size" -lt 60000000 ] || { echo "the wheel is larger than 60 MB"; return 1; }
  if [ "${SPARK:-yes}" = no ]; then
    echo "skipped on Spark: SPARK=no"
  elif ! command -v java >/dev/null && ! debian default-jre-headless; then
    echo "skipped on Spark: there is no Java, and it cannot be installed (Debian: default-jre-headless)"
  else
    fetch 'pyspark>=3.5' || echo "skipped on Spark: pyspark cannot be had"
  fi
  # From a folder where no source of the package lies: what is tested is what was installed.
  (cd "$place" && "$place/venv/bin/python" -m pytest -q -rs -p no:cacheprovider "$OLDPWD/bindings/python/tests")
}

r() {
  local packages="r-base-core r-cran-rsqlite r-cran-tibble r-cran-jsonlite r-cran-testthat r-cran-igraph r-cran-ggplot2"
  local loaded='stopifnot(all(sapply(c("DBI", "RSQLite", "tibble", "jsonlite", "testthat"), requireNamespace, quietly = TRUE)))'
  # shellcheck disable=SC2086  # a list of packages
  Rscript -e "$loaded" 2>/dev/null || { debian $packages && Rscript -e "$loaded" 2>/dev/null; } \
    || { echo "skipped: there is no R with DBI, RSQLite, tibble, jsonlite, testthat, and it cannot be installed (Debian: $packages)"; return 0; }
  mkdir "$place/library"
  export R_LIBS=$place/library
  R CMD INSTALL --library="$R_LIBS" bindings/r >"$place/install.log" 2>&1 || { cat "$place/install.log"; return 1; }
  # Manual pages are made by roxygen2 (`Rscript -e 'roxygen2::roxygenise("bindings/r")'`); one that is missing or behind its function is found here.
  Rscript -e 'found <- list(tools::undoc("rapporteur"), tools::codoc("rapporteur"), tools::checkDocFiles("rapporteur"));
    said <- unlist(lapply(found, format)); if (length(said)) { writeLines(said); quit(status = 1) }' || { echo "the R package's manual pages are not those of its functions"; return 1; }
  (cd bindings/r/tests && Rscript -e 'library(rapporteur); testthat::test_dir("testthat", reporter = "summary", stop_on_failure = TRUE)')
  (cd bindings/r/tests/documents && Rscript vignette.R >"$place/vignette.log" 2>&1) || { cat "$place/vignette.log"; return 1; }
  (cd bindings/notebooks && Rscript ../r/tests/documents/chunks.R r.Rmd >"$place/notebook.log" 2>&1) || { cat "$place/notebook.log"; return 1; }
  tail -n 1 "$place/vignette.log" "$place/notebook.log"
}

python
r
