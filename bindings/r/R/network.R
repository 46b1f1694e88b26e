# Who speaks to or about whom, who acts on whom, who stands where: as edges, for igraph, and as rDNA takes statements.

#' A network of a store
#'
#' @param store A connection of [rapporteur_store()].
#' @param of `"acts"` (source on target of events), `"speaks"` (speaker to addressee), or `"positions"` (holder and issue).
#' @param status Events with this status only.
#' @return A tibble of edges: `from`, `to`, `weight` (independent ones: the copies of one story count once), `rows`. Give it to
#'   `igraph::graph_from_data_frame()`.
#' @export
as_network <- function(store, of = c("acts", "speaks", "positions"), status = "happened") {
  of <- match.arg(of)
  pairs <- switch(of,
    acts = "SELECT s.name AS \"from\", t.name AS \"to\", r.story, e.same FROM events e JOIN reports r ON r.id = e.report
      JOIN event_actors x ON x.event = e.id AND x.role = 'source' JOIN actors s ON s.id = x.actor
      JOIN event_actors y ON y.event = e.id AND y.role = 'target' JOIN actors t ON t.id = y.actor
      WHERE r.current = 1 AND e.same_as IS NULL AND (?1 IS NULL OR e.status = ?1)",
    speaks = "SELECT s.name AS \"from\", t.name AS \"to\", r.story, e.same FROM statements e JOIN reports r ON r.id = e.report
      JOIN statement_actors x ON x.statement = e.id AND x.role = 'speaker' JOIN actors s ON s.id = x.actor
      JOIN statement_actors y ON y.statement = e.id AND y.role = 'addressee' JOIN actors t ON t.id = y.actor
      WHERE r.current = 1 AND ?1 IS NOT ''",
    positions = "SELECT holder AS \"from\", issue || ' (' || stance || ')' AS \"to\", story, issue || stance AS same FROM positions_flat
      WHERE holder IS NOT NULL AND ?1 IS NOT ''"
  )
  ask_sql(store, paste0(
    "SELECT \"from\", \"to\", count(DISTINCT story || ' ' || same) AS weight, count(*) AS rows FROM (", pairs,
    ") GROUP BY 1, 2 ORDER BY weight DESC, 1, 2"
  ), list(if (is.null(status)) NA else status))
}

#' Positions as rDNA's statements
#'
#' @param store A connection of [rapporteur_store()].
#' @return A tibble with the variables of DNA's statement type "DNA Statement": person, organization, concept, agreement (1 or 0), date, document.
#'   Neutral positions are left out: DNA has none.
#' @export
as_dna <- function(store) {
  found <- positions(store)
  found <- found[!is.na(found$holder) & found$stance != "neutral", ]
  kinds <- actors(store)
  is_person <- found$holder %in% kinds$name[kinds$kind == "person"]
  party <- ifelse(is.na(found$party), "", found$party)
  tibble::tibble(
    person = ifelse(is_person, found$holder, ""), organization = ifelse(is_person, party, found$holder),
    concept = found$label, agreement = as.integer(!found$stance %in% c("reject", "deny")),
    date = day_of(found), document = found$address
  )
}

#' A store as a database of Discourse Network Analyzer 3
#'
#' Runs `rapporteur export --format dna`. rDNA opens it: `dna_openDatabase(out, coderId = 1, coderPassword = "rapporteur")`.
#'
#' @param store The file of the store, or a connection of [rapporteur_store()].
#' @param out The file to write; one that is there is refused.
#' @inheritParams read_reports
#' @return `out`, invisibly.
#' @export
export_dna <- function(store, out, program = program_path()) {
  path <- if (is.character(store)) store else store@dbname
  run(program, c("export", "--quiet", "--store", path, "--format", "dna", "--out", out))
  invisible(out)
}
