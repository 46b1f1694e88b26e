"""The program under test: exports, and answers to compare them with."""

import csv
import io
import subprocess
import sys
from pathlib import Path

PROGRAM, STORE = (sys.argv + ["", ""])[1:3]
FOLDER = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(".")
TABLES = {
    "reports": "reports",
    "stories": "stories",
    "actors": "actors",
    "statements": "statements_flat",
    "events": "events_flat",
    "positions": "positions_flat",
}


def run(*args, check=True, text=True):
    """Runs the program; gives what it wrote, status included. Line ends stay as they are."""
    done = subprocess.run([PROGRAM, *map(str, args)], capture_output=True)
    done.stderr = done.stderr.decode("utf-8")
    if text:
        done.stdout = done.stdout.decode("utf-8")
    assert not check or done.returncode == 0, f"{args}: {done.stderr}"
    return done


def export(form, name, *args):
    """Exports to a file or folder of that name; gives its path."""
    path = FOLDER / name
    run("export", "--store", STORE, "--format", form, "--out", path, "--force", *args)
    return path


def sql(question):
    """The rows that answer a question, as dictionaries of strings."""
    csv.field_size_limit(1 << 30)
    answer = run("sql", "--store", STORE, "--format", "csv", question).stdout
    return list(csv.DictReader(io.StringIO(answer, newline="")))


def number(question):
    """The only cell of the answer, as a number."""
    (row,) = sql(question)
    (cell,) = row.values()
    return int(cell)


def texts():
    """The text of each report by its number."""
    return {int(row["id"]): row["text"] for row in sql("select id, text from reports")}
