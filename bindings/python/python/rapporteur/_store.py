"""A store as tables that pandas, polars, pyarrow and duckdb take without copying."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Optional, Sequence, TypedDict, Union

from . import _rapporteur
from ._rapporteur import Table

if TYPE_CHECKING:
    from datetime import date

    from typing_extensions import Unpack

    from ._settle import Question, Settlement


class Filters(TypedDict, total=False):
    """The filters of the query commands, by their names; docs/cli.md says what each means. Days may be dates or text."""

    by: Optional[str]
    to: Optional[str]
    about: Optional[str]
    act: Optional[str]
    status: Optional[str]
    since: "Union[str, date, None]"
    until: "Union[str, date, None]"
    place: Optional[str]
    outlet: Optional[str]
    text: Optional[str]
    count_by: Union[str, Sequence[str]]
    limit: Optional[int]
    as_read: bool
    evidence: bool


# What `tables` gives, each with the question that makes it.
FLAT = {
    "statements": "SELECT * FROM statements_flat ORDER BY id",
    "events": "SELECT * FROM events_flat ORDER BY id",
    "positions": "SELECT * FROM positions_flat ORDER BY id",
    "actors": "SELECT r.address, x.local, a.name, a.kind, x.code, p.name AS party, x.roles, x.mentions FROM report_actors x "
    "JOIN actors a ON a.id = x.actor JOIN reports r ON r.id = x.report LEFT JOIN actors p ON p.id = x.party ORDER BY x.report, x.local",
    "timexes": 'SELECT r.address, t.words, t.type, t.value, t."from", t."to", t.start, t."end" FROM timexes t '
    "JOIN reports r ON r.id = t.report ORDER BY t.report, t.start",
    "places": "SELECT r.address, p.local, p.name, p.kind, p.country, p.lat, p.lon, p.geonameid, p.mentions FROM places p "
    "JOIN reports r ON r.id = p.report ORDER BY p.report, p.local",
    "quantities": 'SELECT r.address, q.words, q.low, q.high, q.unit, q.currency, q.about, q.conditional, q.told_by, q.start, q."end" '
    "FROM quantities q JOIN reports r ON r.id = q.report ORDER BY q.report, q.start",
    "reports": "SELECT id, story, address, title, outlet, agency, published, published_basis, words FROM reports ORDER BY id",
    "stories": "SELECT * FROM stories ORDER BY id",
}


class Store:
    """A store that `rapporteur ingest` made, to read only. What it answers are tables.

    >>> store = rapporteur.Store(path)
    >>> store.statements(by="Dask", since="2032").columns[:4]
    ['id', 'said_on', 'speaker', 'party']
    >>> store.events(count_by="type").columns
    ['type', 'rows', 'independent']
    """

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        self._store = _rapporteur.Store(os.fspath(path))
        self.path = os.fspath(path)

    def __repr__(self) -> str:
        return f"<Store {self.path!r}>"

    def sql(self, question: str, *, timeout: float = 60.0) -> Table:
        """The answer to a question in SQL; docs/store.md describes tables and views."""
        return self._store.sql(question, timeout)

    def statements(self, *, timeout: float = 60.0, **filters: Unpack[Filters]) -> Table:
        """Who said what. Filters: `by`, `to`, `about`, `act`, `status`, `since`, `until`, `place`, `outlet`, `text`, `count_by`, `limit`,
        `as_read`, `evidence`."""
        return self._store.rows("statements", timeout, _plain(filters))

    def quotes(self, *, timeout: float = 60.0, **filters: Unpack[Filters]) -> Table:
        """Direct speech with its context. Filters: as `statements`."""
        return self._store.rows("quotes", timeout, _plain(filters))

    def events(self, *, timeout: float = 60.0, **filters: Unpack[Filters]) -> Table:
        """Who did what to whom. Filters: as `statements`; `act` is a type or CAMEO code, `status` is `happened`, `planned`, …."""
        return self._store.rows("events", timeout, _plain(filters))

    def positions(self, *, timeout: float = 60.0, **filters: Unpack[Filters]) -> Table:
        """Who stands where. Filters: as `statements`; `about` is the issue, `act` the stance."""
        return self._store.rows("positions", timeout, _plain(filters))

    def actors(self, *, timeout: float = 60.0, **filters: Unpack[Filters]) -> Table:
        """Who acts or speaks. Filters: `by`, `limit`."""
        return self._store.rows("actors", timeout, _plain(filters))

    def stories(self, *, timeout: float = 60.0, **filters: Unpack[Filters]) -> Table:
        """Reports with their copies. Filters: `about`, `since`, `until`, `outlet`, `text`, `limit`."""
        return self._store.rows("stories", timeout, _plain(filters))

    def timeline(
        self,
        of: Union[str, Sequence[str]] = ("statements", "events", "positions"),
        *,
        per: Optional[str] = None,
        timeout: float = 60.0,
        **filters: Unpack[Filters],
    ) -> Table:
        """What was said, done and held in order of day, each once; with `per` (day, week, month, year) how much of it."""
        return self._store.timeline([of] if isinstance(of, str) else list(of), per, timeout, _plain(filters))

    def network(self, kind: str = "speech", *, all: bool = False, timeout: float = 60.0, **filters: Unpack[Filters]) -> Table:
        """Ties, the strongest first: `speech` (who speaks to or about whom), `deeds` (who does what to whom), `issues` (who stands where).

        `all` takes in those who are known by a description only ("rebels"). For networkx:
        `networkx.from_pandas_edgelist(frame, "source", "target", edge_attr=True, create_using=networkx.MultiDiGraph)`.
        """
        return self._store.network(kind, all, timeout, _plain(filters))

    def settle(self, *, timeout: float = 600.0, **question: Unpack[Question]) -> Settlement:
        """What blocks a settlement, by the positions of the store; the question is that of `rapporteur.settle`."""
        from ._settle import of_store

        return of_store(self._store, timeout, **question)


def _plain(filters: Any) -> Dict[str, Any]:
    """The filters as the store takes them: days are text, names to count by are a list."""
    found = dict(filters)
    for name in ("since", "until"):
        day = found.get(name)
        if day is not None and hasattr(day, "isoformat"):
            found[name] = day.isoformat()[:10]
    if isinstance(found.get("count_by"), str):
        found["count_by"] = [part.strip() for part in found["count_by"].split(",")]
    elif found.get("count_by") is not None:
        found["count_by"] = list(found["count_by"])
    return found


def tables(reports: Iterable[Any], names: Optional[Sequence[str]] = None) -> Dict[str, Table]:
    """One table a kind of finding, the copies of one story marked by their `story`.

    `reports` are `Report`s (`None` is left out). The columns are those of the store's views: what is true of a file is true here.
    """
    unknown = [name for name in names or () if name not in FLAT]
    if unknown:
        raise ValueError(f"there is no table {unknown[0]!r}; there are {', '.join(FLAT)}")
    records = [report._record for report in reports if report is not None]
    store = _rapporteur.Store.of(records)
    wanted: List[str] = list(FLAT) if names is None else list(names)
    return {name: store.sql(FLAT[name], 3600.0) for name in wanted}
