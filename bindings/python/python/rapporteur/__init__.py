"""Rapporteur: who said what, who did what to whom, where each party stands, with the exact words as evidence.

>>> import rapporteur
>>> report = rapporteur.read("Minister Ann Karim said on Monday that talks had failed.", date="2031-05-06")
>>> [(report.actor(s.speakers[0]).name, s.act, report.words(s.content)) for s in report.statements]
[('Ann Karim', 'say', 'that talks had failed')]
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING, Any, Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple, TypedDict, TypeVar, Union, overload

from . import _rapporteur
from ._rapporteur import Error, Table, __version__
from ._record import (
    KINDS, Actor, Doc, Event, Issue, IssueWords, MadeBy, Mention, Note, Place, PlaceMention, Plover, Position, Quantity, Role, Span,
    Statement, Timex, _make,
)  # fmt: skip
from ._display import displacy
from ._lexicon import Lexicon, overlays
from ._settle import Settlement, settle
from ._store import Filters, Store, tables

if TYPE_CHECKING:
    from typing_extensions import Literal, Unpack

__all__ = [
    "Actor", "Doc", "Error", "Event", "Filters", "Issue", "IssueWords", "Lexicon", "MadeBy", "Mention", "Note", "Place", "PlaceMention", "Plover",
    "Position", "Quantity", "Report", "Role", "Settlement", "Span", "Statement", "Store", "Table", "Timex", "__version__", "displacy", "read",
    "read_many", "settle", "tables",
]  # fmt: skip

# Reports of one thread that are read together: enough to keep all threads busy, few enough to bound memory.
_CHUNK = 64
_FIELDS = ("text", "date", "title", "url", "publisher", "id")
# An engine for each set of tables laid over the program's own; most use none.
_engines: Dict[Tuple[Tuple[str, str, str], ...], _rapporteur.Engine] = {}


def _reader(lexicon: Lexicon = None) -> _rapporteur.Engine:
    """The engine, with models that are loaded at the first report."""
    tables_of_user = overlays(lexicon)
    if tables_of_user not in _engines:
        _engines[tables_of_user] = _rapporteur.Engine(tables_of_user)
    return _engines[tables_of_user]


_Finding = TypeVar("_Finding", Actor, Statement, Event)


class Report:
    """What was read in one report; attributes are named as in docs/record.md.

    `doc`, `text`, `sentences`, `actors`, `statements`, `events`, `positions`, `timexes`, `places`, `quantities`,
    `diagnostics` and `made_by` are made into Python values when they are first asked for.
    """

    __slots__ = ("_kept", "_record")

    schema: str
    doc: Doc
    sentences: List[Span]
    actors: List[Actor]
    statements: List[Statement]
    events: List[Event]
    positions: List[Position]
    timexes: List[Timex]
    places: List[Place]
    quantities: List[Quantity]
    diagnostics: List[Note]
    made_by: MadeBy

    def __init__(self, record: _rapporteur.Record) -> None:
        self._record = record
        self._kept: Dict[str, Any] = {}

    if not TYPE_CHECKING:

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
    def _one(findings: "List[_Finding]", key: str) -> "_Finding":
        for finding in findings:
            if finding.id == key:
                return finding
        raise KeyError(f"the report has no `{key}`; it has {', '.join(finding.id for finding in findings) or 'none'}")

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

        found: Dict[str, Any] = json.loads(self.to_json())
        return found

    def tables(self) -> Dict[str, Table]:
        """One table a kind of finding; see `tables`."""
        return tables([self])

    def _repr_html_(self) -> str:
        from ._display import html

        return html(self)


def read(
    text: str,
    date: Any = None,
    title: Optional[str] = None,
    *,
    url: Optional[str] = None,
    publisher: Optional[str] = None,
    id: Optional[str] = None,
    name: str = "-",
    lexicon: Lexicon = None,
) -> Report:
    """Reads one report. `text` is taken as it is, `date` (ISO, or a date) is its date of publication.

    `name` is where it comes from: the record's address is `name#1`. `lexicon` is a folder with tables of your own (lexicon/README.md). Raises
    `Error` for a text that cannot be read.
    """
    if isinstance(text, (bytes, bytearray)):
        raise TypeError("a report is a text, not bytes; decode them, or give the file to `rapporteur read`, which guesses encodings")
    row = {"text": text, "date": _string(date), "title": title, "url": url, "publisher": publisher, "id": id}
    (found,) = _reader(lexicon).read([row], name, 1, 1)
    if isinstance(found, Exception):
        raise found
    return Report(found)


class _Columns(TypedDict, total=False):
    """What names the columns of many reports, and how they are read."""

    threads: Optional[int]
    progress: bool
    name: str
    text: str
    date: str
    title: str
    url: str
    publisher: str
    id: str
    lexicon: Lexicon


@overload
def read_many(reports: Any, *, errors: "Literal['raise']" = "raise", **more: "Unpack[_Columns]") -> Iterator[Report]: ...
@overload
def read_many(reports: Any, *, errors: "Literal['none']", **more: "Unpack[_Columns]") -> Iterator[Optional[Report]]: ...
@overload
def read_many(reports: Any, *, errors: "Literal['return']", **more: "Unpack[_Columns]") -> Iterator[Union[Report, Error]]: ...
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
    lexicon: Lexicon = None,
) -> Iterator[Any]:
    """Reads many reports and gives them in order.

    `reports` is an iterable of texts or of dicts, a pandas or polars DataFrame, or whatever gives Arrow tables; `text`, `date`, … name its
    columns. Of a report that cannot be read `errors="none"` gives `None`, `"return"` the `Error`, `"raise"` raises it. `threads` is the number of
    cores unless it is given; it changes no byte. While the caller works on what came out, the next reports are read, the interpreter unlocked;
    Ctrl-C ends it at once.
    """
    if errors not in ("raise", "return", "none"):
        raise ValueError("errors is 'raise', 'return' or 'none'")
    if threads is not None and threads < 1:
        raise ValueError("threads is 1 or more, or None for all cores")
    if isinstance(reports, (str, bytes, Mapping)):
        raise TypeError("read_many takes many reports; read takes one")
    names = dict(zip(_FIELDS, (text, date, title, url, publisher, id)))
    return _read_many(reports, names, threads or os.cpu_count() or 1, progress, errors, name, _reader(lexicon))


def _read_many(
    reports: Any, names: Mapping[str, str], threads: int, progress: bool, errors: str, name: str, reader: _rapporteur.Engine
) -> Iterator[Any]:
    rows = iter(_rows(reports, names))
    bar = _Progress(_length(reports)) if progress else None
    # One chunk is read ahead on this thread, which starts the reading threads and waits for them.
    ahead = ThreadPoolExecutor(1, "rapporteur")

    def begin(first: int) -> Any:
        chunk = list(islice(rows, _CHUNK * threads))
        return (len(chunk), ahead.submit(reader.read, chunk, name, first, threads)) if chunk else (0, None)

    try:
        done = 0
        count, reading = begin(1)
        while reading is not None:
            found = reading.result()
            done += count
            count, reading = begin(done + 1)
            if bar:
                bar.show(done)
            for one in found:
                if isinstance(one, Exception):
                    if errors == "raise":
                        raise one
                    yield one if errors == "return" else None
                else:
                    yield Report(one)
    finally:
        ahead.shutdown(wait=False, cancel_futures=True)
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
        yield from _of_arrow(reports.to_batches(), names)
    elif hasattr(reports, "iloc") or hasattr(reports, "get_column"):  # pandas, polars
        columns = _named(list(reports.columns), names)
        yield from _cells({key: list(reports[one]) for key, one in columns.items()})
    elif hasattr(reports, "__arrow_c_stream__"):  # a table of ours, of duckdb, …
        import pyarrow  # type: ignore[import-untyped, unused-ignore]

        yield from _of_arrow(pyarrow.table(reports).to_batches(), names)
    else:
        for at, report in enumerate(reports):
            if isinstance(report, str):
                yield {"text": report}
            elif isinstance(report, Mapping):
                if at == 0:  # Of a later one without text its diagnostic tells.
                    _named(list(report), {"text": names["text"]})
                yield {key: _string(report.get(one)) for key, one in names.items()}
            else:
                raise TypeError(f"a report is a text or a dict, not {type(report).__name__}")


def _of_arrow(batches: Iterable[Any], names: Mapping[str, str]) -> Iterable[Dict[str, Optional[str]]]:
    for batch in batches:
        columns = _named(batch.schema.names, names)
        yield from _cells({key: batch.column(one).to_pylist() for key, one in columns.items()})


def _named(columns: Sequence[str], names: Mapping[str, Optional[str]]) -> Dict[str, str]:
    """Which of the columns is what. One that the caller did not name need not be there; that with the text must."""
    for key, one in names.items():
        if one and one not in columns and (key == "text" or one != key):
            raise KeyError(f"there is no column {one!r}; name the one that holds the {key} with {key}=… (there are {', '.join(columns)})")
    return {key: one for key, one in names.items() if one and one in columns}


def _cells(columns: Dict[str, List[Any]]) -> Iterable[Dict[str, Optional[str]]]:
    for cells in zip(*columns.values()):
        yield {key: _string(cell) for key, cell in zip(columns, cells)}


def _string(value: Any) -> Optional[str]:
    """A cell as the engine takes it: missing is `None`, a date is its ISO form, with the time unless that is midnight."""
    if value is None or value != value:  # NaN and NaT are unlike themselves
        return None
    if hasattr(value, "isoformat"):
        day = str(value.isoformat())
        return day[:10] if day[10:].startswith("T00:00:00") else day
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
