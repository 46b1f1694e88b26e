"""Reading from Python gives what the command line gives."""

import datetime
import json
import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

import pytest
import rapporteur

SAID = "Minister Ann Karim said on Monday that talks with Telmark had failed. Rebels shelled the port of Kelm on Sunday."


def rows(examples):
    return [{"id": name, "text": text, "date": "2031-05-06"} for name, text in examples.items()]


def test_the_words_of_a_finding_are_the_words_of_the_text():
    report = rapporteur.read(SAID, date="2031-05-06")
    (statement,) = [one for one in report.statements if one.act == "say"]
    assert [report.actor(one).name for one in statement.speakers] == ["Ann Karim"]
    assert report.words(statement.cue) == "said"
    assert "talks with Telmark had failed" in report.words(statement.content)
    assert report.doc.published == "2031-05-06"
    (shelling,) = [event for event in report.events if event.plover and event.plover.type == "ASSAULT"]
    assert "shelled" in report.words(shelling.evidence)


def test_records_are_the_bytes_of_the_command_line(examples, program, tmp_path):
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows(examples))
    said = subprocess.run([program, "read", "--format", "jsonl", "-"], input=lines.encode(), capture_output=True, check=True).stdout
    got = "".join(report.to_json() + "\n" for report in rapporteur.read_many(rows(examples)))
    assert got.encode() == said


def test_threads_change_no_byte(examples):
    many = rows(examples) * 20
    one, three = ([report.to_json() for report in rapporteur.read_many(many, threads=count)] for count in (1, 3))
    assert one == three


def test_every_field_of_the_record_is_an_attribute(examples):
    for report in rapporteur.read_many(rows(examples)):
        record = report.to_dict()
        for field, value in record.items():
            got = getattr(report, field)
            ours, theirs = (got if isinstance(got, list) else [got]), (value if isinstance(value, list) else [value])
            assert len(ours) == len(theirs)
            for mine, its in zip(ours, theirs):
                if isinstance(its, dict):
                    known = {name.rstrip("_"): value for name, value in vars(mine).items()}
                    # An hour that nobody tells is left out of the record.
                    assert set(its) <= set(known) and all(known[name] is None for name in set(known) - set(its)), field


def test_frames_and_tables_are_read_as_lists_are(examples):
    pandas, polars, arrow = (pytest.importorskip(name) for name in ("pandas", "polars", "pyarrow"))
    want = [report.to_json() for report in rapporteur.read_many(rows(examples))]
    frame = pandas.DataFrame(rows(examples))
    frame["date"] = pandas.to_datetime(frame["date"])
    for given in (frame, polars.DataFrame(rows(examples)), arrow.Table.from_pylist(rows(examples))):
        assert [report.to_json() for report in rapporteur.read_many(given)] == want


def test_a_missing_text_column_is_named():
    pandas = pytest.importorskip("pandas")
    with pytest.raises(KeyError, match="text="):
        list(rapporteur.read_many(pandas.DataFrame({"body": ["a"]})))


def test_a_report_that_cannot_be_read_is_an_error_with_a_code():
    with pytest.raises(rapporteur.Error) as caught:
        rapporteur.read("")
    assert caught.value.code
    assert list(rapporteur.read_many(["", SAID], errors="none"))[0] is None
    first, second = rapporteur.read_many(["", SAID], errors="return")
    assert isinstance(first, rapporteur.Error) and second.statements
    with pytest.raises(rapporteur.Error):
        list(rapporteur.read_many([""]))


def test_other_threads_run_while_one_reads(examples):
    beats = []
    stop = threading.Event()

    def beat():
        while not stop.is_set():
            beats.append(1)
            stop.wait(0.001)

    thread = threading.Thread(target=beat)
    thread.start()
    list(rapporteur.read_many(rows(examples) * 60, threads=1))
    stop.set()
    thread.join()
    assert len(beats) > 10


def test_control_c_ends_at_once(examples):
    """In a process of its own, which gets the signal in the middle of its reading."""
    script = (
        "import sys, rapporteur\n"
        "text = sys.stdin.read()\n"
        "try:\n"
        "    for at, report in enumerate(rapporteur.read_many(text for _ in range(100000))):\n"
        "        if at == 0: print('reading', flush=True)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped', flush=True)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    process.stdin.write(examples["talks.txt"])
    process.stdin.close()
    assert process.stdout.readline() == "reading\n"
    time.sleep(0.3)
    begun = time.monotonic()
    process.send_signal(signal.SIGINT)
    assert process.stdout.readline() == "stopped\n"
    # At once: not only when the chunk that is being read is done.
    assert time.monotonic() - begun < 2
    process.wait(60)
    assert process.returncode == 0


def test_what_comes_is_read_before_the_input_ends():
    """A stream that goes on: a chunk is given before the one after the next is asked for."""
    asked = []

    def endless():
        while True:
            asked.append(1)
            yield SAID

    reports = rapporteur.read_many(endless(), threads=1)
    assert next(reports).statements and len(asked) < 1000
    reports.close()


def test_tables_of_the_user_are_laid_over_ours():
    overlay = pathlib.Path(__file__).resolve().parents[3] / "tests/overlay"
    text = "Varosian Foreign Minister Irina Dask said on Monday that talks with the rebels had failed."
    codes = lambda report: [actor.code for actor in report.actors if actor.code]  # noqa: E731
    assert "VARGOV" not in codes(rapporteur.read(text))
    assert "VARGOV" in codes(rapporteur.read(text, lexicon=overlay))
    assert "VARGOV" in codes(next(rapporteur.read_many([text], lexicon=str(overlay))))
    with pytest.raises(FileNotFoundError):
        rapporteur.read(text, lexicon=os.path.dirname(__file__))
    with pytest.raises(rapporteur.Error, match="roles.tsv"):
        rapporteur.read(text, lexicon=[("actors/roles.tsv", "roles.tsv", "nonsense\n")])


def test_a_date_may_be_a_date_and_have_a_time():
    assert rapporteur.read(SAID, date=datetime.date(2031, 5, 6)).doc.published == "2031-05-06"
    assert rapporteur.read(SAID, date=datetime.datetime(2031, 5, 6)).doc.published == "2031-05-06"
    noon = datetime.datetime(2031, 5, 6, 12, 30, tzinfo=datetime.timezone.utc)
    assert rapporteur.read(SAID, date=noon).doc.published == "2031-05-06T12:30:00+00:00"


def test_whatever_gives_arrow_tables_is_read(examples):
    duckdb, arrow = pytest.importorskip("duckdb"), pytest.importorskip("pyarrow")
    table = arrow.Table.from_pylist(rows(examples))
    want = [report.to_json() for report in rapporteur.read_many(table)]
    assert want == [report.to_json() for report in rapporteur.read_many(rows(examples))]
    relation = duckdb.from_arrow(table)
    assert [report.to_json() for report in rapporteur.read_many(relation)] == want
    found = rapporteur.tables(rapporteur.read_many(rows(examples)), ["reports"])["reports"]
    assert len(list(rapporteur.read_many(found, text="title", errors="none"))) == len(found)


def test_what_is_given_wrongly_is_told_at_once_with_what_would_be_right():
    for one in (SAID, {"text": SAID}):
        with pytest.raises(TypeError, match="read takes one"):
            rapporteur.read_many(one)
    with pytest.raises(TypeError, match="decode"):
        rapporteur.read(SAID.encode())
    with pytest.raises(ValueError, match="1 or more"):
        rapporteur.read_many([SAID], threads=-1)
    with pytest.raises(KeyError, match="text=.*body"):
        list(rapporteur.read_many([{"body": SAID}]))
    with pytest.raises(KeyError, match="date="):
        list(rapporteur.read_many(pytest.importorskip("pandas").DataFrame([{"text": SAID}]), date="day"))
    report = rapporteur.read(SAID)
    with pytest.raises(ValueError, match="statements, events"):
        rapporteur.tables([report], ["statement"])
    with pytest.raises(KeyError, match="a9"):
        report.actor("a9")


def test_a_notebook_shows_the_text_escaped():
    report = rapporteur.read('Ann Karim said: "<script>alert(1)</script> is over."', date="2031-05-06")
    shown = report._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "title=" in shown


def test_displacy_gets_tokens_that_the_spans_lie_in():
    given = rapporteur.displacy(rapporteur.read(SAID, date="2031-05-06"))
    assert given["spans"]
    assert all(0 <= span["start_token"] < span["end_token"] <= len(given["tokens"]) for span in given["spans"])
