"""The record of one report as Python values, named as docs/record.md names them."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from functools import lru_cache
from typing import Any, Dict, List, Optional, get_args, get_type_hints

__all__ = [
    "Actor", "Doc", "Event", "Issue", "IssueWords", "MadeBy", "Mention", "Note", "Place", "PlaceMention", "Plover", "Position",
    "Quantity", "Role", "Span", "Statement", "Timex",
]  # fmt: skip


def _make(kind: type, value: Any) -> Any:
    """`value` as a `kind`: a dict by its keys, a list by its items. A field that this version does not know is left out."""
    if isinstance(value, list):
        return [_make(kind, item) for item in value]
    if not isinstance(value, dict):
        return value
    parts = _parts(kind)
    given = {}
    for key, item in value.items():
        name = _NAMES.get(key, key)
        if name in parts:
            inner = parts[name]
            given[name] = _make(inner, item) if inner else item
    return kind(**given)


@lru_cache(maxsize=None)
def _parts(kind: type) -> Dict[str, Optional[type]]:
    """The fields of a kind, each with the kind that it is, or is a list of, where it is one of ours."""
    found: Dict[str, Optional[type]] = {}
    for name, hint in get_type_hints(kind).items():
        found[name] = next((one for one in (hint, *get_args(hint)) if isinstance(one, type) and is_dataclass(one)), None)
    return found


# `from` is a word of the language.
_NAMES = {"from": "from_"}


@dataclass(frozen=True)
class Span:
    """Code points `start` up to, and without, `end` of the text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words."""
        return text[self.start : self.end]


@dataclass(frozen=True)
class Doc:
    """What the report is: where it came from, whose it is, when it was published."""

    id: str
    key: Optional[str]
    uri: str
    title: Optional[str]
    title_span: Optional[Span]
    agency: Optional[str]
    agency_span: Optional[Span]
    byline: Optional[str]
    dateline: Optional[str]
    publisher: Optional[str]
    language: Optional[str]
    languages: List[str]
    published: Optional[str]
    published_basis: str
    published_evidence: List[Span]
    published_candidates: List[str]
    body: List[Span]


@dataclass(frozen=True)
class Role:
    """A role as the report states it."""

    title: str
    of: Optional[str]


@dataclass(frozen=True)
class Mention:
    """The words that mention an actor: `kind` is name, nominal or pronoun."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Actor:
    """One who acts or speaks."""

    id: str
    name: str
    kind: str
    code: Optional[str]
    roles: List[Role]
    party: Optional[str]
    mentions: List[Mention]


@dataclass(frozen=True)
class Statement:
    """Who said what."""

    id: str
    speakers: List[str]
    addressees: List[str]
    source: Optional[Span]
    cue: Optional[Span]
    content: List[Span]
    kind: str
    within: Optional[str]
    act: str
    certainty: str
    medium: Optional[Span]
    occasion: Optional[Span]
    said_on: Optional[str]
    said_on_basis: Optional[str]
    said_at: Optional[str] = None


@dataclass(frozen=True)
class Plover:
    """The event in PLOVER's terms."""

    type: str
    mode: Optional[str]
    contexts: List[str]


@dataclass(frozen=True)
class Event:
    """Who did what to whom."""

    id: str
    source: List[str]
    target: List[str]
    plover: Optional[Plover]
    cameo: str
    date: Optional[str]
    date_basis: Optional[str]
    place: Optional[str]
    evidence: List[Span]
    status: str
    condition: Optional[Span]
    score: float
    reported_by: Optional[str]
    same_as: Optional[str]
    time: Optional[str] = None


@dataclass(frozen=True)
class Issue:
    """What is at issue, in a form that different wordings reach."""

    key: str
    label: str
    codebook: Optional[str]


@dataclass(frozen=True)
class IssueWords:
    """Words that name an issue, or its opposite pole."""

    start: int
    end: int
    opposite: bool


@dataclass(frozen=True)
class Position:
    """Where an actor stands on an issue."""

    holder: str
    issue: Issue
    stance: str
    condition: Optional[str]
    condition_kind: Optional[str]
    basis: str
    told_by: Optional[str]
    evidence: List[str]
    as_of: Optional[str]
    score: float
    words: List[IssueWords]


@dataclass(frozen=True)
class Timex:
    """A time expression (TIMEX3), with its first and last day."""

    start: int
    end: int
    type: str
    value: str
    mod: Optional[str]
    from_: Optional[str]
    to: Optional[str]


@dataclass(frozen=True)
class PlaceMention:
    """The words that name a place, and what for."""

    start: int
    end: int
    use: str


@dataclass(frozen=True)
class Place:
    """A place."""

    id: str
    name: str
    kind: str
    country: Optional[str]
    region: Optional[str]
    lat: Optional[float]
    lon: Optional[float]
    geonameid: Optional[int]
    mentions: List[PlaceMention]


@dataclass(frozen=True)
class Quantity:
    """How much or how many of what."""

    start: int
    end: int
    low: Optional[float]
    high: Optional[float]
    approximate: bool
    unit: Optional[str]
    currency: Optional[str]
    about: Optional[Span]
    each: List[str]
    baseline: Optional[float]
    of: Optional[str]
    conditional: bool


@dataclass(frozen=True)
class Note:
    """What is doubtful: a code, the words, a message."""

    code: str
    start: Optional[int]
    end: Optional[int]
    message: str


@dataclass(frozen=True)
class MadeBy:
    """What made the record."""

    engine: str
    models: str
    lexicon: str


KINDS: Dict[str, type] = {
    "doc": Doc, "sentences": Span, "actors": Actor, "statements": Statement, "events": Event, "positions": Position,
    "timexes": Timex, "places": Place, "quantities": Quantity, "diagnostics": Note, "made_by": MadeBy,
}  # fmt: skip
