"""A spaCy component: `nlp.add_pipe("rapporteur")` fills `doc.spans` with what Rapporteur read.

Spans are widened to spaCy's tokens. `doc.spans["statements"]` are contents, `["sources"]` and `["cues"]` their words, `["events"]` the
evidence of events, `["timexes"]`, `["places"]` and `["quantities"]` the rest; a span's label is its kind, its id `s1`, `e1`, …;
`doc._.rapporteur` is the `Report`.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from . import read

if not Doc.has_extension("rapporteur"):
    Doc.set_extension("rapporteur", default=None)


class Component:
    """Reads each document that passes."""

    def __call__(self, doc: Doc) -> Doc:
        report = read(doc.text)
        doc._.rapporteur = report

        def span(found: Any, label: str, key: str = "") -> Any:
            return doc.char_span(found.start, found.end, label=label, alignment_mode="expand", span_id=key)

        def keep(name: str, spans: Any) -> None:
            doc.spans[name] = [one for one in spans if one is not None]

        keep("statements", [span(part, s.act, s.id) for s in report.statements for part in s.content])
        keep("sources", [span(s.source, s.act, s.id) for s in report.statements if s.source])
        keep("cues", [span(s.cue, s.act, s.id) for s in report.statements if s.cue])
        keep("events", [span(part, e.plover.type if e.plover else e.cameo, e.id) for e in report.events for part in e.evidence])
        keep("timexes", [span(t, t.type) for t in report.timexes])
        keep("places", [span(m, p.kind, p.id) for p in report.places for m in p.mentions])
        keep("quantities", [span(q, q.unit or "quantity") for q in report.quantities])
        return doc


@Language.factory("rapporteur")
def make(nlp: Language, name: str) -> Component:
    """The component for a pipeline."""
    return Component()
