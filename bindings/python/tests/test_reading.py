"""Reading from Python gives what the command line gives."""

import json
import subprocess
import threading

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
                    assert {name.rstrip("_") for name in vars(mine)} == set(its), field


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


def test_a_notebook_shows_the_text_escaped():
    report = rapporteur.read('Ann Karim said: "<script>alert(1)</script> is over."', date="2031-05-06")
    shown = report._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown
    assert "title=" in shown


def test_displacy_gets_tokens_that_the_spans_lie_in():
    given = rapporteur.displacy(rapporteur.read(SAID, date="2031-05-06"))
    assert given["spans"]
    assert all(0 <= span["start_token"] < span["end_token"] <= len(given["tokens"]) for span in given["spans"])
