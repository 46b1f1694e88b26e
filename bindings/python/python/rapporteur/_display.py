"""A report in a notebook: its text with the statements and events marked."""

from __future__ import annotations

from html import escape
from typing import Any, Dict, List, Tuple

# A colour and an edge each, so that who sees no colours sees shapes.
STYLES = {
    "statement": "background:#dbe9f6;border-bottom:2px solid #2b6cb0",
    "source": "border-bottom:2px dotted #2b6cb0;font-weight:600",
    "event": "background:#fde8d7;border-bottom:2px dashed #b7471d",
}


def marks(report: Any) -> List[Tuple[int, int, str, str]]:
    """Start, end, kind and description of every mark, the longest first where two begin together."""
    found = []
    names = {actor.id: actor.name for actor in report.actors}
    for statement in report.statements:
        who = ", ".join(names[one] for one in statement.speakers) or "?"
        label = f"{statement.id}: {who} {statement.act}, {statement.kind}" + (f", within {statement.within}" if statement.within else "")
        found += [(span.start, span.end, "statement", label) for span in statement.content]
        if statement.source:
            found.append((statement.source.start, statement.source.end, "source", label))
    for event in report.events:
        kind = event.plover.type if event.plover else event.cameo
        sides = " → ".join(", ".join(names[one] for one in side) or "?" for side in (event.source, event.target))
        found += [(span.start, span.end, "event", f"{event.id}: {sides}: {kind}, {event.status}") for span in event.evidence]
    return sorted(found, key=lambda mark: (mark[0], -mark[1], mark[2]))


def html(report: Any) -> str:
    """The text with its marks, and the words of the report escaped."""
    text, all_marks = report.text, marks(report)
    cuts = sorted({0, len(text), *(at for mark in all_marks for at in mark[:2])})
    parts = []
    for start, end in zip(cuts, cuts[1:]):
        over = [mark for mark in all_marks if mark[0] <= start and end <= mark[1]]
        words = escape(text[start:end])
        if over:
            style = ";".join(dict.fromkeys(STYLES[mark[2]] for mark in over))
            title = escape("\n".join(dict.fromkeys(mark[3] for mark in over)), quote=True)
            words = f'<span style="{style}" title="{title}">{words}</span>'
        parts.append(words)
    return f'<div style="white-space:pre-wrap;font-family:Georgia,serif;line-height:1.6;max-width:46em">{"".join(parts)}</div>'


def displacy(report: Any) -> Dict[str, Any]:
    """The report in the form that `displacy.render(…, style="span", manual=True)` of spaCy takes.

    >>> from spacy import displacy
    >>> page = displacy.render(rapporteur.displacy(report), style="span", manual=True, jupyter=False)
    >>> "statement s1" in page
    True
    """
    tokens: List[str] = []
    starts: List[int] = []
    at = 0
    for word in report.text.split():
        at = report.text.index(word, at)
        tokens.append(word)
        starts.append(at)
        at += len(word)
    ends = [start + len(word) for start, word in zip(starts, tokens)]
    spans = []
    for start, end, kind, label in marks(report):
        inside = [i for i in range(len(tokens)) if starts[i] < end and ends[i] > start]
        if inside:
            spans.append({"start_token": inside[0], "end_token": inside[-1] + 1, "label": f"{kind} {label.split(':')[0]}"})
    return {"text": report.text, "tokens": tokens, "spans": spans, "title": report.doc.title}
