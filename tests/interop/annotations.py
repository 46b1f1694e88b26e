"""Annotations: every mark quotes its report; TimeML is XML with all the text; CoNLL-U keeps the format's rules."""

import csv
import json
import re
import xml.etree.ElementTree as tree

from rapporteur import export, number, sql, texts

whole = texts()
addresses = {row["address"]: int(row["id"]) for row in sql("select id, address from reports where current = 1")}
files = {row["file"]: int(row["report"]) for row in csv.DictReader(open(export("brat", "brat") / "reports.tsv", newline="", encoding="utf-8"), delimiter="\t", quoting=csv.QUOTE_NONE)}
assert sorted(files.values()) == sorted(addresses.values())

# Web Annotation Data Model: required keys, allowed motivations, positions in code points.
collection = json.load(open(export("webannotation", "annotations.jsonld"), encoding="utf-8"))
assert collection["@context"] == "http://www.w3.org/ns/anno.jsonld" and collection["type"] == "AnnotationCollection"
items = collection["first"]["items"]
assert collection["first"]["type"] == "AnnotationPage" and len(items) == collection["total"] == len({item["id"] for item in items})
unquoted = {address.replace(" ", "%20"): report for address, report in addresses.items()}
kinds = {}
for item in items:
    assert item["type"] == "Annotation" and item["motivation"] in ("classifying", "identifying") and item["target"]
    kinds[item["body"][0]["value"]] = kinds.get(item["body"][0]["value"], 0) + 1
    assert all(body["type"] == "TextualBody" and body["purpose"] == "tagging" for body in item["body"])
    for target in item["target"]:
        text = whole[unquoted[target["source"]]]
        place, quote = target["selector"]
        assert (place["type"], quote["type"]) == ("TextPositionSelector", "TextQuoteSelector")
        assert text[place["start"] : place["end"]] == quote["exact"] and quote["prefix"] + quote["exact"] + quote["suffix"] in text
for kind, view in [("statement", "statements_flat"), ("position", "positions_flat"), ("timex", "timexes t join reports r on r.id = t.report and r.current = 1")]:
    assert kinds[kind] == number(f"select count(*) from {view}"), kind

# brat: marks are the words, without line breaks; relations and attributes name marks; kinds are declared.
folder = export("brat", "brat")
declared = set(re.findall(r"^\w+", (folder / "annotation.conf").read_text(encoding="utf-8"), re.M))
statements = 0
for name, report in files.items():
    text = open(folder / f"{name}.txt", newline="", encoding="utf-8").read()
    assert text == whole[report]
    marks = {}
    for line in open(folder / f"{name}.ann", newline="", encoding="utf-8").read().splitlines():
        mark, what, *words = line.split("\t")
        kind, rest = what.split(" ", 1)
        if mark.startswith("T"):
            pieces = [text[int(start) : int(end)] for start, end in (piece.split(" ") for piece in rest.split(";"))]
            assert " ".join(piece.replace("\t", " ") for piece in pieces) == words[0] and "\n" not in words[0], line
            assert kind in declared, kind
            marks[mark] = kind
            statements += kind == "Statement"
        elif mark.startswith("R"):
            assert kind in declared and all(end.split(":")[1] in marks for end in rest.split(" ")), line
        else:
            assert rest.split(" ")[0] in marks and mark[0] in "A#", line
assert statements == number("select count(*) from statements_flat")

# TimeML: well-formed, the words of TEXT are the report, every time expression once, in its value.
folder = export("timeml", "timeml")
forbidden = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
times = 0
for name, report in files.items():
    root = tree.parse(folder / f"{name}.tml").getroot()
    assert root.tag == "TimeML" and [child.tag for child in root][0] == "DOCID" and addresses[root.find("DOCID").text] == report
    assert "".join(root.find("TEXT").itertext()) == forbidden.sub("\ufffd", whole[report]), name
    events = {event.get("eid") for event in root.iter("EVENT")}
    assert {instance.get("eventID") for instance in root.iter("MAKEINSTANCE")} == events
    for timex in root.find("TEXT").iter("TIMEX3"):
        assert timex.get("type") in ("DATE", "TIME", "DURATION", "SET") and timex.get("value") is not None
        times += 1
assert times == number("select count(*) from timexes t join reports r on r.id = t.report and r.current = 1")

# CoNLL-U: ten columns, ids in order, one root, heads that exist, words that stand in the report at the place given.
text, ids, heads, sentences, seen = "", [], [], 0, set()
for line in open(export("conllu", "talks.conllu"), encoding="utf-8").read().split("\n"):
    if line.startswith("# newdoc id = "):
        text = whole[files[line[14:]]]
    elif line.startswith("# sent_id = "):
        assert line not in seen
        seen.add(line)
    elif line.startswith("# start = "):
        start = int(line[10:])
    elif line.startswith("# end = "):
        words = "".join(text[start : int(line[8:])].split())
    elif line and not line.startswith("#"):
        cells = line.split("\t")
        assert len(cells) == 10 and all(cells), line
        if "-" not in cells[0]:
            ids.append(int(cells[0]))
            heads.append(int(cells[6]))
    elif not line and ids:
        assert ids == list(range(1, len(ids) + 1)) and heads.count(0) == 1 and all(0 <= head <= len(ids) for head in heads)
        sentences, ids, heads = sentences + 1, [], []
assert sentences > len(files)
