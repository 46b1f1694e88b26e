"""The examples of README.md run."""

import pathlib
import re

README = pathlib.Path(__file__).resolve().parents[1] / "README.md"


def test_the_examples_of_the_readme_run(capsys):
    for block in re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.S):
        exec(compile(block, str(README), "exec"), {})
    assert "Ann Karim" in capsys.readouterr().out
