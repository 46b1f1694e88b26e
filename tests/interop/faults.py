"""What cannot be done is refused with one clear message and status 2; nothing is left behind."""

import os
import subprocess

from rapporteur import FOLDER, PROGRAM, STORE, run

there = FOLDER / "there.csv"
there.write_text("mine")
full = FOLDER / "full"
full.mkdir()
(full / "mine.txt").write_text("mine")
empty = FOLDER / "empty.db"
run("ingest", "--store", empty, full / "none", check=False)


def files():
    """What is there, without the files that SQLite keeps beside an open database."""
    return {name for name in os.listdir(FOLDER) if not name.endswith(("-shm", "-wal"))}


before = files()
for args, said in [
    (["--format", "xlsx", "--out", "-"], "invalid value 'xlsx'"),
    (["--format", "csv", "--out", there], "is there already"),
    (["--format", "brat", "--out", full], "is there already"),
    (["--format", "csv", "--out", FOLDER / "no" / "such" / "folder.csv"], "cannot write"),
    (["--format", "dna", "--out", FOLDER / "no" / "such" / "folder.dna"], "cannot write"),
    (["--format", "brat", "--out", there / "below"], "cannot make the folder"),
    (["--format", "dna", "--out", "-"], "standard output"),
    (["--format", "timeml", "--out", "-"], "standard output"),
    (["--format", "csv", "--out", "-", "--since", "soon"], "`soon` is no day"),
    (["--format", "brat", "--out", FOLDER / "new", "--by", "Dask"], "--by has no meaning for reports"),
    (["--format", "csv", "--table", "actors", "--out", "-", "--place", "Kelm"], "--place has no meaning for actors"),
    (["--format", "csv", "--out", FOLDER / "new.csv", "--text", "AND AND"], "cannot be answered"),
]:
    done = run("export", "--store", STORE, *args, check=False)
    assert done.returncode == 2 and said in done.stderr and "panicked" not in done.stderr, (args, done.stderr)
for store, said in [(FOLDER / "none.db", "there is no store"), (there, "is no store"), (empty, "holds no report")]:
    done = run("export", "--store", store, "--format", "csv", "--out", "-", check=False)
    assert done.returncode == 2 and said in done.stderr, (store, done.stderr)
for path in [there, FOLDER / "none.dna", STORE]:
    done = run("import", "--dna", path, "--store", FOLDER / "imported.db", check=False)
    assert done.returncode == 2 and "no database of Discourse Network Analyzer" in done.stderr, (path, done.stderr)
assert there.read_text() == "mine" and files() == before, files() - before

# Bytes on standard output are those of the file; a reader that goes away is no error.
run("export", "--store", STORE, "--format", "parquet", "--out", FOLDER / "whole.parquet")
piped = run("export", "--store", STORE, "--format", "parquet", "--out", "-", text=False).stdout
assert piped == (FOLDER / "whole.parquet").read_bytes()
with subprocess.Popen([PROGRAM, "export", "--store", STORE, "--format", "json", "--table", "reports", "--out", "-"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
    child.stdout.read(1)
    child.stdout.close()
    assert child.wait() == 0, child.stderr.read()
