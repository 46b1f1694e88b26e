"""Rapporteur: who said what, who did what to whom, where each party stands, with the exact words as evidence.

>>> import rapporteur
>>> report = rapporteur.read("Minister Ann Karim said on Monday that talks had failed.", date="2031-05-06")
>>> [(report.actor(s.speakers[0]).name, s.act, report.words(s.content)) for s in report.statements]
[('Ann Karim', 'say', 'that talks had failed')]
"""

from __future__ import annotations

import os
from itertools import islice
from typing import Any, Dict, Iterable, Iterator, List, Mapping, Optional, Union

from . import _rapporteur
from ._rapporteur import Error, Table, __version__
from ._record import (
    KINDS, Actor, Doc, Event, Issue, IssueWords, MadeBy, Mention, Note, Place, PlaceMention, Plover, Position, Quantity, Role, Span,
    Statement, Timex, _make,
)  # fmt: skip
from ._display import displacy
from ._store import Store, tables

__all__ = [
    "Actor", "Doc", "Error", "Event", "Issue", "IssueWords", "MadeBy", "Mention", "Note", "Place", "PlaceMention", "Plover", "Position",
    "Quantity", "Report", "Role", "Span", "Statement", "Store", "Table", "Timex", "__version__", "displacy", "read", "read_many", "tables",
]  # fmt: skip

# Reports that are read before the interpreter sees to signals again: a fraction of a second.
_CHUNK = 64
_FIELDS = ("text", "date", "title", "url", "publisher", "id")
_engine: Optional[_rapporteur.Engine] = None


def _reader() -> _rapporteur.Engine:
    """The engine, with models that are loaded at the first report."""
    global _engine
    if _engine is None:
        _engine = _rapporteur.Engine()
    return _engine


class Report:
    """What was read in one report; attributes are named as in docs/record.md.

    `doc`, `text`, `sentences`, `actors`, `statements`, `events`, `positions`, `timexes`, `places`, `quantities`,
    `diagnostics` and `made_by` are made into Python values when they are first asked for.
    """

    __slots__ = ("_kept", "_record")

    def __init__(self, record: _rapporteur.Record) -> None:
        self._record = record
        self._kept: Dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_") or (name not in KINDS and name != "schema"):
            raise AttributeError(f"a report has no `{name}`")
        if name not in self._kept:
            value = self._record.field(name)
            self._kept[name] = _make(KINDS[name], value) if name in KINDS else value
        return self._kept[name]

    def __dir__(self) -> List[str]:
        return sorted([*KINDS, *(name for name in type(self).__dict__ if not name.startswith("_"))])

    def __repr__(self) -> str:
        title = self.doc.title or self.text[:60].replace("\n", " ")
        found = f"{len(self.statements)} statements, {len(self.events)} events, {len(self.positions)} positions"
        return f"<Report {title!r}: {found}>"

    def __reduce__(self) -> Any:
        raise TypeError("a report is not pickled; take report.to_json() instead")

    @property
    def text(self) -> str:
        """The text as given."""
        return self._record.text

    @property
    def warnings(self) -> List[str]:
        """What was noticed about the input, a line each."""
        return self._record.warnings

    def actor(self, actor: str) -> Actor:
        """The actor with an id such as `a1`."""
        return self._one(self.actors, actor)

    def statement(self, statement: str) -> Statement:
        """The statement with an id such as `s1`."""
        return self._one(self.statements, statement)

    def event(self, event: str) -> Event:
        """The event with an id such as `e1`."""
        return self._one(self.events, event)

    @staticmethod
    def _one(findings: List[Any], key: str) -> Any:
        for finding in findings:
            if finding.id == key:
                return finding
        raise KeyError(key)

    def words(self, spans: Any) -> str:
        """The words of a span, of several, or of anything with `start` and `end`."""
        if spans is None:
            return ""
        if isinstance(spans, (list, tuple)):
            return " … ".join(self.words(span) for span in spans)
        return self.text[spans.start : spans.end]

    def to_json(self) -> str:
        """The record as one line of JSON: the bytes of `rapporteur read --format jsonl`."""
        return self._record.json()

    def to_dict(self) -> Dict[str, Any]:
        """The record as lists and dicts."""
        import json

        return json.loads(self.to_json())

    def tables(self) -> Dict[str, Table]:
        """One table a kind of finding; see `tables`."""
        return tables([self])

    def _repr_html_(self) -> str:
        from ._display import html

        return html(self)


def read(
    text: str,
    date: Optional[str] = None,
    title: Optional[str] = None,
    *,
    url: Optional[str] = None,
    publisher: Optional[str] = None,
    id: Optional[str] = None,
    name: str = "-",
) -> Report:
    """Reads one report. `text` is taken as it is, `date` (ISO) is its date of publication.

    `name` is where it comes from: the record's address is `name#1`. Raises `Error` for a text that cannot be read.
    """
    row = {"text": text, "date": date, "title": title, "url": url, "publisher": publisher, "id": id}
    (found,) = _reader().read([row], name, 1, 1)
    if isinstance(found, Exception):
        raise found
    return Report(found)


def read_many(
    reports: Any,
    *,
    threads: Optional[int] = None,
    progress: bool = False,
    errors: str = "raise",
    name: str = "-",
    text: str = "text",
    date: str = "date",
    title: str = "title",
    url: str = "url",
    publisher: str = "publisher",
    id: str = "id",
) -> Iterator[Union[Report, Error, None]]:
    """Reads many reports and gives them in order.

    `reports` is an iterable of texts or of dicts, a pandas or polars DataFrame, or an Arrow table; `text`, `date`, … name its
    columns. Of a report that cannot be read `errors="none"` gives `None`, `"return"` the `Error`, `"raise"` raises it. `threads` is the number of
    cores unless it is given; it changes no byte.
    """
    if errors not in ("raise", "return", "none"):
        raise ValueError("errors is 'raise', 'return' or 'none'")
    names = dict(zip(_FIELDS, (text, date, title, url, publisher, id)))
    rows = iter(_rows(reports, names))
    count = threads or os.cpu_count() or 1
    bar = _Progress(_length(reports)) if progress else None
    first = 1
    try:
        while True:
            chunk = list(islice(rows, _CHUNK * count))
            if not chunk:
                return
            for found in _reader().read(chunk, name, first, count):
                if isinstance(found, Exception):
                    if errors == "raise":
                        raise found
                    yield found if errors == "return" else None
                else:
                    yield Report(found)
            first += len(chunk)
            if bar:
                bar.show(first - 1)
    finally:
        if bar:
            bar.end()


def _length(reports: Any) -> Optional[int]:
    try:
        return len(reports)
    except TypeError:
        return None


def _rows(reports: Any, names: Mapping[str, str]) -> Iterable[Dict[str, Optional[str]]]:
    """Rows with the keys of the engine, out of whatever holds reports."""
    if hasattr(reports, "to_batches"):  # pyarrow
        for batch in reports.to_batches():
            yield from _columns({one: batch.column(one).to_pylist() for one in batch.schema.names if one in names.values()}, names)
        return
    if hasattr(reports, "columns") and hasattr(reports, "__getitem__") and not isinstance(reports, Mapping):  # pandas, polars
        yield from _columns({one: list(reports[one]) for one in reports.columns if one in names.values()}, names)
        return
    for report in reports:
        if isinstance(report, str):
            yield {"text": report}
        elif isinstance(report, Mapping):
            yield {key: _string(report.get(one)) for key, one in names.items()}
        else:
            raise TypeError(f"a report is a text or a dict, not {type(report).__name__}")


def _columns(columns: Dict[str, List[Any]], names: Mapping[str, str]) -> Iterable[Dict[str, Optional[str]]]:
    if names["text"] not in columns:
        raise KeyError(f"there is no column {names['text']!r}; name the one that holds the text with text=…")
    for at in range(len(columns[names["text"]])):
        yield {key: _string(columns[one][at]) for key, one in names.items() if one in columns}


def _string(value: Any) -> Optional[str]:
    """A cell as the engine takes it: missing is `None`, a date is its ISO form."""
    if value is None or value != value:  # NaN and NaT are unlike themselves
        return None
    if hasattr(value, "isoformat"):
        return value.isoformat()[:10]
    return value if isinstance(value, str) else str(value)


class _Progress:
    """A line that says how far it is, on a terminal only."""

    def __init__(self, length: Optional[int]) -> None:
        import sys
        import time

        self._length, self._begun, self._clock = length, time.monotonic(), time.monotonic
        self._out = sys.stderr if sys.stderr.isatty() else None

    def show(self, done: int) -> None:
        if self._out:
            rate = done / max(self._clock() - self._begun, 1e-9)
            of = f" of {self._length}" if self._length else ""
            self._out.write(f"\r{done}{of} reports, {rate:.0f} a second")
            self._out.flush()

    def end(self) -> None:
        if self._out:
            self._out.write("\n")
