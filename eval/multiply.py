#!/usr/bin/env python3
"""Makes a large store of a small one, to measure questions: every report so many times, each a story's own.

    python3 eval/multiply.py small.db large.db 20

Rows get new numbers, reports new addresses and days of publication some weeks apart; names, words and findings stay as they are,
so that of 100,000 reports each name has as many findings as one would fear. What reports were read from is copied as it is: such a
store is for questions and pages, not for `check` and `reread`. It says nothing of what is stored while there is more and more.
"""
import shutil, sqlite3, sys

small, large, times = sys.argv[1], sys.argv[2], int(sys.argv[3])
for end in ("-wal", "-shm"):
    try:
        shutil.copy(small + end, large + end)
    except FileNotFoundError:
        pass
shutil.copy(small, large)
base = sqlite3.connect(large, isolation_level=None)
base.execute("PRAGMA journal_mode = OFF")
base.execute("PRAGMA synchronous = OFF")
base.execute("PRAGMA cache_size = -200000")
most = {table: base.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in ("reports", "statement_rows", "event_rows", "position_rows")}
SHIFTED = {"report": "reports", "story": "reports", "earliest": "reports", "fullest": "reports", "statement": "statement_rows", "within": "statement_rows",
           "event": "event_rows", "position": "position_rows"}
OWN = {"reports": "reports", "stories": "reports", "statement_rows": "statement_rows", "event_rows": "event_rows", "position_rows": "position_rows"}
TABLES = ["stories", "reports", "report_actor_rows", "statement_rows", "statement_actor_rows", "event_rows", "event_actor_rows", "position_rows",
          "position_evidence", "timex_rows", "place_rows", "quantity_rows", "shingles"]


def column(table, name, turn):
    if name == "id" and table in OWN:
        return f"id + {turn * most[OWN[table]]}"
    if name in SHIFTED and not (table == "place_rows" and name == "place"):
        return f'"{name}" + {turn * most[SHIFTED[name]]}'
    if table == "reports" and name in ("address", "doc"):
        return f"{name} || '~{turn}'"
    if table in ("reports", "stories") and name in ("published", "first_published"):
        return f"iif(length({name}) >= 10, date(substr({name}, 1, 10), '+{turn * 37} days'), {name})"
    if table == "shingles" and name == "hash":
        return f"(hash + {turn * 104_729_001}) & 2147483647"
    return f'"{name}"'


base.execute("BEGIN")
for turn in range(1, times):
    for table in TABLES:
        names = [row[1] for row in base.execute(f"PRAGMA table_info({table})")]
        of = "id" if table in OWN else next(name for name in names if name in SHIFTED)
        first = most[OWN.get(table) or SHIFTED[of]]
        columns = ", ".join(f'"{name}"' for name in names)
        values = ", ".join(column(table, name, turn) for name in names)
        base.execute(f'INSERT OR IGNORE INTO {table} ({columns}) SELECT {values} FROM {table} WHERE "{of}" <= {first}')
    shift = {table: f"id > {turn * number} AND id <= {(turn + 1) * number}" for table, number in most.items()}
    base.execute(f"INSERT INTO reports_text (rowid, title, text) SELECT id, title, text FROM reports WHERE {shift['reports']}")
    base.execute(f"INSERT INTO statements_text (rowid, content) SELECT id, content FROM statements WHERE {shift['statement_rows']}")
    base.execute(f"INSERT INTO events_text (rowid, evidence) SELECT id, evidence FROM events WHERE {shift['event_rows']}")
    print(f"{turn + 1} of {times}", file=sys.stderr)
base.execute("COMMIT")
print(base.execute("SELECT count(*) FROM reports").fetchone()[0], "reports,", base.execute("SELECT count(*) FROM statement_rows").fetchone()[0], "statements")
