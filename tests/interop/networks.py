"""Networks as networkx reads them, counted against the store."""

import xml.etree.ElementTree as tree

import networkx

from rapporteur import export, number, sql, texts

whole = texts()
addresses = {row["address"]: int(row["id"]) for row in sql("select id, address from reports where current = 1")}
for network, question in [
    ("speech", "select count(*) from (select distinct x.actor, y.actor from statement_actors x join statement_actors y on y.statement = x.statement"
               " and y.role = 'addressee' join statements s on s.id = x.statement join reports r on r.id = s.report and r.current = 1"
               " where x.role = 'speaker')"),
    ("events", "select count(*) from (select distinct x.actor, y.actor, coalesce(e.type, substr(e.cameo, 1, 2)) from events e"
               " join event_actors x on x.event = e.id and x.role = 'source' join event_actors y on y.event = e.id and y.role = 'target'"
               " join reports r on r.id = e.report and r.current = 1 where e.same_as is null and e.status in ('happened', 'ongoing'))"),
    ("issues", "select count(*) from (select distinct holder, issue, stance from positions_flat where holder is not null)"),
]:
    graphml = networkx.read_graphml(export("graphml", f"{network}.graphml", "--network", network), force_multigraph=True)
    path = export("gexf", f"{network}.gexf", "--network", network)
    gexf = networkx.read_gexf(path)
    assert graphml.is_directed() and gexf.is_directed()
    assert set(graphml.nodes) == set(gexf.nodes) and graphml.number_of_edges() == gexf.number_of_edges() > 0
    ties = [data for _, _, data in graphml.edges(data=True) if network != "speech" or data["kind"] == "to"]
    assert len(ties) == number(question), (network, len(ties), number(question))
    for _, _, data in graphml.edges(data=True):
        report = whole[addresses[data["address"]]]
        pieces = data["evidence"].split(" … ")
        assert all(piece in report[data["start"] : data["end"]] for piece in pieces), data
        assert data["weight"] == len(data["findings"].split("; ")) >= data["independent"] >= 1
    for name, data in graphml.nodes(data=True):
        assert data["label"] and data["side"] in ("actor", "issue"), (name, data)
        assert gexf.nodes[name]["label"] == data["label"]
    space = "{http://www.gexf.net/1.2draft}"
    spells = [spell for spell in tree.parse(path).iter(f"{space}spell")]
    assert spells and all(spell.get("start") <= spell.get("end") for spell in spells)
