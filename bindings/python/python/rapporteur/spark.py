"""The same engine on Apache Spark: a DataFrame of reports in, DataFrames of findings out.

>>> found = rapporteur.spark.read(df, text="text", date="date", id="id")
>>> found["statements"].groupBy("speaker").count().show()

Each Python worker loads the models once (some 140 MB); a report is read on one thread and by itself, so neither partitions nor lost
workers change a byte. Copies across reports are joined by `stories`.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional

from . import _rapporteur, read_many
from ._columns import COLUMNS, KINDS, question

__all__ = ["read", "schema", "stories"]

# Reports that the engine reads, or that stand in one store in memory, at a time: enough for full batches, few enough to bound memory.
_ROWS = 64
_READ = "id string, record string, code string, error string"


def schema(kind: str) -> Any:
    """The Spark schema of a kind of finding: `id` of the report, then the columns of the store's view."""
    from pyspark.sql import types as spark

    types = {"text": spark.StringType(), "integer": spark.LongType(), "real": spark.DoubleType()}
    return spark.StructType([spark.StructField(name, types[of], True) for name, of in COLUMNS[kind]])


def read(
    df: Any,
    text: str = "text",
    date: Optional[str] = None,
    id: Optional[str] = None,
    title: Optional[str] = None,
    url: Optional[str] = None,
    publisher: Optional[str] = None,
    with_record: bool = False,
) -> Dict[str, Any]:
    """Reads each row of `df` and gives one DataFrame a kind: statements, events, positions, actors, timexes, places, quantities,
    and `diagnostics`, in which a report that could not be read has a row. With `with_record` there is `records` too: the
    report's id and its record as JSON, the bytes of `rapporteur read --format jsonl` but for `doc.uri`.

    The reports are read once; what was read is kept (`persist`, on disk where memory is short) and taken apart for each kind.
    Give `id`: without it the rows of different reports cannot be told apart.
    """
    from pyspark import StorageLevel

    names = {"text": text, "date": date, "id": id, "title": title, "url": url, "publisher": publisher}
    reports = df.selectExpr(*[f"CAST(`{column}` AS string) AS `{key}`" for key, column in names.items() if column])
    done = reports.mapInArrow(_read, _READ).persist(StorageLevel.MEMORY_AND_DISK)
    found: Dict[str, Any] = {kind: done.mapInArrow(_taker(kind), schema(kind)) for kind in KINDS}
    found["diagnostics"] = done.where("error IS NOT NULL").select("id", "code", "error")
    if with_record:
        found["records"] = done.where("record IS NOT NULL").select("id", "record")
    return found


def _rows(batches: Iterable[Any]) -> Iterator[List[Dict[str, Any]]]:
    """The rows of Arrow batches, a few at a time."""
    for batch in batches:
        for first in range(0, batch.num_rows, _ROWS):
            yield batch.slice(first, _ROWS).to_pylist()


def _batch(columns: Dict[str, Any], types: Dict[str, str]) -> Any:
    import pyarrow as arrow

    kinds = {"text": arrow.string(), "integer": arrow.int64(), "real": arrow.float64(), "marks": arrow.list_(arrow.int64())}
    fields = arrow.schema([(name, kinds[of]) for name, of in types.items()])
    return arrow.RecordBatch.from_pydict(columns, schema=fields)


def _read(batches: Iterable[Any]) -> Iterator[Any]:
    """Reads the reports of one partition."""
    names = ("id", "record", "code", "error")
    for rows in _rows(batches):
        out: Dict[str, List[Any]] = {name: [] for name in names}
        for row, found in zip(rows, read_many(rows, threads=1, errors="return", name="spark")):
            failed = isinstance(found, Exception)
            out["id"].append(row.get("id"))
            out["record"].append(None if failed else _placeless(found, row.get("id")))
            out["code"].append(getattr(found, "code", None) if failed else None)
            out["error"].append(str(found) if failed else None)
        yield _batch(out, dict.fromkeys(names, "text"))


def _placeless(report: Any, key: Optional[str]) -> str:
    """The record with an address that does not hang on the row's place in a partition."""
    return report._record.json_at(f"spark#{key}" if key is not None else "spark")


def _taker(kind: str) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What takes a kind of finding out of the records of one partition."""
    types = dict(COLUMNS[kind])
    sql = question(kind)

    def take(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as arrow

        for rows in _rows(batches):
            rows = [row for row in rows if row["record"] is not None]
            # Each at an address of its own: two rows with one text are two reports.
            store = _rapporteur.Store.apart([_rapporteur.Record.from_json(row["record"]) for row in rows])
            table = arrow.table(store.sql(sql, 3600.0))
            columns = table.to_pydict()
            columns["id"] = [rows[number - 1]["id"] for number in columns.pop("number")]
            yield _batch({name: columns[name] for name in types}, types)

    return take


def stories(records: Any) -> Any:
    """Which reports are copies of one story: `id` and `story`, the least id of the copies.

    `records` is what `read(…, with_record=True)["records"]` gives; ids must be distinct. Candidates share enough of their samples
    of five-word runs, which is one join; of each pair the engine decides by the texts, as a store does; pairs are then joined to
    stories by passing the least id along until nothing changes.
    """
    from pyspark.sql import functions as F

    marked = records.mapInArrow(_mark, "id string, doc string, count long, marks array<long>").persist()
    run = marked.select("id", "count", F.explode("marks").alias("mark"))
    one, two = run.alias("one"), run.alias("two")
    share = _rapporteur.SAMPLE_SHARE
    pairs = (
        one.join(two, (F.col("one.mark") == F.col("two.mark")) & (F.col("one.id") < F.col("two.id")))
        .groupBy(F.col("one.id").alias("a"), F.col("two.id").alias("b"), F.least("one.count", "two.count").alias("least"))
        .count()
        .where(F.col("count") >= share * F.col("least"))
        .select("a", "b")
    )
    texts = (
        pairs.join(records.select(F.col("id").alias("a"), F.col("record").alias("one")), "a")
        .join(records.select(F.col("id").alias("b"), F.col("record").alias("two")), "b")
        .select("a", "b", "one", "two")
    )
    alike = texts.mapInArrow(_decide, "a string, b string")
    same = marked.groupBy("doc").agg(F.min("id").alias("a"), F.collect_list("id").alias("ids")).select("a", F.explode("ids").alias("b"))
    alike = alike.union(same.where("a <> b")).distinct()
    edges = alike.union(alike.select(F.col("b").alias("a"), F.col("a").alias("b"))).persist()
    found = marked.select("id", F.col("id").alias("story")).localCheckpoint()
    while True:
        least = edges.join(found, edges.b == found.id).groupBy("a").agg(F.min("story").alias("near"))
        after = (
            found.join(least, found.id == least.a, "left")
            .select("id", F.least("story", F.coalesce("near", "story")).alias("story"), F.col("story").alias("before"))
            .localCheckpoint()
        )
        changed = after.where("story <> before").limit(1).count()
        found = after.select("id", "story")
        if not changed:
            return found


def _mark(batches: Iterable[Any]) -> Iterator[Any]:
    """The sample of each report."""
    for rows in _rows(batches):
        records = [_rapporteur.Record.from_json(row["record"]) for row in rows]
        marks = [record.marks() for record in records]
        docs = [record.field("doc")["id"] for record in records]
        columns = {"id": [row["id"] for row in rows], "doc": docs, "count": [len(one) for one in marks], "marks": marks}
        yield _batch(columns, {"id": "text", "doc": "text", "count": "integer", "marks": "marks"})


def _decide(batches: Iterable[Any]) -> Iterator[Any]:
    """The candidates that are copies."""
    for rows in _rows(batches):
        alike = [row for row in rows if _record(row["one"]).same_story(_record(row["two"]))]
        yield _batch({name: [row[name] for row in alike] for name in ("a", "b")}, {"a": "text", "b": "text"})


def _record(json: str) -> Any:
    return _rapporteur.Record.from_json(json)
