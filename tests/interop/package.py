"""The data package: valid by frictionless, and the store's values in it."""

import json
import zipfile

import duckdb
import frictionless

from rapporteur import FOLDER, TABLES, export, number

folder = export("datapackage", "package", "--licence", "CC-BY-4.0", "--title", "Talks of Varosia")
zipped = export("datapackage", "package.zip", "--without-text")
whole = json.load(open(folder / "datapackage.json", encoding="utf-8"))
assert whole["licenses"] == [{"name": "CC-BY-4.0"}] and whole["provenance"]["made_by"][0]["models"]
with zipfile.ZipFile(zipped) as archive:
    assert archive.testzip() is None
    names = set(archive.namelist())
    assert names == {f"{table}.csv" for table in TABLES} | {"datapackage.json", "codebook.md"}
    archive.extractall(FOLDER / "unzipped")
for path, texts in [(folder, True), (FOLDER / "unzipped", False)]:
    report = frictionless.validate(str(path / "datapackage.json"))
    assert report.valid, report.flatten(["rowNumber", "fieldName", "type", "message"])
    package = frictionless.Package(str(path / "datapackage.json"))
    assert [resource.name for resource in package.resources] == list(TABLES)
    for resource in package.resources:
        rows = resource.read_rows()
        assert len(rows) == number(f"select count(*) from {TABLES[resource.name]}"), resource.name
        assert all(field.description for field in resource.schema.fields)
        if resource.name == "reports":
            assert resource.schema.has_field("text") == texts
    count = duckdb.sql(f"select count(*) from '{path}/statements.csv' s join '{path}/reports.csv' r on r.id = s.report").fetchall()[0][0]
    assert count == number("select count(*) from statements_flat")
