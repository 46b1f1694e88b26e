"""The same engine on Apache Spark: a DataFrame of reports in, DataFrames of findings out.

>>> found = rapporteur.spark.read(df, text="text", date="date", id="id")
>>> found["statements"].groupBy("speaker").count().show()

Each Python worker loads the models once (some 140 MB); a report is read on one thread and by itself, so neither partitions nor lost
workers change a byte. Copies across reports are joined by `stories`.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional

from . import Lexicon, _named, _rapporteur, read_many
from ._batches import rows, types
from ._columns import COLUMNS, KINDS, question
from ._copies import stories
from ._lexicon import overlays

__all__ = ["read", "schema", "stories", "write"]

_SQL = {"text": "string", "integer": "bigint", "real": "double"}
# What reading gives a report: its record, or why it could not be read, and its findings as a list of rows a kind.
_READ = "id string, published string, record string, code string, error string, " + ", ".join(
    f"`{kind}` array<struct<{', '.join(f'`{name}`: {_SQL[of]}' for name, of in COLUMNS[kind][1:])}>>" for kind in KINDS
)


def schema(kind: str) -> Any:
    """The Spark schema of a kind of finding: `id` of the report, then columns named as in the store's view."""
    from pyspark.sql import types as spark

    if kind not in COLUMNS:
        raise ValueError(f"`{kind}` is none of {', '.join(KINDS)}")
    known = {"text": spark.StringType(), "integer": spark.LongType(), "real": spark.DoubleType()}
    return spark.StructType([spark.StructField(name, known[of], True) for name, of in COLUMNS[kind]])


def read(
    df: Any,
    text: str = "text",
    date: Optional[str] = "date",
    id: Optional[str] = "id",
    title: Optional[str] = "title",
    url: Optional[str] = "url",
    publisher: Optional[str] = "publisher",
    with_record: bool = False,
    lexicon: Lexicon = None,
) -> Dict[str, Any]:
    """Reads each row of `df` and gives one DataFrame a kind: statements, events, positions, actors, timexes, places, quantities,
    and `diagnostics`, in which a report that could not be read has a row. With `with_record` there is `records` too: the
    report's id, its date of publication and its record as JSON, the bytes of `rapporteur read --format jsonl` but for `doc.uri`.
    `lexicon` is a folder on the driver with tables of your own (lexicon/README.md), which are broadcast to the workers.

    `text`, `date`, … name columns; what is not named is taken from the column of that name where there is one, and `None` leaves it out. A
    report without an id has that of its record, which is the same for the same text. Raises `KeyError` for a column that is not there.

    The reports are read once; what was read is kept (`persist`, on disk where memory is short), and each kind is a column of it.
    """
    from pyspark import StorageLevel

    names = _named(df.columns, {"text": text, "date": date, "id": id, "title": title, "url": url, "publisher": publisher})
    taken = {key: f"CAST(`{column}` AS string)" for key, column in names.items()}
    if "date" in taken:  # A day that is kept as a time is midnight.
        taken["date"] = f"regexp_replace({taken['date']}, ' 00:00:00$', '')"
    reports = df.selectExpr(*[f"{one} AS `{key}`" for key, one in taken.items()])
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
            month = F.when(F.length("published") >= 7, F.substring("published", 1, 7)).otherwise("unknown")
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


def _reading(shared: Any, with_record: bool) -> Callable[[Iterable[Any]], Iterator[Any]]:
    """What reads the reports of one partition, with the user's tables if there are any."""
    names = ("id", "published", "record", "code", "error")

    def read_rows(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow as arrow  # type: ignore[import-untyped, unused-ignore]

        lexicon = getattr(shared, "value", shared)
        for given in rows(batches):
            out: Dict[str, List[Any]] = {name: [] for name in names}
            records: List[Optional[Any]] = []
            for row, found in zip(given, read_many(given, threads=1, errors="return", name="spark", lexicon=lexicon)):
                record = None if isinstance(found, Exception) else found._record
                records.append(record)
                out["id"].append(row.get("id") or (record and record.id))
                out["published"].append(record and record.published)
                out["record"].append(_placeless(record, row) if record and with_record else None)
                out["code"].append(None if record else getattr(found, "code", None))
                out["error"].append(None if record else str(found))
            columns = [arrow.array(out[name], arrow.string()) for name in names]
            yield arrow.RecordBatch.from_arrays([*columns, *_findings(records)], [*names, *KINDS])

    return read_rows


def _findings(records: List[Optional[Any]]) -> List[Any]:
    """Of each kind a list of rows for each report; none for those that could not be read."""
    import pyarrow as arrow  # type: ignore[import-untyped, unused-ignore]

    kinds = types()
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
    import pyarrow as arrow  # type: ignore[import-untyped, unused-ignore]

    return arrow.concat_arrays(column.chunks) if column.num_chunks else arrow.array([], kind)


def _placeless(record: Any, row: Dict[str, Any]) -> str:
    """The record with an address that does not hang on the row's place in a partition, by which a store knows it again."""
    at: str = record.json_at(row.get("url") or f"spark://{row.get('id') or record.id}")
    return at
