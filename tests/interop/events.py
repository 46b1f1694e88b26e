"""Event data: as many columns as the originals, and the store's values in them."""

import csv

import pandas

from rapporteur import export, sql, texts

GDELT_NUMBERS = {26: "EventCode", 29: "QuadClass", 30: "GoldsteinScale", 31: "NumMentions"}
whole = texts()
told = sql(
    "select e.id, e.cameo, e.source, e.target, e.source_code, e.target_code, e.story, e.same from events_flat e"
    " where e.status in ('happened', 'ongoing') and coalesce(e.date, e.published) is not null"
)
for form, width, header in [("petrarch", 6, False), ("phoenix", 26, False), ("gdelt", 58, False), ("icews", 20, True)]:
    path = export(form, f"{form}.tsv")
    lines = open(path, encoding="utf-8").read().splitlines()[1 if header else 0 :]
    assert lines and all(len(line.split("\t")) == width for line in lines), form
    evidence = list(csv.DictReader(open(f"{path}.evidence.tsv", newline="", encoding="utf-8"), delimiter="\t"))
    assert len(evidence) == len(lines)
    for row in evidence:
        assert all(piece in whole[int(row["report"])][int(row["start"]) : int(row["end"])] for piece in row["evidence"].split(" … ")), row
    known = {row["id"]: row for row in told}
    for line, row in zip((line.split("\t") for line in lines), evidence):
        event = known[row["event"]]
        code = {"petrarch": 3, "phoenix": 13, "gdelt": 26, "icews": 6}[form]
        assert line[code] == event["cameo"], (line, event)
    if form in ("petrarch", "phoenix"):
        assert all(line.split("\t")[{"petrarch": 1, "phoenix": 5}[form]] for line in lines), "both actors have codes"

gdelt = pandas.read_csv(export("gdelt", "gdelt.tsv"), sep="\t", header=None, quoting=csv.QUOTE_NONE, dtype={26: str, 27: str, 28: str})
assert gdelt[30].between(-10, 10).all() and gdelt[29].isin([1, 2, 3, 4]).all() and (gdelt[31] >= gdelt[33]).all()
assert (gdelt[1] // 10_000 == gdelt[3]).all() and (gdelt[4].astype(int) - gdelt[3]).between(0, 1).all()
stories = {(row["story"], row["same"], row["cameo"]) for row in told}
assert len(set(gdelt[0])) == len(gdelt) >= len([story for story in stories]) // 2
icews = pandas.read_csv(export("icews", "icews.tab"), sep="\t", quoting=csv.QUOTE_NONE, dtype={"CAMEO Code": str})
assert list(icews.columns)[:3] == ["Event ID", "Event Date", "Source Name"] and icews["Intensity"].between(-10, 10).all()
pandas.to_datetime(icews["Event Date"], format="%Y-%m-%d")
