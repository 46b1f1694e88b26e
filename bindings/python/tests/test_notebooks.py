"""The notebooks run from their first cell to the last, and show something."""

import os
import pathlib

import pytest

nbformat, nbclient = (pytest.importorskip(name, reason=f"skipped: {name} is not installed") for name in ("nbformat", "nbclient"))
pytest.importorskip("ipykernel", reason="skipped: ipykernel is not installed")

ROOT = pathlib.Path(__file__).resolve().parents[3]


def shown(name, program):
    """What the cells of a notebook put out, as text and as HTML."""
    os.environ["RAPPORTEUR"] = program
    book = nbformat.read(ROOT / "bindings/notebooks" / name, as_version=4)
    nbformat.validate(book)
    nbclient.NotebookClient(book, timeout=600, resources={"metadata": {"path": str(ROOT)}}).execute()
    outputs = [output for cell in book.cells if cell.cell_type == "code" for output in cell.outputs]
    text = "".join(output.get("text", "") + output.get("data", {}).get("text/plain", "") for output in outputs)
    return text, "".join(output.get("data", {}).get("text/html", "") for output in outputs)


def test_the_notebook_of_python(program):
    pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    text, html = shown("python.ipynb", program)
    assert "Ilan Moreau" in text and "within s" in text
    assert "border-bottom" in html and "srcdoc" in html and "<table" in html


def test_the_notebook_of_sql_in_duckdb(program):
    pytest.importorskip("duckdb")
    pytest.importorskip("pandas")
    text, html = shown("duckdb.ipynb", program)
    assert html.count("<table") == 4
    assert "Ilan Moreau" in html and "2032-03" in html
