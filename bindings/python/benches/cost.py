"""What reading costs from Python and on Spark, beside the plain command, on the same texts in the same run.

    cargo run --release -p rapporteur-tests --example load -- --count 20000 --out /tmp/load.jsonl
    python bindings/python/benches/cost.py read_many --load /tmp/load.jsonl --reports 2000
    python bindings/python/benches/cost.py spark --load /tmp/load.jsonl --reports 20000 --out /tmp/spark
    python bindings/python/benches/cost.py stories --out /tmp/spark
    python bindings/python/benches/cost.py copies --load /tmp/load.jsonl --reports 20000

`read_many` runs the command and `read_many` in turn and compares their bytes. `spark` runs the command and then Spark (`local[threads]`) once,
which writes all findings and the records as Parquet, and compares the records. `stories` joins copies on Spark and in a store that
`rapporteur ingest --records` makes of the same Parquet, and compares the stories. `copies` does the same with texts that nobody has read: which
reports are copies hangs on the texts alone, and reading 20,000 of them takes ten times as long as joining them. Seconds are wall clock and CPU of the process with all its
children (JVM and workers too, Linux only); on a busy machine CPU is what tells.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve()
ROOT = HERE.parents[3]
FIELDS = ["--text-field", "text", "--date-field", "date", "--id-field", "id", "--title-field", "title", "--publisher-field", "publisher"]


def timed(command: list[str], **more: object) -> tuple[float, float]:
    """Wall clock and CPU seconds of a command and of all that it starts.

    Spark's daemon drops its workers without asking what they took, so that no parent is told: the session's processes are looked at four times a
    second, and the last that was seen of each counts. Where nobody is lost, what the system tells of the children is more exact.
    """
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    seen: dict[tuple[str, str], int] = {}
    with subprocess.Popen(command, start_new_session=True, **more) as process:
        while process.poll() is None:
            _look(process.pid, seen)
            time.sleep(0.25)
    wall = time.monotonic() - begun
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    told = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, max(told, sum(seen.values()) / os.sysconf("SC_CLK_TCK"))


def _look(session: int, seen: dict[tuple[str, str], int]) -> None:
    """Ticks of CPU of each process of a session, by its number and start."""
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = stat.parent.name, stat.read_text().rpartition(")")[2].split()
        except OSError:  # It ended meanwhile.
            continue
        if rest[3] == str(session):
            seen[number, rest[19]] = int(rest[11]) + int(rest[12])


def cut(given: argparse.Namespace) -> pathlib.Path:
    """The first reports of the load, in a file of their own."""
    part = pathlib.Path(given.work) / f"load-{given.reports}.jsonl"
    with open(given.load, encoding="utf-8") as load, open(part, "w", encoding="utf-8") as out:
        for at, line in enumerate(load):
            if at == given.reports:
                break
            out.write(line)
    return part


def command_line(given: argparse.Namespace, part: pathlib.Path, out: pathlib.Path) -> tuple[float, float]:
    read = [given.program, "read", "--quiet", "--format", "jsonl", "--threads", str(given.threads), "--output", str(out), *FIELDS, str(part)]
    return timed(read)


def said(name: str, wall: float, cpu: float, reports: int) -> None:
    print(f"{name:24} {wall:8.1f} s wall  {cpu:8.1f} s CPU  {1000 * cpu / reports:7.2f} ms CPU a report  {reports / wall:7.1f} a second", flush=True)


def read_many(given: argparse.Namespace) -> None:
    part = cut(given)
    plain, ours = pathlib.Path(given.work) / "command.jsonl", pathlib.Path(given.work) / "read_many.jsonl"
    python = [sys.executable, str(HERE), "_read_many", "--load", str(part), "--threads", str(given.threads), "--out", str(ours)]
    rounds: dict[str, list[tuple[float, float]]] = {"command": [], "read_many": []}
    for _ in range(given.rounds):
        rounds["command"].append(command_line(given, part, plain))
        rounds["read_many"].append(timed(python))
    best = {}
    for name, found in rounds.items():
        best[name] = min(wall for wall, _ in found), min(cpu for _, cpu in found)
        said(name, *best[name], given.reports)
    print(f"read_many / command: wall {best['read_many'][0] / best['command'][0]:.3f}, CPU {best['read_many'][1] / best['command'][1]:.3f}")
    same = plain.read_bytes() == ours.read_bytes()
    print("the bytes are the same" if same else "THE BYTES DIFFER")
    sys.exit(0 if same else 1)


def _read_many(given: argparse.Namespace) -> None:
    import rapporteur

    with open(given.load, encoding="utf-8") as load, open(given.out, "w", encoding="utf-8") as out:
        for report in rapporteur.read_many(map(json.loads, load), threads=given.threads, name=given.load):
            out.write(report.to_json() + "\n")


def spark(given: argparse.Namespace) -> None:
    part, plain = cut(given), pathlib.Path(given.work) / "command.jsonl"
    wall, cpu = command_line(given, part, plain)
    said("command", wall, cpu, given.reports)
    shutil.rmtree(given.out, ignore_errors=True)
    run = [sys.executable, str(HERE), "_spark", "--load", str(part), "--threads", str(given.threads), "--out", given.out]
    spark_wall, spark_cpu = timed(run, stderr=None if given.verbose else subprocess.DEVNULL)
    said("Spark, all as Parquet", spark_wall, spark_cpu, given.reports)
    print(f"Spark / command: wall {spark_wall / wall:.2f}, CPU {spark_cpu / cpu:.2f}")
    size = sum(file.stat().st_size for file in pathlib.Path(given.out).rglob("*.parquet"))
    records = sum(file.stat().st_size for file in pathlib.Path(given.out, "records").rglob("*.parquet"))
    print(f"Parquet: {size / given.reports / 1000:.1f} kB a report, {records / given.reports / 1000:.1f} of them records")
    import pyarrow.dataset

    table = pyarrow.dataset.dataset(f"{given.out}/records", partitioning=None).to_table(columns=["id", "record"])
    got = dict(zip(table["id"].to_pylist(), table["record"].to_pylist()))
    with open(plain, encoding="utf-8") as lines:
        for line in lines:
            want = json.loads(line)
            found = json.loads(got.pop(want["doc"]["key"]))
            want["doc"]["uri"] = found["doc"]["uri"] = ""
            assert found == want, want["doc"]["key"]
    assert not got
    print("the records are the same")


def _session(threads: int) -> object:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable  # else the workers are those of the path
    session = SparkSession.builder.master(f"local[{threads}]").config("spark.ui.enabled", "false").config("spark.driver.memory", "3g")
    return session.config("spark.sql.shuffle.partitions", str(4 * threads)).getOrCreate()


def _spark(given: argparse.Namespace) -> None:
    import rapporteur.spark

    session = _session(given.threads)
    frame = session.read.schema("id string, title string, date string, publisher string, text string").json(given.load).repartition(8 * given.threads)
    found = rapporteur.spark.read(frame, date="date", id="id", title="title", publisher="publisher", with_record=True)
    rapporteur.spark.write(found, given.out)
    session.stop()


def copies(given: argparse.Namespace) -> None:
    """Records without findings in the place of those of Spark."""
    import hashlib

    import pyarrow
    import pyarrow.parquet

    import rapporteur

    shutil.rmtree(given.out, ignore_errors=True)
    folder = pathlib.Path(given.out, "records", "month=unknown")
    folder.mkdir(parents=True)
    empty = rapporteur.read("Rain.").to_dict()
    for field in ("sentences", "actors", "statements", "events", "positions", "timexes", "places", "quantities", "diagnostics"):
        empty[field] = []
    rows = []
    with open(cut(given), encoding="utf-8") as load:
        for row in map(json.loads, load):
            doc = {"id": hashlib.blake2b(row["text"].encode(), digest_size=16).hexdigest(), "key": row["id"], "uri": f"spark://{row['id']}", "title": row.get("title")}
            doc |= {"published": row.get("date"), "published_basis": "given" if row.get("date") else "unknown"}
            doc |= {"body": [{"start": 0, "end": len(row["text"])}]}
            record = empty | {"text": row["text"], "doc": empty["doc"] | doc}
            rows.append({"id": row["id"], "published": row.get("date"), "record": json.dumps(record, ensure_ascii=False)})
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), folder / "records.parquet")
    stories(given)


def stories(given: argparse.Namespace) -> None:
    out = pathlib.Path(given.work) / "stories.json"
    run = [sys.executable, str(HERE), "_stories", "--load", given.out, "--threads", str(given.threads), "--out", str(out)]
    wall, cpu = timed(run, stderr=None if given.verbose else subprocess.DEVNULL)
    on_spark: dict[str, list[str]] = {}
    for key, story in json.loads(out.read_text(encoding="utf-8")):
        on_spark.setdefault(story, []).append(key)
    reports = sum(map(len, on_spark.values()))
    said("stories on Spark", wall, cpu, reports)
    store = pathlib.Path(given.work) / "stories.db"
    for end in ("", "-wal", "-shm"):
        pathlib.Path(f"{store}{end}").unlink(missing_ok=True)
    wall, cpu = timed([given.program, "ingest", "--quiet", "--store", str(store), "--records", f"{given.out}/records/*/*.parquet"])
    said("ingest --records", wall, cpu, reports)
    question = "SELECT story, address FROM reports WHERE current = 1"
    asked = [given.program, "sql", "--store", str(store), "--format", "jsonl", "--timeout", "600", question]
    in_store: dict[int, list[str]] = {}
    for line in subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines():
        row = json.loads(line)
        in_store.setdefault(row["story"], []).append(row["address"].removeprefix("spark://"))
    same = sorted(map(sorted, on_spark.values())) == sorted(map(sorted, in_store.values()))
    several = sum(len(ids) > 1 for ids in in_store.values())
    print(f"{reports} reports, {len(in_store)} stories in the store ({several} of several reports, {store.stat().st_size / reports / 1000:.1f} kB a report)")
    print(f"{len(on_spark)} stories on Spark: {'the same' if same else 'NOT THE SAME'}")
    sys.exit(0 if same else 1)


def _stories(given: argparse.Namespace) -> None:
    import rapporteur.spark

    session = _session(given.threads)
    records = session.read.parquet(f"{given.load}/records")
    found = [[row["id"], row["story"]] for row in rapporteur.spark.stories(records).collect()]
    pathlib.Path(given.out).write_text(json.dumps(sorted(found)), encoding="utf-8")
    session.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = {step.__name__: step for step in (read_many, _read_many, spark, _spark, stories, _stories, copies)}
    parser.add_argument("step", choices=list(steps), metavar="read_many | spark | stories | copies")
    parser.add_argument("--load", help="JSON lines with id, title, date, publisher, text")
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--out", default="/tmp/rapporteur-spark")
    parser.add_argument("--work", default="/tmp")
    parser.add_argument("--program", default=os.environ.get("RAPPORTEUR", str(ROOT / "target/release/rapporteur")))
    parser.add_argument("--verbose", action="store_true")
    given = parser.parse_args()
    steps[given.step](given)


if __name__ == "__main__":
    main()
