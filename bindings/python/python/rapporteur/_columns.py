"""The columns of findings that leave reading without a store: those of its views, but ids are those of the record (`s1`) and not a
store's numbers, and actors have the names of their report. A store joins who is one across reports; here that would hang on which reports
happened to be read together."""

from __future__ import annotations

from typing import Dict, List, Tuple

# Of each kind: the table, its joins, and the columns as (name, expression, type).
_SPAN = [("start", '{t}."start"', "integer"), ("end", '{t}."end"', "integer")]
_PUBLISHED = ("published", "r.published", "text")
_REPORT = [_PUBLISHED, ("outlet", "r.outlet", "text"), ("title", "r.title", "text")]


def _names(table: str, key: str, role: str) -> str:
    return (
        f"(SELECT group_concat(name, '; ') FROM (SELECT f.name FROM {table} x JOIN actor_forms f ON f.id = x.form "
        f"WHERE x.{key} = t.id AND x.role = '{role}' ORDER BY x.place))"
    )


def _code(role: str) -> str:
    return (
        "(SELECT y.code FROM event_actors x JOIN report_actors y ON y.report = t.report AND y.form = x.form "
        f"WHERE x.event = t.id AND x.role = '{role}' ORDER BY x.place LIMIT 1)"
    )


_PARTY = (
    "(SELECT f.name FROM statement_actors x JOIN report_actors y ON y.report = t.report AND y.form = x.form "
    "JOIN actor_forms f ON f.id = y.party_form WHERE x.statement = t.id AND x.role = 'speaker' ORDER BY x.place LIMIT 1)"
)
_HOLDERS_PARTY = (
    "(SELECT f.name FROM report_actors y JOIN actor_forms f ON f.id = y.party_form "
    "WHERE y.report = t.report AND y.form = t.holder_form ORDER BY y.local LIMIT 1)"
)


def _day(own: str) -> Tuple[str, str, str]:
    """The finding's own day, or else that of publication."""
    return ("day", f"coalesce({own}, substr(r.published, 1, 10))", "text")


def _plain(*names: str, of: str = "text") -> List[Tuple[str, str, str]]:
    return [(name, f't."{name}"', of) for name in names]


_KINDS: Dict[str, Tuple[str, List[Tuple[str, str, str]]]] = {
    "statements": (
        "statements t LEFT JOIN statements w ON w.id = t.within",
        [("statement", "t.local", "text"), *_REPORT, ("speaker", _names("statement_actors", "statement", "speaker"), "text"),
         ("party", _PARTY, "text"), ("addressee", _names("statement_actors", "statement", "addressee"), "text"),
         *_plain("act", "certainty", "kind", "said_on", "source", "cue", "content", "medium", "occasion"),
         ("within", "w.local", "text"), *_SPAN, _day("t.said_on"), ("about", _names("statement_actors", "statement", "about"), "text"),
         *_plain("said_at")],
    ),
    "events": (
        "events t LEFT JOIN places p ON p.report = t.report AND p.local = t.place",
        [("event", "t.local", "text"), *_REPORT, ("source", _names("event_actors", "event", "source"), "text"),
         ("source_code", _code("source"), "text"), *_plain("type", "mode", "cameo"),
         ("target", _names("event_actors", "event", "target"), "text"), ("target_code", _code("target"), "text"),
         *_plain("status", "date", "date_basis"), ("place", "p.name", "text"), ("country", "p.country", "text"), ("lat", "p.lat", "real"),
         ("lon", "p.lon", "real"), *_plain("condition"), *_plain("score", of="real"), *_plain("reported_by", "same_as", "evidence"), *_SPAN,
         *_plain("contexts"), _day("t.date"), *_plain("time")],
    ),
    "positions": (
        "positions t LEFT JOIN actor_forms h ON h.id = t.holder_form LEFT JOIN actor_forms w ON w.id = t.told_by_form",
        [("position", "t.local", "text"), *_REPORT, ("holder", "h.name", "text"), ("party", _HOLDERS_PARTY, "text"),
         *_plain("issue", "label", "codebook", "stance", "condition", "condition_kind", "basis"), ("told_by", "w.name", "text"), *_plain("as_of"),
         *_plain("score", of="real"), *_plain("evidence", "words"), *_SPAN, _day("t.as_of")],
    ),
    "actors": (
        "report_actors t JOIN actor_forms f ON f.id = t.form LEFT JOIN actor_forms p ON p.id = t.party_form",
        [_PUBLISHED, ("actor", "t.local", "text"), ("name", "f.name", "text"), ("kind", "f.kind", "text"), ("code", "t.code", "text"),
         ("party", "p.name", "text"), ("roles", "t.roles", "text"), ("mentions", "t.mentions", "integer")],
    ),
    "timexes": ("timexes t", [_PUBLISHED, *_plain("words", "type", "value", "from", "to"), *_SPAN]),
    "places": (
        "places t",
        [_PUBLISHED, ("place", "t.local", "text"), *_plain("name", "kind", "country"), *_plain("lat", "lon", of="real"),
         *_plain("geonameid", "mentions", of="integer")],
    ),
    "quantities": (
        "quantities t",
        [_PUBLISHED, *_plain("words"), *_plain("low", "high", of="real"), *_plain("unit", "currency", "about"), *_plain("conditional", of="integer"),
         *_plain("told_by"), *_SPAN],
    ),
}  # fmt: skip

KINDS: List[str] = list(_KINDS)
# Name and type (text, integer, real) of every column of a kind; `id` is the report's.
COLUMNS: Dict[str, List[Tuple[str, str]]] = {
    kind: [("id", "text"), *((name, of) for name, _, of in columns)] for kind, (_, columns) in _KINDS.items()
}


def question(kind: str) -> str:
    """The SQL that takes a kind out of a store in memory; its first column is the number of the report."""
    table, columns = _KINDS[kind]
    wanted = ", ".join(f'{expression.format(t="t")} AS "{name}"' for name, expression, _ in columns)
    order = 't."start", t."end"' if any(name == "start" for name, *_ in columns) else "t.rowid"
    if kind in ("actors", "places"):
        order = "length(t.local), t.local"
    if kind in ("statements", "events", "positions"):
        order = "t.id"
    return f"SELECT t.report AS number, {wanted} FROM {table} JOIN reports r ON r.id = t.report ORDER BY t.report, {order}"
