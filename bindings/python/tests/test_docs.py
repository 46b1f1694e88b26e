"""The examples of the documents run: those of README.md and docs/spark.md, and those of the doc strings."""

import doctest
import importlib
import pathlib
import re
import subprocess

import pytest
import rapporteur

ROOT = pathlib.Path(__file__).resolve().parents[3]
README = ROOT / "bindings/python/README.md"


def blocks(page):
    found = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.S)
    assert found, f"{page} has no example"
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory, examples, program):
    """A folder as the examples suppose it: reports in several forms, and a store of them."""
    place = tmp_path_factory.mktemp("docs")
    (place / "reports").mkdir()
    for name, text in examples.items():
        (place / "reports" / name).write_text(text, encoding="utf-8")
    (place / "reports.jsonl").write_bytes((ROOT / "examples/reports.jsonl").read_bytes())
    (place / "positions.json").write_bytes((ROOT / "docs/positions.json").read_bytes())
    subprocess.run([program, "ingest", "--quiet", "--store", place / "reports.db", place / "reports"], check=True)
    return place


def test_the_examples_of_the_readme_run(capsys, folder, monkeypatch):
    for name in ("pandas", "polars", "pyarrow", "duckdb", "spacy"):
        pytest.importorskip(name, reason=f"skipped: {name} is not installed")
    monkeypatch.chdir(folder)
    names = {}
    for block in blocks(README):
        exec(compile(block, str(README), "exec"), names)
    out = capsys.readouterr().out
    assert "Ann Karim" in out and "Settlement" in out


def test_the_examples_of_the_page_on_spark_run(spark, home_of_spark, examples, monkeypatch, program):
    pandas, _ = pytest.importorskip("pandas"), pytest.importorskip("duckdb")
    monkeypatch.chdir(home_of_spark)
    monkeypatch.setenv("PATH", f"{pathlib.Path(program).parent}:/usr/bin:/bin")
    rows = [{"id": name, "text": text, "date": "2031-05-06"} for name, text in examples.items()]
    (home_of_spark / "incoming").mkdir()
    pandas.DataFrame(rows).to_parquet(home_of_spark / "incoming/reports.parquet")
    names = {"spark": spark}
    page = ROOT / "docs/spark.md"
    for block in blocks(page):
        exec(compile(block, str(page), "exec"), names)
    # Its commands too, on what its examples wrote.
    for line in re.findall(r"^rapporteur .*$", page.read_text(encoding="utf-8"), re.M):
        subprocess.run(["sh", "-c", line], check=True)
    assert (home_of_spark / "news.db").exists()


@pytest.mark.parametrize("name", ["rapporteur", "rapporteur._store", "rapporteur._display"])
def test_the_examples_of_doc_strings_run(name, folder):
    if name == "rapporteur._display":
        pytest.importorskip("spacy", reason="skipped: spacy is not installed")
    module = importlib.import_module(name)
    report = rapporteur.read("Minister Ann Karim said on Monday that talks had failed.", date="2031-05-06")
    names = {"rapporteur": rapporteur, "report": report, "path": str(folder / "reports.db")}
    result = doctest.testmod(module, extraglobs=names, optionflags=doctest.ELLIPSIS)
    assert result.failed == 0 and result.attempted > 0
