"""A store as tables that pandas, polars, pyarrow and duckdb take without copying."""

from __future__ import annotations

import os
from typing import Any, Dict, Iterable, List, Optional, Sequence, Union

from . import _rapporteur
from ._rapporteur import Table

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
    """A store that `rapporteur ingest` made, to read only.

    >>> store = rapporteur.Store("reports.db")
    >>> store.statements(by="Karim", since="2031-05").columns[:3]
    ['id', 'said_on', 'speaker']
    """

    def __init__(self, path: Union[str, "os.PathLike[str]"]) -> None:
        self._store = _rapporteur.Store(os.fspath(path))
        self.path = os.fspath(path)

    def __repr__(self) -> str:
        return f"<Store {self.path!r}>"

    def sql(self, question: str, *, timeout: float = 60.0) -> Table:
        """The answer to a question in SQL; docs/store.md describes tables and views."""
        return self._store.sql(question, timeout)

    def statements(self, **filters: Any) -> Table:
        """Who said what: `by`, `to`, `about`, `act`, `status`, `since`, `until`, `outlet`, `text`, `count_by`, `limit`."""
        return self._rows("statements", filters)

    def quotes(self, **filters: Any) -> Table:
        """Direct speech with its context: as `statements`."""
        return self._rows("quotes", filters)

    def events(self, **filters: Any) -> Table:
        """Who did what to whom: as `statements`, and `place`."""
        return self._rows("events", filters)

    def positions(self, **filters: Any) -> Table:
        """Who stands where: `by`, `about`, `act` (the stance), `since`, `until`, `text`, `count_by`, `limit`."""
        return self._rows("positions", filters)

    def actors(self, **filters: Any) -> Table:
        """Who acts or speaks: `by`, `limit`."""
        return self._rows("actors", filters)

    def stories(self, **filters: Any) -> Table:
        """Reports with their copies: `about`, `since`, `until`, `text`, `limit`."""
        return self._rows("stories", filters)

    def _rows(self, subject: str, filters: Dict[str, Any]) -> Table:
        count = filters.get("count_by")
        if isinstance(count, str):
            filters["count_by"] = [part.strip() for part in count.split(",")]
        return self._store.rows(subject, **filters)


def tables(reports: Iterable[Any], names: Optional[Sequence[str]] = None) -> Dict[str, Table]:
    """One table a kind of finding, the copies of one story marked by their `story`.

    `reports` are `Report`s (`None` is left out). The columns are those of the store's views: what is true of a file is true here.
    """
    records = [report._record for report in reports if report is not None]
    store = _rapporteur.Store.of(records)
    wanted: List[str] = list(FLAT) if names is None else list(names)
    return {name: store.sql(FLAT[name], 3600.0) for name in wanted}
