"""What blocks a settlement, by positions; which outcomes of a conflict last, by a model."""

from __future__ import annotations

import json
from datetime import date
from html import escape
from typing import TYPE_CHECKING, Any, Dict, Iterable, List, Mapping, Optional, Sequence, TypedDict, Union, overload

from . import _rapporteur

if TYPE_CHECKING:
    from typing_extensions import Unpack

    from . import Report


class Settlement:
    """What follows from positions: what is blocked and why, the smallest changes that unblock it, what all agree on, who moved.

    Its attributes are the keys of `rapporteur settle --format json` (docs/settle.md): `parties`, `issues`, `matrix`, `incompatible`,
    `preconditions`, `chains`, `cycles`, `deadlocks`, `agreed`, `moves`, `contradictions`, `divided`, `changes`, `verdict`, `sensitivity`,
    `stands`. Numbers stand for positions in `stands`, from 0.
    """

    def __init__(self, found: _rapporteur.Settlement) -> None:
        self._found = found
        self._kept: Dict[str, Any] = {}

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or name not in self._value():
                # The rule's verdict and the sensitivity are there when they were asked for.
                if name in ("verdict", "sensitivity"):
                    return None
                raise AttributeError(f"a settlement has no `{name}`")
            return self._value()[name]

    asked: Optional[Dict[str, Any]]
    parties: List[str]
    issues: List[Dict[str, Any]]
    matrix: List[Dict[str, Any]]
    incompatible: List[Dict[str, Any]]
    preconditions: List[Dict[str, Any]]
    chains: List[Dict[str, Any]]
    cycles: List[Dict[str, Any]]
    deadlocks: List[Dict[str, Any]]
    agreed: List[Dict[str, Any]]
    moves: List[Dict[str, Any]]
    contradictions: List[Dict[str, Any]]
    divided: List[Dict[str, Any]]
    changes: List[Dict[str, Any]]
    verdict: Optional[Dict[str, Any]]
    sensitivity: Optional[Dict[str, Any]]
    stands: List[Dict[str, Any]]

    def _value(self) -> Dict[str, Any]:
        if not self._kept:
            self._kept.update(json.loads(self._found.json()))
        return self._kept

    def __dir__(self) -> List[str]:
        return sorted([*self._value(), *(name for name in type(self).__dict__ if not name.startswith("_"))])

    def __repr__(self) -> str:
        value = self._value()
        return f"<Settlement: {len(value['stands'])} positions of {len(value['parties'])} parties, {len(value['deadlocks'])} issues blocked>"

    def __str__(self) -> str:
        return self._found.shown("text") or ""

    def to_json(self) -> str:
        """What `rapporteur settle --format json` prints, without the last line end."""
        return self._found.json()

    def to_dict(self) -> Dict[str, Any]:
        """The same as lists and dicts."""
        found: Dict[str, Any] = json.loads(self.to_json())
        return found

    def to_html(self) -> str:
        """One printable page without scripts."""
        return self._found.shown("html") or ""

    def to_markdown(self) -> str:
        """The same as Markdown."""
        return self._found.shown("markdown") or ""

    def to_svg(self) -> Optional[str]:
        """The map of what blocks what; `None` where nothing is blocked and no precondition set."""
        return self._found.shown("svg")

    def _repr_html_(self) -> str:
        # The page has a style of its own: in a frame, without scripts, it changes nothing of the notebook.
        page = escape(self.to_html(), quote=True)
        return f'<iframe sandbox="" style="width:100%;height:32em;border:1px solid #ccc" srcdoc="{page}"></iframe>'


class Question(TypedDict, total=False):
    """What is asked of positions; `settle` says what each means."""

    issue: Optional[str]
    on: Union[str, date, None]
    changes: int
    rule: Optional[str]
    members: Sequence[str]
    sensitivity: bool


@overload
def settle(given: Any, **question: "Unpack[Question]") -> Settlement: ...
@overload
def settle(*, model: Union[str, Mapping[str, Any]]) -> Dict[str, Any]: ...
def settle(
    given: Any = None,
    *,
    model: Union[str, Mapping[str, Any], None] = None,
    issue: Optional[str] = None,
    on: Union[str, date, None] = None,
    changes: int = 3,
    rule: Optional[str] = None,
    members: Sequence[str] = (),
    sensitivity: bool = False,
) -> Any:
    """What blocks a settlement, or which outcomes of a conflict last.

    `given` is a `Store`, reports as `read_many` gives them, or positions in the shape of `rapporteur positions --format json` (a list of dicts,
    or JSON as text); the answer is a `Settlement`. `issue` asks for one issue, `on` leaves later positions out, `changes` is the most that change
    together, `rule` decides the issue (`unsc`, `consensus`, …; docs/settle.md), by `members` instead of the body's own.

    With `model`, a model for the Graph Model for Conflict Resolution (a dict or JSON), the answer is a dict of its equilibria:
    `feasible`, `nash`, `gmr`, `seq`, `sim`, `smr`.
    """
    from ._store import Store

    if (given is None) == (model is None):
        raise TypeError("give either positions, reports or a store, or a model")
    if model is not None:
        return _rapporteur.solve(model if isinstance(model, str) else json.dumps(model))
    question: Dict[str, Any] = {"issue": issue, "on": on, "changes": changes, "rule": rule, "members": members, "sensitivity": sensitivity}
    if isinstance(given, Store):
        return of_store(given._store, 600.0, **question)
    if isinstance(given, str):
        return _of_json(given, **question)
    given = list(given) if not hasattr(given, "_record") else [given]
    if any(isinstance(one, Mapping) for one in given):
        return _of_json(json.dumps(given), **question)
    return of_store(_of_reports(given), 600.0, **question)


def _of_reports(reports: Iterable[Optional[Report]]) -> _rapporteur.Store:
    """Reports in a store in memory, so that copies count once as they do in any store."""
    return _rapporteur.Store.of([report._record for report in reports if report is not None])


def of_store(store: _rapporteur.Store, timeout: float, **question: Any) -> Settlement:
    """The settlement that the positions of a store give."""
    return Settlement(_rapporteur.Settlement.of_store(store, timeout, _asked(**question)))


def _of_json(positions: str, **question: Any) -> Settlement:
    return Settlement(_rapporteur.Settlement.of_json(positions, _asked(**question)))


def _asked(
    issue: Optional[str] = None,
    on: Union[str, date, None] = None,
    changes: int = 3,
    rule: Optional[str] = None,
    members: Sequence[str] = (),
    sensitivity: bool = False,
) -> Dict[str, Any]:
    """The question as the engine takes it. A day that is none is refused, as the command refuses it."""
    if on is not None:
        try:
            on = on.isoformat()[:10] if isinstance(on, date) else date.fromisoformat(on).isoformat()
        except ValueError:
            raise _rapporteur.Error(f"`{on}` is not a date; give it as YYYY-MM-DD") from None
    return {"issue": issue, "on": on, "changes": changes, "rule": rule, "members": list(members), "sensitivity": sensitivity}
