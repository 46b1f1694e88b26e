"""Tables leave without being copied, and say what the record says."""

import subprocess

import pytest
import rapporteur


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
