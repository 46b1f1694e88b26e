"""Tables: counts, types and values as pandas, pyarrow and duckdb see them."""

import csv
import datetime
import io
import json

import duckdb
import pandas
import pyarrow
import pyarrow.feather
import pyarrow.parquet

from rapporteur import FOLDER, STORE, TABLES, export, number, run, sql, texts

TYPES = {
    "string": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.float64(),
    "date": pyarrow.date32(),
    "datetime": pyarrow.timestamp("us", tz="UTC"),
    "boolean": pyarrow.bool_(),
}


def documented():
    """Name → column → type, from the manual."""
    found, table = {}, None
    for line in open("docs/export.md", encoding="utf-8").read().split("<!-- columns")[1].splitlines():
        if line.startswith("### "):
            table = found.setdefault(line[4:], {})
        elif line.startswith("| `"):
            name, kind, *_ = (cell.strip(" `") for cell in line.strip("|").split(" | "))
            table[name] = kind
    return found


def plain(value):
    """A value as CSV has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, float) and value == int(value):
        return str(int(value))
    return str(value)


manual = documented()
assert set(manual) == set(TABLES), manual.keys()
whole = texts()
for table, view in TABLES.items():
    files = {form: export(form, f"{table}.{form}", "--table", table) for form in ["csv", "tsv", "json", "jsonl", "markdown", "parquet", "arrow"]}
    count = number(f"select count(*) from {view}")
    assert count > 0, f"the store has no {table} to test"
    parquet = pyarrow.parquet.read_table(files["parquet"])
    assert parquet.num_rows == count
    assert parquet.schema.names == list(manual[table]), parquet.schema.names
    for field in parquet.schema:
        assert field.type == TYPES[manual[table][field.name]], (table, field)
    arrow = pyarrow.feather.read_table(files["arrow"], memory_map=False)
    arrow.validate(full=True)
    assert arrow.schema.names == parquet.schema.names
    assert arrow.schema.types == parquet.schema.types, (arrow.schema, parquet.schema)
    assert arrow.to_pylist() == parquet.to_pylist(), table
    assert all(field.metadata[b"about"] for field in arrow.schema)
    rows = [{name: plain(value) for name, value in row.items()} for row in parquet.to_pylist()]
    for form, mark in [("csv", ","), ("tsv", "\t")]:
        assert list(csv.DictReader(open(files[form], newline="", encoding="utf-8"), delimiter=mark)) == rows, (table, form)
    lines = [json.loads(line) for line in open(files["jsonl"], encoding="utf-8")]
    assert json.load(open(files["json"], encoding="utf-8")) == lines
    assert [{name: plain(value) for name, value in row.items()} for row in lines] == rows, table
    assert len(open(files["markdown"], encoding="utf-8").read().splitlines()) == count + 2
    frame = pandas.read_csv(files["csv"], keep_default_na=False)
    assert frame.shape == (count, len(rows[0]))
    found = duckdb.sql(f"select * from '{files['parquet']}'")
    assert found.columns == parquet.schema.names and duckdb.sql(f"select count(*) from '{files['parquet']}'").fetchall()[0][0] == count
    # The values are those of the store, under the same names.
    shared = [name for name in sql(f"select * from {view} limit 1")[0] if name in rows[0] and manual[table][name] == "string"]
    shared = [name for name in shared ]
    assert shared
    asked = sql(f"select id, {', '.join(shared)} from {view} order by id")
    for row, other in zip(rows, asked, strict=True):
        assert all(row[name] == other[name] for name in other), (row, other)
    if "start" in rows[0]:
        for row in rows:
            words = whole[int(row["report"])][int(row["start"]) : int(row["end"])]
            pieces = row[{"statements": "content", "events": "evidence", "positions": "words"}[table]].split(" … ")
            assert all(piece in words for piece in pieces), row
            assert row["address"]

# A day in a typed column is the day that the store has as words; a month is none.
for name, question, column in [("statements", "said_on", "said_on"), ("positions", "as_of", "as_of_day"), ("events", "date", "date_day")]:
    days = [row[column] for row in pyarrow.parquet.read_table(FOLDER / f"{name}.parquet").to_pylist()]
    stored = [row[question] for row in sql(f"select {question} from {TABLES[name]} order by id")]
    assert [plain(day) for day in days] == [day if len(day) == 10 and day[4] == "-" else "" for day in stored]
    assert any(days)

# Filters choose rows; what begins like a formula gets its mark only where that is asked for.
events = pandas.read_csv(export("csv", "chosen.csv", "--table", "events", "--status", "happened"))
assert len(events) == number("select count(*) from events_flat where status = 'happened'") > 0
assert set(events["status"]) == {"happened"}
titles = list(pandas.read_csv(export("csv", "plain.csv", "--table", "reports"))["title"])
escaped = list(pandas.read_csv(export("csv", "escaped.csv", "--table", "reports", "--escape-formulas"))["title"])
assert [title for title in titles if str(title).startswith("=")] and not [title for title in escaped if str(title).startswith("=")]
assert [str(title).lstrip("'") for title in escaped] == [str(title) for title in titles]
assert open(export("csv", "marked.csv", "--bom"), "rb").read(3) == b"\xef\xbb\xbf"

# The query commands write the same forms.
for command, view in [("statements", "statements_flat"), ("events", "events_flat"), ("stories", "stories")]:
    path = FOLDER / f"asked-{command}.parquet"
    run(command, "--store", STORE, "--format", "parquet", "--output", path)
    assert pyarrow.parquet.read_table(path).num_rows == number(f"select count(*) from {view}")
piped = run("sql", "--store", STORE, "--format", "arrow", "select id, published, x'00' as b, 1.5 as n from reports order by id", text=False)
table = pyarrow.ipc.open_file(io.BytesIO(piped.stdout)).read_all()
assert table.num_rows == number("select count(*) from reports") and table.schema.field("n").type == pyarrow.float64()
