"""On Spark the same is found as in one process, however the reports are spread."""

import json
import random

import pytest
import rapporteur

pyspark = pytest.importorskip("pyspark", reason="skipped: pyspark is not installed")
pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "4")
    session = session.config("spark.driver.memory", "2g").getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="module")
def load(examples):
    """Reports made from the examples: copies with paragraphs left out, and an empty one."""
    chance = random.Random(7)
    rows = []
    for name, text in examples.items():
        paragraphs = text.split("\n\n")
        for copy in range(4):
            kept = [part for at, part in enumerate(paragraphs) if at < 2 or copy == 0 or chance.random() > 0.2]
            rows.append({"id": f"{name}-{copy}", "text": "\n\n".join(kept), "date": "2031-05-06"})
    return [*rows, {"id": "empty", "text": "", "date": None}]


def plainly(record):
    value = json.loads(record)
    value["doc"]["uri"] = ""
    return value


def test_results_equal_one_process_in_any_partitioning(spark, load):
    from rapporteur.spark import read

    want = {row["id"]: found for row, found in zip(load, rapporteur.read_many(load, errors="none"))}
    seen = []
    for partitions in (1, 5):
        frame = spark.createDataFrame(load, "id string, text string, date string").repartition(partitions)
        found = read(frame, date="date", id="id", with_record=True)
        records = {row["id"]: row["record"] for row in found["records"].collect()}
        assert set(records) == {key for key, report in want.items() if report}
        assert all(plainly(records[key]) == plainly(want[key].to_json()) for key in records)
        statements = sorted(map(tuple, found["statements"].collect()), key=repr)
        assert len(statements) == sum(len(report.statements) for report in want.values() if report)
        assert found["events"].count() == sum(len(report.events) for report in want.values() if report)
        assert [(row["id"], bool(row["code"])) for row in found["diagnostics"].collect()] == [("empty", True)]
        seen.append((sorted(records.items()), statements))
    assert seen[0] == seen[1]


def test_tables_of_the_user_reach_the_workers(spark):
    import pathlib

    from rapporteur.spark import read

    overlay = pathlib.Path(__file__).resolve().parents[3] / "tests/overlay"
    text = "Varosian Foreign Minister Irina Dask said on Monday that talks with the rebels had failed."
    frame = spark.createDataFrame([{"id": str(at), "text": text} for at in range(4)], "id string, text string").repartition(2)
    plain = {row["code"] for row in read(frame, id="id")["actors"].collect()}
    found = {row["code"] for row in read(frame, id="id", lexicon=overlay)["actors"].collect()}
    assert "VARGOV" in found and "VARGOV" not in plain


def test_columns_have_the_types_that_the_schema_names(spark, load):
    from rapporteur.spark import KINDS, read, schema

    found = read(spark.createDataFrame(load, "id string, text string, date string"), date="date", id="id")
    for kind in KINDS:
        assert found[kind].schema == schema(kind), kind
    # A load in which nothing is found has the same columns.
    empty = read(spark.createDataFrame([{"id": "a", "text": "Rain."}], "id string, text string"), id="id")
    assert empty["events"].schema == schema("events") and empty["events"].collect() == []


def test_parquet_lies_by_month_and_the_program_and_duckdb_take_it(spark, load, program, tmp_path):
    import subprocess

    duckdb = pytest.importorskip("duckdb")
    from rapporteur.spark import read, write

    frame = spark.createDataFrame(load, "id string, text string, date string").repartition(3)
    found = read(frame, date="date", id="id", with_record=True)
    write(found, str(tmp_path / "out"))
    months = {path.name for path in (tmp_path / "out/statements").iterdir() if path.is_dir()}
    assert months == {"month=2031-05"}
    statements = found["statements"].count()
    counted = f"SELECT count(*) FROM read_parquet('{tmp_path}/out/statements/*/*.parquet', hive_partitioning = true) WHERE month = '2031-05'"
    assert duckdb.sql(counted).fetchall() == [(statements,)]
    store = tmp_path / "s.db"
    for _ in range(2):  # The same files twice change nothing.
        subprocess.run([program, "ingest", "--quiet", "--store", store, "--records", f"{tmp_path}/out/records/*/*.parquet"], check=True)
    subprocess.run([program, "check", "--quiet", "--store", store], check=True)
    counts = "SELECT (SELECT count(*) FROM reports) AS reports, (SELECT count(*) FROM statements_flat) AS statements"
    asked = [program, "sql", "--store", store, "--format", "json", counts]
    (counted,) = json.loads(subprocess.run(asked, check=True, capture_output=True, text=True).stdout)
    assert counted == {"reports": sum(1 for row in load if row["text"]), "statements": statements}


def test_a_killed_worker_changes_nothing(spark, load, tmp_path):
    from rapporteur.spark import read

    marker = str(tmp_path / "killed")

    def kill_once(batches):
        import os
        import signal

        for batch in batches:
            if not os.path.exists(marker):
                open(marker, "w").close()
                os.kill(os.getpid(), signal.SIGKILL)
            yield batch

    frame = spark.createDataFrame(load, "id string, text string, date string")
    whole = sorted(map(tuple, read(frame, date="date", id="id")["statements"].collect()), key=repr)
    hurt = frame.mapInArrow(kill_once, frame.schema)
    assert sorted(map(tuple, read(hurt, date="date", id="id")["statements"].collect()), key=repr) == whole
    assert (tmp_path / "killed").exists()


def test_stories_are_those_of_the_store(spark, load):
    import pyarrow
    from rapporteur.spark import read, stories

    frame = spark.createDataFrame(load, "id string, text string, date string").repartition(3)
    found = stories(read(frame, date="date", id="id", with_record=True)["records"]).collect()
    on_spark = {}
    for row in found:
        on_spark.setdefault(row["story"], set()).add(row["id"])
    rows = [row for row in load if row["text"]]
    table = pyarrow.table(rapporteur.tables(rapporteur.read_many(rows), ["reports"])["reports"]).to_pylist()
    in_store = {}
    for row, stored in zip(rows, table):
        in_store.setdefault(stored["story"], set()).add(row["id"])
    assert sorted(map(sorted, on_spark.values())) == sorted(map(sorted, in_store.values()))
    assert any(len(ids) > 1 for ids in on_spark.values())
