"""Copies across reports, on Spark: the stories that a store makes, by joins.

A store takes one report after the other and compares it with candidates among those that came before. Here the order of ids is the order of
time: of a run's holders the first are those with the least ids, and of a pair the one with the greater id came later. What makes
candidates is the rule of `crates/store/src/stories.rs`; whether they are copies the engine decides by their texts.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Iterable, Iterator

from . import _rapporteur
from ._batches import batch, rows

# Texts whose runs a worker keeps while it decides pairs.
_TAKEN_APART = 512
# Rows that Spark hands to a worker at a time: a record is some 100 kB of JSON, and 10,000 of them would be a gigabyte.
_HANDED = 256
_HANDING = "spark.sql.execution.arrow.maxRecordsPerBatch"


def stories(records: Any) -> Any:
    """Which reports are copies of one story: `id` and `story`, the least id of the copies.

    `records` is what `read(…, with_record=True)["records"]` gives, or its Parquet; ids must be distinct. Candidates share enough of their samples
    of five-word runs, which is one join; of each pair the engine decides by the texts, as a store does that takes the reports in order of id. Of a
    run that many reports have, those with the least ids are looked at: it is a stock phrase, or a story that all print, and then they have the
    rest in common too. Texts travel for few pairs only: of each report the candidate that shares most, then those whose stories are not one yet.

    The work is done when this is called. Its steps are checkpointed: reliably where `sparkContext.setCheckpointDir` named a folder, else on the
    machines' own disks, of which none may then be lost.
    """
    from pyspark import StorageLevel
    from pyspark.sql import functions as F

    session = records.sparkSession
    with _small_batches(session):
        marked = records.mapInArrow(_mark, "id string, doc string, marks array<long>, body string").persist(StorageLevel.MEMORY_AND_DISK)
        pairs = _step(_candidates(session, marked))
        bodies = marked.select("id", "body")
        same = marked.groupBy("doc").agg(F.min("id").alias("a"), F.collect_list("id").alias("ids")).select("a", F.explode("ids").alias("b"))
        nearest = pairs.where("nearest").select("a", "b", F.col("a").alias("from"), F.col("b").alias("to"))
        near = _stories(marked, _joined(same.where("a <> b").union(_alike(nearest, bodies))))
        apart = (
            pairs.where("NOT nearest")
            .join(near.toDF("a", "from"), "a")
            .join(near.toDF("b", "to"), "b")
            .where(F.col("from") != F.col("to"))
            .select("a", "b", "from", "to")
        )
        joined = _joined(_alike(apart, bodies)).toDF("of", "into")
        found = near.join(joined, near.story == joined.of, "left").select("id", F.coalesce("into", "story").alias("story"))
        found = _step(found)
        marked.unpersist()
    return found


def _candidates(session: Any, marked: Any) -> Any:
    """Pairs `a` < `b` that share enough of their samples; `nearest` is that of each `b` which shares most."""
    from pyspark.sql import Window
    from pyspark.sql import functions as F

    run = marked.select("id", F.size("marks").alias("size"), F.explode("marks").alias("mark"))
    placed = run.withColumn("place", F.row_number().over(Window.partitionBy("mark").orderBy("id")))
    # A run is rare to a report before which no more than so many have it.
    rare = F.col("place") <= _rapporteur.HOLDERS + 1
    one = placed.where(F.col("place") <= _rapporteur.HOLDERS).select("mark", F.col("id").alias("a"), F.col("size").alias("a_size"), "place")
    two = (
        placed.select("mark", F.col("id").alias("b"), F.col("size").alias("b_size"), "place", rare.cast("int").alias("rare"))
        .withColumn("b_rare", F.sum("rare").over(Window.partitionBy("b")).cast("int"))
        .withColumnRenamed("place", "later")
    )
    shared = (
        one.join(two, "mark")
        .where(F.col("place") < F.col("later"))
        .groupBy("a", "b")
        .agg(F.count("*").alias("all"), F.sum("rare").alias("rare"), F.max("a_size").alias("a_size"), F.max("b_size").alias("b_size"),
             F.max("b_rare").alias("b_rare"))
    )  # fmt: skip
    most = marked.agg(F.max(F.size("marks"))).first()[0] or 0
    least_shared = F.expr(f"array({', '.join(str(_rapporteur.least_shared(size)) for size in range(most + 1))})")
    smaller, smaller_rare = F.least("a_size", "b_size"), F.least("a_size", "b_rare")
    by_all = F.col("all") >= F.element_at(least_shared, smaller + 1)
    # One rare run alone may be chance where there are others that are not rare.
    by_rare = (F.col("rare") >= F.element_at(least_shared, smaller_rare + 1)) & ((F.col("rare") > 1) | (F.col("b_rare") == F.col("b_size")))
    share = F.greatest(F.col("all") / smaller, F.col("rare") / F.greatest(smaller_rare, F.lit(1)))
    nearest = F.row_number().over(Window.partitionBy("b").orderBy(F.desc("share"), "a")) == 1
    return shared.where(by_all | by_rare).withColumn("share", share).select("a", "b", nearest.alias("nearest"))


def _alike(pairs: Any, bodies: Any) -> Any:
    """Of the pairs that are copies `from` and `to`."""
    texts = pairs.join(bodies.toDF("b", "two"), "b").join(bodies.toDF("a", "one"), "a")
    # Pairs of one report stand together, so that it is taken apart once.
    return texts.sortWithinPartitions("a").select("from", "to", "one", "two").mapInArrow(_decide, "a string, b string")


def _joined(edges: Any) -> Any:
    """The reports that edges name, each with the least id that a chain of edges joins it to.

    Each takes the least of its neighbours', and then what that one has by now (the shortcut of Shiloach and Vishkin 1982), until nothing changes.
    """
    from pyspark.sql import functions as F

    edges = edges.toDF("a", "b").distinct()
    both = _step(edges.union(edges.select("b", "a")))
    found = _step(both.groupBy(F.col("a").alias("id")).agg(F.least(F.min("b"), "id").alias("story")))
    while True:
        near = both.join(found.toDF("b", "near"), "b").groupBy(F.col("a").alias("id")).agg(F.min("near").alias("near"))
        least = found.join(near, "id").select("id", F.least("story", "near").alias("least"), "story")
        after = least.join(found.toDF("least", "beyond"), "least").select("id", F.least("least", "beyond").alias("after"), "story")
        after = _step(after)
        found = after.select("id", F.col("after").alias("story"))
        if after.where("after <> story").limit(1).count() == 0:
            return found


def _stories(marked: Any, joined: Any) -> Any:
    """Every report with its story, of which it is the only one where nothing is joined to it."""
    from pyspark.sql import functions as F

    return _step(marked.select("id").join(joined, "id", "left").select("id", F.coalesce("story", "id").alias("story")))


def _step(frame: Any) -> Any:
    """What is worked out here, and not again for each use of it."""
    try:
        reliable = frame.sparkSession.sparkContext.getCheckpointDir() is not None
    except Exception:  # Spark Connect has no context; its error is a class of its own.
        reliable = False
    return frame.checkpoint() if reliable else frame.localCheckpoint()


@contextmanager
def _small_batches(session: Any) -> Iterator[None]:
    before = session.conf.get(_HANDING)
    session.conf.set(_HANDING, str(_HANDED))
    try:
        yield
    finally:
        session.conf.set(_HANDING, before)


def _mark(batches: Iterable[Any]) -> Iterator[Any]:
    """Of each report its sample, and what copies are decided by."""
    for given in rows(batches):
        records = [_rapporteur.Record.from_json(row["record"]) for row in given]
        columns = {
            "id": [row["id"] for row in given],
            "doc": [record.id for record in records],
            "marks": [record.marks() for record in records],
            "body": [record.body() for record in records],
        }
        yield batch(columns, {"id": "text", "doc": "text", "marks": "marks", "body": "text"})


def _decide(batches: Iterable[Any]) -> Iterator[Any]:
    """The candidates that are copies."""
    runs = lru_cache(maxsize=_TAKEN_APART)(_rapporteur.Runs)
    for given in rows(batches):
        alike = [row for row in given if runs(row["one"]).same_story(runs(row["two"]))]
        yield batch({"a": [row["from"] for row in alike], "b": [row["to"] for row in alike]}, {"a": "text", "b": "text"})
