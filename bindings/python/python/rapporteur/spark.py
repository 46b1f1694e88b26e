"""The same engine on Apache Spark: a DataFrame of reports in, DataFrames of findings out.

>>> found = rapporteur.spark.read(df, text="text", date="date", id="id")
>>> found["statements"].groupBy("speaker").count().show()

Each Python worker loads the models once (some 140 MB); a report is read on one thread and by itself, so neither partitions nor lost
workers change a byte. Copies across reports are joined by `stories`.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional

from . import Lexicon, _rapporteur, read_many
from ._columns import COLUMNS, KINDS, question
from ._lexicon import overlays

__all__ = ["read", "schema", "stories", "write"]

# Reports that the engine reads, or that stand in one store in memory, at a time: enough for full batches, few enough to bound memory.
_ROWS = 64
# Reports with one run that are looked at as candidates for all others, and texts whose runs are kept while pairs are decided.
_HOLDERS = 48
_TAKEN_APART = 512
_SQL = {"text": "string", "integer": "bigint", "real": "double"}
# What reading gives a report: its record, or why it could not be read, and its findings as a list of rows a kind.
_READ = "id string, published string, record string, code string, error string, " + ", ".join(
    f"`{kind}` array<struct<{', '.join(f'`{name}`: {_SQL[of]}' for name, of in COLUMNS[kind][1:])}>>" for kind in KINDS
)


def schema(kind: str) -> Any:
    """The Spark schema of a kind of finding: `id` of the report, then columns named as in the store's view."""
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
    lexicon: Lexicon = None,
) -> Dict[str, Any]:
    """Reads each row of `df` and gives one DataFrame a kind: statements, events, positions, actors, timexes, places, quantities,
    and `diagnostics`, in which a report that could not be read has a row. With `with_record` there is `records` too: the
    report's id, its date of publication and its record as JSON, the bytes of `rapporteur read --format jsonl` but for `doc.uri`.
    `lexicon` is a folder on the driver with tables of your own (lexicon/README.md), which are broadcast to the workers.

    The reports are read once; what was read is kept (`persist`, on disk where memory is short), and each kind is a column of it.
    Give `id`: without it the rows of different reports cannot be told apart.
    """
    from pyspark import StorageLevel

    names = {"text": text, "date": date, "id": id, "title": title, "url": url, "publisher": publisher}
    reports = df.selectExpr(*[f"CAST(`{column}` AS string) AS `{key}`" for key, column in names.items() if column])
    read_rows = _reading(_broadcast(df, overlays(lexicon)), with_record)
    done = reports.mapInArrow(read_rows, _READ).persist(StorageLevel.MEMORY_AND_DISK)
    found: Dict[str, Any] = {kind: done.selectExpr("id", f"inline(`{kind}`)") for kind in KINDS}
    found["diagnostics"] = done.where("error IS NOT NULL").select("id", "code", "error")
    if with_record:
        found["records"] = done.where("record IS NOT NULL").select("id", "published", "record")
    return found


def write(found: Dict[str, Any], path: str, mode: str = "error", files: int = 1) -> None:
    """Writes what `read` gives as Parquet, a folder a kind below `path`, each apart by the month of publication (`month=2031-05`,
    `month=unknown`). DuckDB reads `path/statements/*/*.parquet`; `rapporteur ingest --records 'path/records/*/*.parquet'` takes the records
    into a store. `mode` is what becomes of files that are there: error, overwrite, append, ignore. `files` is how many a month is spread over:
    one task writes each, so that a month of a million reports wants some tens.
    """
    from pyspark.sql import functions as F

    for kind, frame in found.items():
        if "published" in frame.columns:
            month = F.coalesce(F.substring("published", 1, 7), F.lit("unknown"))
            # Else each partition would write a file a month, and thousands of small files cost more than all reading.
            together = frame.withColumn("month", month).repartition("month", F.pmod(F.hash("id"), F.lit(files)))
            together.write.mode(mode).partitionBy("month").parquet(f"{path}/{kind}")
        else:
            frame.write.mode(mode).parquet(f"{path}/{kind}")


def _broadcast(df: Any, tables: Any) -> Any:
    """The user's tables on every worker: broadcast where the session can, else along with the task."""
    if not tables:
        return None
    try:
        return df.sparkSession.sparkContext.broadcast(tables)
    except Exception:  # Spark Connect has no context; its error is a class of its own.
        return tables


def _rows(batches: Iterable[Any]) -> Iterator[List[Dict[str, Any]]]:
    """The rows of Arrow batches, a few at a time."""
    for batch in batches:
        for first in range(0, batch.num_rows, _ROWS):
            yield batch.slice(first, _ROWS).to_pylist()


def _types() -> Dict[str, Any]:
    import pyarrow as arrow

    return {"text": arrow.string(), "integer": arrow.int64(), "real": arrow.float64(), "marks": arrow.list_(arrow.int64())}


def _batch(columns: Dict[str, Any], types: Dict[str, str]) -> Any:
    import pyarrow as arrow

    kinds = _types()
    return arrow.RecordBatch.from_pydict(columns, schema=arrow.schema([(name, kinds[of]) for name, of in types.items()]))


def _reading(shared: Any, with_record: bool) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What reads the reports of one partition, with the user's tables if there are any."""
    names = ("id", "published", "record", "code", "error")

    def read_rows(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as arrow

        lexicon = getattr(shared, "value", shared)
        for rows in _rows(batches):
            out: Dict[str, List[Any]] = {name: [] for name in names}
            records: List[Optional[Any]] = []
            for row, found in zip(rows, read_many(rows, threads=1, errors="return", name="spark", lexicon=lexicon)):
                record = None if isinstance(found, Exception) else found._record
                records.append(record)
                out["id"].append(row.get("id"))
                out["published"].append(record and record.published)
                out["record"].append(_placeless(record, row) if record and with_record else None)
                out["code"].append(None if record else getattr(found, "code", None))
                out["error"].append(None if record else str(found))
            columns = [arrow.array(out[name], arrow.string()) for name in names]
            yield arrow.RecordBatch.from_arrays([*columns, *_findings(records)], [*names, *KINDS])

    return read_rows


def _findings(records: List[Optional[Any]]) -> List[Any]:
    """Of each kind a list of rows for each report; none for those that could not be read."""
    import pyarrow as arrow

    kinds = _types()
    read = [(at, record) for at, record in enumerate(records) if record is not None]
    # Each at an address of its own: two rows with one text are two reports.
    store = _rapporteur.Store.apart([record for _, record in read])
    lists = []
    for kind in KINDS:
        table = arrow.table(store.sql(question(kind), 3600.0))
        fields = [arrow.field(name, kinds[of]) for name, of in COLUMNS[kind][1:]]
        columns = [_whole(table[field.name].cast(field.type), field.type) for field in fields]
        counts = [0] * len(records)
        for number in table["number"].to_pylist():
            counts[read[number - 1][0]] += 1
        offsets = [0, *accumulate(counts)]
        rows = arrow.StructArray.from_arrays(columns, fields=fields)
        lists.append(arrow.ListArray.from_arrays(arrow.array(offsets, arrow.int32()), rows))
    return lists


def _whole(column: Any, kind: Any) -> Any:
    """A column in one piece; one without rows has none."""
    import pyarrow as arrow

    return arrow.concat_arrays(column.chunks) if column.num_chunks else arrow.array([], kind)


def _placeless(record: Any, row: Dict[str, Any]) -> str:
    """The record with an address that does not hang on the row's place in a partition, by which a store knows it again."""
    return record.json_at(row.get("url") or f"spark://{row.get('id') or record.id}")


def stories(records: Any) -> Any:
    """Which reports are copies of one story: `id` and `story`, the least id of the copies.

    `records` is what `read(…, with_record=True)["records"]` gives, or its Parquet; ids must be distinct. Candidates share enough of their
    samples of five-word runs, which is one join; of each pair the engine decides by the texts, as a store does; pairs are then joined to
    stories by passing the least id along until nothing changes. Of a run that many reports have, those with the least ids are looked at:
    it is a stock phrase, or a story that all print, and then they have the rest in common too.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    marked = records.mapInArrow(_mark, "id string, doc string, count long, marks array<long>, body string").persist()
    run = marked.select("id", "count", F.explode("marks").alias("mark"))
    place = F.row_number().over(Window.partitionBy("mark").orderBy("id"))
    one, two = run.withColumn("place", place).where(F.col("place") <= _HOLDERS).alias("one"), run.alias("two")
    pairs = (
        one.join(two, (F.col("one.mark") == F.col("two.mark")) & (F.col("one.id") < F.col("two.id")))
        .groupBy(F.col("one.id").alias("a"), F.col("two.id").alias("b"), F.least("one.count", "two.count").alias("least"))
        .count()
        .where(F.col("count") >= _rapporteur.SAMPLE_SHARE * F.col("least"))
        .select("a", "b")
    )
    bodies = marked.select("id", "body")
    texts = (
        pairs.join(bodies.toDF("b", "two"), "b")
        .join(bodies.toDF("a", "one"), "a")
        .select("a", "b", "one", "two")
        # Pairs of one report stand together, so that it is taken apart once.
        .repartition("a")
        .sortWithinPartitions("a", "b")
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
    """Of each report its sample, and what copies are decided by."""
    for rows in _rows(batches):
        records = [_rapporteur.Record.from_json(row["record"]) for row in rows]
        marks = [record.marks() for record in records]
        columns = {
            "id": [row["id"] for row in rows],
            "doc": [record.id for record in records],
            "count": [len(one) for one in marks],
            "marks": marks,
            "body": [record.body() for record in records],
        }
        yield _batch(columns, {"id": "text", "doc": "text", "count": "integer", "marks": "marks", "body": "text"})


def _decide(batches: Iterable[Any]) -> Iterator[Any]:
    """The candidates that are copies."""
    runs = lru_cache(maxsize=_TAKEN_APART)(_rapporteur.Runs)
    for rows in _rows(batches):
        alike = [row for row in rows if runs(row["one"]).same_story(runs(row["two"]))]
        yield _batch({name: [row[name] for row in alike] for name in ("a", "b")}, {"a": "text", "b": "text"})
