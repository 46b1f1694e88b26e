"""Arrow batches as Spark hands them to a worker, a few rows at a time, and what a worker gives back."""

from __future__ import annotations

from typing import Any, Dict, Iterable, Iterator, List

# Rows that are Python values at a time: enough for the engine's full batches, few enough to bound memory.
_ROWS = 64


def rows(batches: Iterable[Any]) -> Iterator[List[Dict[str, Any]]]:
    """The rows of Arrow batches as dicts, a few at a time."""
    for one in batches:
        for first in range(0, one.num_rows, _ROWS):
            yield one.slice(first, _ROWS).to_pylist()


def types() -> Dict[str, Any]:
    """The Arrow types by their names in `_columns`."""
    import pyarrow as arrow  # type: ignore[import-untyped, unused-ignore]

    return {"text": arrow.string(), "integer": arrow.int64(), "real": arrow.float64(), "marks": arrow.list_(arrow.int64())}


def batch(columns: Dict[str, Any], kinds: Dict[str, str]) -> Any:
    """One batch of named columns, each of the type that `kinds` names."""
    import pyarrow as arrow  # type: ignore[import-untyped, unused-ignore]

    known = types()
    return arrow.RecordBatch.from_pydict(columns, schema=arrow.schema([(name, known[of]) for name, of in kinds.items()]))
