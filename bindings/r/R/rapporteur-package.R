#' News reports read by Rapporteur, as tibbles
#'
#' `read_reports()` reads files and texts, `ingest_reports()` puts reports into a store and `rapporteur_store()` opens one; [statements()], [events()],
#' [positions()], [actors()] and [stories()] ask it, [ask_sql()] in SQL. [as_network()] gives edges for igraph, [as_dna()] and [export_dna()]
#' what Discourse Network Analyzer takes.
#'
#' The program `rapporteur` does the reading. It is looked for on the path, unless `options(rapporteur.program = "…")` or the variable `RAPPORTEUR`
#' names it.
#'
#' @keywords internal
#' @importFrom DBI dbConnect dbDisconnect dbGetQuery
#' @importFrom tibble as_tibble
#' @importFrom utils read.csv
"_PACKAGE"
