"""What the tests share: the example reports of the repository, and the program to compare with, if it is built."""

import os
import pathlib
import shutil
import sys

import pytest

# Spark starts its workers with the python3 of the path unless it is told which.
os.environ["PYSPARK_PYTHON"] = sys.executable

ROOT = pathlib.Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def examples():
    """The example reports of the repository that are UTF-8, by name: the program reads other encodings, Python gives strings."""
    found = {}
    for path in sorted((ROOT / "examples").glob("*.txt")):
        try:
            found[path.name] = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
    return found


@pytest.fixture(scope="session")
def program():
    """The command line, whose bytes are those to match."""
    for place in (os.environ.get("RAPPORTEUR"), ROOT / "target/release/rapporteur", ROOT / "target/debug/rapporteur", shutil.which("rapporteur")):
        if place and pathlib.Path(place).exists():
            return str(place)
    pytest.skip("skipped: the program is not built; `cargo build --release` makes it, or name it in RAPPORTEUR")


@pytest.fixture(scope="session")
def home_of_spark(tmp_path_factory):
    """Where Spark is started: its relative paths are below it, wherever Python is by then."""
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="session")
def spark(home_of_spark):
    """One Spark for all tests, as small as it goes: starting it takes longer than most of them."""
    pytest.importorskip("pyspark", reason="skipped: pyspark is not installed")
    from pyspark.sql import SparkSession

    # A task may fail three times: one test kills a worker.
    session = SparkSession.builder.master("local[2,4]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    before = os.getcwd()
    os.chdir(home_of_spark)
    session = session.config("spark.driver.memory", "2g").getOrCreate()
    os.chdir(before)
    yield session
    session.stop()
