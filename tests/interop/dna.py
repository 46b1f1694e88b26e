"""The database for Discourse Network Analyzer: its tables, what stands in them, and the way back."""

import base64
import hashlib
import json
import sqlite3
from pathlib import Path

from rapporteur import FOLDER, STORE, export, number, run, sql, texts

SAMPLE = Path("../shared/data/dna/sample.dna")


def columns(path):
    """Table → columns with type, whether needed, default and key; foreign keys; unique indices."""
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table' order by name")]
    return {
        name: (
            database.execute(f"pragma table_info({name})").fetchall(),
            sorted(row[2:] for row in database.execute(f"pragma foreign_key_list({name})")),
            sorted(tuple(column[2] for column in database.execute(f"pragma index_info({row[1]})")) for row in database.execute(f"pragma index_list({name})")),
        )
        for name in tables
    }


path = export("dna", "talks.dna")
if SAMPLE.exists():
    ours, theirs = columns(path), columns(SAMPLE)
    assert ours == theirs, [name for name in theirs if ours.get(name) != theirs[name]]
else:
    print("interop: dna: the schema is not compared, there is no", SAMPLE)

database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
assert database.execute("pragma integrity_check").fetchone() == ("ok",) and not database.execute("pragma foreign_key_check").fetchall()

# The password opens it as DNA checks it.
(kept,) = database.execute("select Password from CODERS where ID = 1 and Name = 'Admin'").fetchone()
salt, digest = base64.b64decode(kept)[:16], base64.b64decode(kept)[16:]
tried = hashlib.sha256(salt + b"rapporteur").digest()
for _ in range(99_999):
    tried = hashlib.sha256(tried).digest()
assert tried == digest

whole = texts()
assert dict(database.execute("select ID, Text from DOCUMENTS")) == {int(row["id"]): whole[int(row["id"])] for row in sql("select id from reports where current = 1")}
kinds = dict(database.execute("select t.Label, count(*) from STATEMENTS s join STATEMENTTYPES t on t.ID = s.StatementTypeId group by 1"))
assert kinds["Reported Statement"] == number("select count(*) from statements_flat")
assert kinds["DNA Statement"] >= number("select count(*) from positions_flat where stance <> 'neutral'") > 0
variables = [row for row in database.execute("select Variable, DataType from VARIABLES where StatementTypeId = 1 order by ID")]
assert variables == [("person", "short text"), ("organization", "short text"), ("concept", "short text"), ("agreement", "boolean")]
for document, start, stop, words in database.execute(
    "select s.DocumentId, s.Start, s.Stop, l.Value from STATEMENTS s join DATALONGTEXT l on l.StatementId = s.ID"
):
    units = whole[document].encode("utf-16-le")[start * 2 : stop * 2].decode("utf-16-le")
    assert all(piece in units for piece in words.split(" … ")), (units, words)
agreements = database.execute(
    "select count(*), sum(b.Value) from STATEMENTS s join DATABOOLEAN b on b.StatementId = s.ID and b.VariableId = 4 where s.StatementTypeId = 1"
).fetchone()
assert agreements[0] == kinds["DNA Statement"] and 0 < agreements[1] < agreements[0]

# And back: the documents become reports, what coders marked stands in lines that lead to its words.
for source in [path, SAMPLE]:
    if not source.exists():
        continue
    store, lines = FOLDER / f"{source.stem}-back.db", FOLDER / f"{source.stem}-back.jsonl"
    run("import", "--dna", source, "--store", store, "--statements", lines)
    run("check", "--store", store)
    coded = [json.loads(line) for line in open(lines, encoding="utf-8")]
    given = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    assert len(coded) == given.execute("select count(*) from STATEMENTS").fetchone()[0]
    back = sqlite3.connect(f"file:{store}?mode=ro", uri=True)
    reports = dict(back.execute("select address, text from reports"))
    assert set(reports.values()) == {text for (text,) in given.execute("select Text from DOCUMENTS")}
    for one in coded:
        assert reports[one["address"]][one["start"] : one["end"]] == one["words"] != "", one
        if one["type"] == "DNA Statement":
            assert {"person", "organization", "concept", "agreement"} >= set(one["variables"]) and isinstance(one["variables"]["agreement"], bool)
    if source == path:
        # The same text without its frame: nearly all that was read in the report is read again.
        again = [bool(one["statement"]) for one in coded if one["type"] == "Reported Statement"]
        assert sum(again) >= 0.8 * len(again), (sum(again), len(again))
    corrections = dict(back.execute("select verdict, count(*) from corrections group by verdict"))
    assert sum(corrections.values()) > 0, corrections
    run("import", "--dna", source, "--store", store, "--statements", lines, "--force")
    assert dict(back.execute("select verdict, count(*) from corrections group by verdict")) == corrections, "twice adds nothing"
