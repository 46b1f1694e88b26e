"""The stubs say what is there, and a program that is wrong about it is found."""

import pathlib
import subprocess
import sys

import pytest

pytest.importorskip("mypy", reason="skipped: mypy is not installed")

GOOD = """
import rapporteur
from typing import Any, Dict, Iterator, List, Optional

report = rapporteur.read("Ann Karim said no.", date="2031-05-06")
acts: List[str] = [statement.act for statement in report.statements]
published: Optional[str] = report.doc.published
rows: int = len(rapporteur.Store("s.db").statements(by="Karim", since="2031", limit=5))
blocked: List[Dict[str, Any]] = rapporteur.Store("s.db").settle(issue="talks").deadlocks
many: Iterator[rapporteur.Report] = rapporteur.read_many(["Ann Karim said no."], threads=2)
some: Iterator[Optional[rapporteur.Report]] = rapporteur.read_many([{"body": "no"}], text="body", errors="none")
codes: List[Optional[str]] = [one.code for one in rapporteur.read_many([""], errors="return") if isinstance(one, rapporteur.Error)]
said: Optional[Dict[str, Any]] = rapporteur.settle([report], rule="unsc").verdict
lasting: Dict[str, Any] = rapporteur.settle(model={"options": []})
"""
WRONG = {
    "report.statments": "attr-defined",
    "report.statements[0].speaker": "attr-defined",
    "rapporteur.Store('s.db').statements(bye='Karim')": "call-arg",
    "report.doc.published.year": "attr-defined",
    "next(rapporteur.read_many([''], errors='none')).text": "union-attr",
    "rapporteur.read_many([''], errors='ignore')": "call-overload",
    "rapporteur.Store('s.db').settle(isue='talks')": "call-arg",
}


def mypy(tmp_path, source):
    file = tmp_path / "program.py"
    file.write_text(source, encoding="utf-8")
    found = subprocess.run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", tmp_path / "cache", file], capture_output=True, text=True)
    return found.stdout


def test_what_is_right_passes_and_what_is_wrong_is_found(tmp_path):
    assert "Success" in mypy(tmp_path, GOOD), mypy(tmp_path, GOOD)
    found = mypy(tmp_path, GOOD + "\n".join(WRONG) + "\n")
    for (line, code), at in zip(WRONG.items(), range(GOOD.count("\n") + 1, 100)):
        told = [message for message in found.splitlines() if f"program.py:{at}:" in message]
        assert any(code in message or "union-attr" in message for message in told), (line, found)


def test_the_stub_of_the_compiled_half_is_what_is_compiled(tmp_path):
    import rapporteur

    stubs = pathlib.Path(rapporteur.__file__).parent
    assert (stubs / "py.typed").exists() and (stubs / "_rapporteur.pyi").exists()
    # The classes have no `__init__`, and tables are made by the package alone: what a stub cannot say is not compared.
    found = subprocess.run(
        [sys.executable, "-m", "mypy.stubtest", "--ignore-missing-stub", "--concise", "rapporteur._rapporteur"], capture_output=True, text=True, cwd=tmp_path
    )
    assert found.returncode == 0, found.stdout + found.stderr
