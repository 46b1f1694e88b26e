"""Tables leave without being copied, and say what the record says."""

import datetime
import json
import pathlib
import subprocess

import pytest
import rapporteur

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def reports(examples):
    return list(rapporteur.read_many([{"id": name, "text": text, "date": "2031-05-06"} for name, text in examples.items()]))


def test_each_kind_has_as_many_rows_as_the_records(reports):
    found = rapporteur.tables(reports)
    assert len(found["statements"]) == sum(len(report.statements) for report in reports)
    assert len(found["events"]) == sum(event.same_as is None for report in reports for event in report.events)
    assert len(found["timexes"]) == sum(len(report.timexes) for report in reports)
    assert len(found["reports"]) == len(reports)


def test_arrow_pandas_polars_and_duckdb_take_them(reports):
    arrow, polars, duckdb = (pytest.importorskip(name) for name in ("pyarrow", "polars", "duckdb"))
    table = rapporteur.tables(reports)["statements"]
    taken = arrow.table(table)
    assert taken.num_rows == len(table) and taken.column_names == table.columns
    assert taken.schema.field("start").type == arrow.int64()
    assert polars.from_arrow(taken).height == len(table)
    assert duckdb.sql("SELECT count(*) FROM taken").fetchall() == [(len(table),)]
    assert len(taken.to_pandas()) == len(table)


def test_a_store_answers_as_the_command_line_does(examples, program, tmp_path):
    arrow = pytest.importorskip("pyarrow")
    for name, text in examples.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    path = tmp_path / "s.db"
    subprocess.run([program, "ingest", "--store", path, *sorted(tmp_path.glob("*.txt"))], check=True, capture_output=True)
    store = rapporteur.Store(path)
    question = "SELECT speaker, act, content FROM statements_flat ORDER BY id"
    said = subprocess.run([program, "sql", "--store", path, "--format", "jsonl", question], check=True, capture_output=True, text=True).stdout
    assert len(store.sql(question)) == len(said.splitlines())
    speakers = {name for name in arrow.table(store.sql(question))["speaker"].to_pylist() if name}
    one = sorted(speakers)[0]
    assert len(store.statements(by=one)) >= 1
    counted = arrow.table(store.statements(count_by="act")).to_pylist()
    assert sum(row["rows"] for row in counted) == len(store.statements())
    for rows in (store.events(), store.positions(), store.actors(), store.stories()):
        assert rows.columns


def test_a_question_that_would_change_the_store_is_refused(examples, program, tmp_path):
    name, text = next(iter(examples.items()))
    (tmp_path / name).write_text(text, encoding="utf-8")
    subprocess.run([program, "ingest", "--store", tmp_path / "s.db", tmp_path / name], check=True, capture_output=True)
    store = rapporteur.Store(tmp_path / "s.db")
    with pytest.raises(rapporteur.Error, match="change"):
        store.sql("DELETE FROM reports")
    with pytest.raises(rapporteur.Error):
        rapporteur.Store(tmp_path / "none.db")


@pytest.fixture(scope="module")
def stored(examples, program, tmp_path_factory):
    folder = tmp_path_factory.mktemp("store")
    for name, text in examples.items():
        (folder / name).write_text(text, encoding="utf-8")
    subprocess.run([program, "ingest", "--quiet", "--store", folder / "s.db", *sorted(folder.glob("*.txt"))], check=True)
    return folder / "s.db"


def printed(program, stored, command, *more):
    """Rows of a query command."""
    out = subprocess.run([program, *command, "--store", stored, "--format", "jsonl", *more], check=True, capture_output=True, text=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def rows(table):
    return pytest.importorskip("pyarrow").table(table).to_pylist()


def test_timelines_and_networks_are_those_of_the_command_line(stored, program):
    store = rapporteur.Store(stored)
    assert rows(store.timeline()) == printed(program, stored, ["timeline"])
    counted = rows(store.timeline(["statements", "events"], per="month"))
    assert counted and counted == printed(program, stored, ["timeline"], "--of", "statements,events", "--per", "month")
    for kind in ("speech", "deeds", "issues"):
        assert rows(store.network(kind)) == printed(program, stored, ["network", kind]), kind
    assert len(store.network("deeds", all=True)) > len(store.network("deeds"))
    with pytest.raises(rapporteur.Error, match="speech, deeds, issues"):
        store.network("friends")
    with pytest.raises(rapporteur.Error, match="day, week"):
        store.timeline(per="decade")


def test_filters_are_those_of_the_command_line(stored, program):
    store = rapporteur.Store(stored)
    day = datetime.date(2032, 3, 1)
    asked = rows(store.statements(by="moreau", since=day, limit=3))
    assert asked == printed(program, stored, ["statements"], "--by", "moreau", "--since", "2032-03-01", "--limit", "3") and len(asked) == 3
    assert rows(store.events(count_by=["month", "type"])) == printed(program, stored, ["events"], "--count-by", "month,type")
    assert rows(store.statements(evidence=True, limit=2)) == printed(program, stored, ["statements"], "--evidence", "--limit", "2")
    assert rows(store.quotes(by="moreau")) == printed(program, stored, ["quotes"], "--by", "moreau")
    with pytest.raises(TypeError, match="there is no filter `bye`"):
        store.statements(bye="moreau")
    with pytest.raises(rapporteur.Error):
        store.statements(count_by="colour")


def test_a_settlement_is_that_of_the_command_line(stored, program):
    said = subprocess.run([program, "settle", "--store", stored, "--format", "json"], check=True, capture_output=True, text=True).stdout
    found = rapporteur.Store(stored).settle()
    assert found.to_json() + "\n" == said
    assert found.to_dict() == json.loads(said) and found.parties == json.loads(said)["parties"]
    assert rapporteur.settle(rapporteur.Store(stored)).to_json() == found.to_json()
    listed = (ROOT / "docs/positions.json").read_text(encoding="utf-8")
    asked = [program, "settle", "--positions", "-", "--format", "json", "--rule", "unsc", "--issue", "sanctions", "--on", "2031-05-21"]
    said = subprocess.run(asked, check=True, capture_output=True, text=True, input=listed).stdout
    found = rapporteur.settle(json.loads(listed), rule="unsc", issue="sanctions", on=datetime.date(2031, 5, 21))
    assert found.to_json() + "\n" == said and found.verdict
    for page in (str(found), found.to_markdown(), found.to_html(), found.to_svg(), found._repr_html_()):
        assert page
    with pytest.raises(rapporteur.Error, match="soon"):
        rapporteur.settle(listed, on="soon")
    with pytest.raises(TypeError):
        rapporteur.settle()
    with pytest.raises(rapporteur.Error):
        rapporteur.settle([])


def test_reports_are_settled_as_their_files_are(examples, program, tmp_path):
    # A row is taken as it is, as Python takes a text; of a file it is first seen what is report and what is not.
    (tmp_path / "talks.jsonl").write_text(json.dumps({"text": examples["talks.txt"]}) + "\n", encoding="utf-8")
    said = subprocess.run([program, "settle", "--format", "json", tmp_path / "talks.jsonl"], check=True, capture_output=True, text=True).stdout
    want, got = json.loads(said), rapporteur.settle(rapporteur.read(examples["talks.txt"])).to_dict()
    assert got["deadlocks"] == want["deadlocks"] and got["parties"] == want["parties"] and len(got["stands"]) == len(want["stands"])


def test_a_model_has_the_equilibria_of_the_command_line(program):
    model = (ROOT / "docs/conflict.json").read_text(encoding="utf-8")
    said = subprocess.run([program, "settle", "--model", "-", "--format", "json"], check=True, capture_output=True, text=True, input=model).stdout
    assert rapporteur.settle(model=json.loads(model)) == json.loads(said)
    with pytest.raises(rapporteur.Error):
        rapporteur.settle(model={"options": []})


def test_a_table_in_a_notebook_is_text_and_never_markup():
    report = rapporteur.read('Ann Karim said: "<b>No</b> & never."', date="2031-05-06")
    table = report.tables()["statements"]
    shown = table._repr_html_()
    assert "<table" in shown and "<b>" not in shown and "&lt;b&gt;" in shown and "&amp;" in shown
    assert "1 rows" in repr(table)
