"""On Spark the same is found as in one process, however the reports are spread."""

import hashlib
import json
import random

import pytest
import rapporteur

pytest.importorskip("pyspark", reason="skipped: pyspark is not installed")
pytest.importorskip("pyarrow")


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


def test_names_do_not_hang_on_what_was_read_together(spark):
    """A store would join the two: one is called more fully by the other's report."""
    from rapporteur.spark import read

    texts = [
        "Varosian Foreign Minister Irina Dask said on Monday that talks with the rebels had failed.",
        "Varosian Foreign Minister I. Dask rejected the plan on Tuesday. Dask said that the border would stay closed.",
    ]
    rows = [{"id": str(at), "text": text} for at, text in enumerate(texts)]
    seen = []
    for together in (1, 2):
        frame = spark.createDataFrame(rows, "id string, text string").repartitionByRange(together, "id")
        found = read(frame)
        seen.append([sorted(map(tuple, found[kind].collect()), key=repr) for kind in ("statements", "positions", "actors")])
    assert seen[0] == seen[1]
    named = {name for report in rapporteur.read_many(rows) for name in (actor.name for actor in report.actors)}
    assert {row[3] for row in seen[0][2]} == named and len({name for name in named if "Dask" in name}) > 1


def test_columns_are_those_of_the_views_but_for_those_of_a_store(spark):
    from rapporteur.spark import schema

    of_a_store = {"id", "story", "report", "same", "address", "local", "verdict"}
    for kind, found in rapporteur.tables([rapporteur.read("Ann Karim said no.")], ["statements", "events", "positions"]).items():
        columns = schema(kind).names
        assert set(found.columns) - of_a_store <= set(columns), kind
        assert columns[:2] == ["id", kind[:-1]]
    with pytest.raises(ValueError, match="statements, events"):
        schema("statement")


def test_a_column_that_is_not_there_is_named(spark):
    from rapporteur.spark import read

    frame = spark.createDataFrame([("Ann Karim said no.", "2031-05-06")], "body string, day string")
    with pytest.raises(KeyError, match="text=.*body, day"):
        read(frame)
    with pytest.raises(KeyError, match="date="):
        read(frame, text="body", date="dya")
    found = read(frame, text="body", date="day", with_record=True)
    (row,) = found["records"].collect()
    # Without ids a report has that of its record.
    assert row["id"] == json.loads(row["record"])["doc"]["id"] and row["published"] == "2031-05-06"
    found = read(frame.selectExpr("body", "CAST(day AS timestamp) AS day"), text="body", date="day")
    assert found["actors"].first()["published"] == "2031-05-06"


def test_frames_are_read_beside_spark(load):
    """A module of the package once hid a function of that name as soon as Spark's half was imported."""
    import rapporteur.spark  # noqa: F401

    pandas, arrow = pytest.importorskip("pandas"), pytest.importorskip("pyarrow")
    for given in (pandas.DataFrame(load[:2]), arrow.Table.from_pylist(load[:2])):
        assert len(list(rapporteur.read_many(given))) == 2


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


def made_up(count):
    """Texts of words that nobody wrote, with copies of copies, closing lines that hundreds share, and short ones."""
    chance = random.Random(11)
    words = [f"w{at}" for at in range(900)]
    closing = [" ".join(chance.choices(words, k=60)) for _ in range(3)]
    texts = []
    for at in range(count):
        if at % 3 == 1:
            # A desk cuts the end, adds a paragraph, changes a word in twenty.
            copied = texts[-chance.randint(1, min(at, 40))].split()
            kept = copied[: chance.randint(len(copied) // 3 + 1, len(copied))]
            text = " ".join(word if chance.random() > 0.05 else chance.choice(words) for word in kept) + " " + " ".join(chance.choices(words, k=20))
        elif at % 17 == 0:
            text = " ".join(words[at % 5 : at % 5 + 4])
        else:
            text = " ".join(chance.choices(words, k=chance.randint(40, 200)))
        texts.append(f"{text} {chance.choice(closing)}" if at % 4 == 0 else text)
    return texts


def test_stories_of_hundreds_of_copies_are_those_of_the_store(spark, program, tmp_path):
    """Records that nobody read: which reports are copies hangs on their texts alone."""
    import subprocess

    pandas = pytest.importorskip("pandas")
    from rapporteur.spark import stories

    plain = rapporteur.read("Rain.").to_dict()
    rows = []
    for at, text in enumerate(made_up(600)):
        doc = plain["doc"] | {"id": hashlib.blake2b(text.encode(), digest_size=16).hexdigest(), "key": f"r{at:03}", "uri": f"spark://r{at:03}", "body": [{"start": 0, "end": len(text)}]}
        record = plain | {"text": text, "sentences": [], "doc": doc}
        rows.append({"id": f"r{at:03}", "published": None, "record": json.dumps(record)})
    pandas.DataFrame(rows).to_parquet(tmp_path / "records.parquet")
    frame = spark.read.parquet(str(tmp_path / "records.parquet")).repartition(3)
    before = spark.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch")
    on_spark = {}
    for row in stories(frame).collect():
        on_spark.setdefault(row["story"], []).append(row["id"])
    assert spark.conf.get("spark.sql.execution.arrow.maxRecordsPerBatch") == before
    assert all(story == min(ids) for story, ids in on_spark.items())
    store = tmp_path / "s.db"
    subprocess.run([program, "ingest", "--quiet", "--store", store, "--records", tmp_path / "records.parquet"], check=True)
    asked = [program, "sql", "--store", store, "--format", "jsonl", "SELECT story, address FROM reports"]
    in_store = {}
    for line in subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines():
        row = json.loads(line)
        in_store.setdefault(row["story"], []).append(row["address"].removeprefix("spark://"))
    assert sorted(map(sorted, on_spark.values())) == sorted(map(sorted, in_store.values()))
    # Both are there: stories of many copies, and reports that stand alone.
    assert max(map(len, on_spark.values())) > 4 and sum(len(ids) == 1 for ids in on_spark.values()) > 100


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
