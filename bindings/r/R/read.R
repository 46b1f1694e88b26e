# Reading with the program.

#' Read reports
#'
#' Runs `rapporteur read` and gives what was read as tibbles, a list of `statements`, `events`, `positions`, `actors`, `timexes`,
#' `places`, `quantities` and `reports`.
#'
#' @param paths Files or folders; or, with `text`, leave it out.
#' @param text Texts to read as they are; `date` and `id` go with them.
#' @param date,id Dates of publication and ids of the texts, or `NULL`.
#' @param program The program; found on the path unless `options(rapporteur.program = …)` or `RAPPORTEUR` names it.
#' @return A list of tibbles. Columns that name actors hold names; spans are code points from 0, the end exclusive.
#' @examplesIf nzchar(Sys.getenv("RAPPORTEUR", Sys.which("rapporteur")))
#' read_reports(text = "Minister Ann Karim said that talks had failed.", date = "2031-05-06")$statements
#' @export
read_reports <- function(paths = NULL, text = NULL, date = NULL, id = NULL, program = program_path()) {
  if (is.null(paths) == is.null(text)) stop("give either paths or text", call. = FALSE)
  if (!is.null(text)) {
    given <- list(text = as.character(text))
    if (!is.null(date)) given$date <- as.character(date)
    if (!is.null(id)) given$id <- as.character(id)
    paths <- tempfile(fileext = ".jsonl")
    on.exit(unlink(paths))
    lines <- vapply(seq_along(text), function(at) {
      as.character(jsonlite::toJSON(lapply(given, function(column) jsonlite::unbox(column[[at]])), na = "null"))
    }, "")
    writeLines(enc2utf8(lines), paths, useBytes = TRUE)
  }
  out <- tempfile(fileext = ".jsonl")
  on.exit(unlink(out), add = TRUE)
  status <- run(program, c("read", "--format", "jsonl", "--quiet", "--output", out, paths))
  if (status == 1) warning("some reports could not be read; see the messages above", call. = FALSE)
  records <- lapply(readLines(out, encoding = "UTF-8", warn = FALSE), jsonlite::fromJSON, simplifyVector = FALSE)
  flatten(records)
}

#' Put reports into a store
#'
#' Runs `rapporteur ingest`: what is in the store is left alone, changed reports become new versions.
#'
#' @param paths Files, folders, or patterns in quotes.
#' @param store The file of the store; made where there is none.
#' @inheritParams read_reports
#' @return A read-only connection, as [rapporteur_store()] gives it.
#' @examplesIf nzchar(Sys.getenv("RAPPORTEUR", Sys.which("rapporteur")))
#' report <- tempfile(fileext = ".txt")
#' writeLines("KELM, May 6, 2031 (CPA) - Minister Ann Karim said on Tuesday that talks with Telmark had failed.", report)
#' store <- ingest_reports(report, tempfile(fileext = ".db"))
#' statements(store, by = "Karim", since = "2031-05")[, c("said_on", "speaker", "act", "content")]
#' DBI::dbDisconnect(store)
#' @export
ingest_reports <- function(paths, store, program = program_path()) {
  status <- run(program, c("ingest", "--quiet", "--store", store, paths))
  if (status == 1) warning("some reports could not be read; see the messages above", call. = FALSE)
  rapporteur_store(store)
}

# Runs the program; an error where it could not do what it was asked for.
run <- function(program, arguments) {
  status <- system2(program, shQuote(path.expand(arguments)))
  if (status > 1) stop("`", program, " ", arguments[[1]], "` could not run; see its message above", call. = FALSE)
  invisible(status)
}

program_path <- function() {
  named <- getOption("rapporteur.program", Sys.getenv("RAPPORTEUR", Sys.which("rapporteur")))
  if (!nzchar(named)) stop("the program `rapporteur` is not on the path; name it with options(rapporteur.program = \"/path/to/rapporteur\")", call. = FALSE)
  named
}

# The records as tibbles. `word` and `names_of` turn what a cell may be into one string.
flatten <- function(records) {
  kinds <- list(
    reports = function(r) list(one(address = r$doc$uri, key = r$doc$key, title = r$doc$title, outlet = r$doc$publisher,
      agency = r$doc$agency, published = r$doc$published, published_basis = r$doc$published_basis)),
    statements = function(r) lapply(r$statements, function(s) one(
      address = r$doc$uri, statement = s$id, speaker = names_of(r, s$speakers), addressee = names_of(r, s$addressees), act = s$act,
      certainty = s$certainty, kind = s$kind, said_on = s$said_on, source = words(r, list(s$source)), cue = words(r, list(s$cue)),
      content = words(r, s$content), within = s$within, start = s$content[[1]]$start, end = s$content[[length(s$content)]]$end
    )),
    events = function(r) lapply(r$events, function(e) one(
      address = r$doc$uri, event = e$id, source = names_of(r, e$source), target = names_of(r, e$target), type = e$plover$type,
      mode = e$plover$mode, cameo = e$cameo, status = e$status, date = e$date, date_basis = e$date_basis, score = e$score,
      reported_by = e$reported_by, same_as = e$same_as, evidence = words(r, e$evidence)
    )),
    positions = function(r) lapply(r$positions, function(p) one(
      address = r$doc$uri, holder = names_of(r, list(p$holder)), issue = p$issue$key, label = p$issue$label, stance = p$stance,
      condition = p$condition, condition_kind = p$condition_kind, basis = p$basis, as_of = p$as_of, score = p$score,
      evidence = paste(unlist(p$evidence), collapse = "; ")
    )),
    actors = function(r) lapply(r$actors, function(a) one(
      address = r$doc$uri, actor = a$id, name = a$name, kind = a$kind, code = a$code, party = names_of(r, list(a$party)),
      roles = paste(vapply(a$roles, function(role) role$title, ""), collapse = "; "), mentions = length(a$mentions)
    )),
    timexes = function(r) lapply(r$timexes, function(t) one(
      address = r$doc$uri, words = words(r, list(t)), type = t$type, value = t$value, from = t$from, to = t$to, start = t$start, end = t$end
    )),
    places = function(r) lapply(r$places, function(p) one(
      address = r$doc$uri, place = p$id, name = p$name, kind = p$kind, country = p$country, lat = p$lat, lon = p$lon,
      geonameid = p$geonameid, mentions = length(p$mentions)
    )),
    quantities = function(r) lapply(r$quantities, function(q) one(
      address = r$doc$uri, words = words(r, list(q)), low = q$low, high = q$high, unit = q$unit, currency = q$currency,
      conditional = q$conditional, told_by = q$of, start = q$start, end = q$end
    ))
  )
  lapply(kinds, function(kind) bind(unlist(lapply(records, kind), recursive = FALSE)))
}

# One row: what is null is missing.
one <- function(...) lapply(list(...), function(cell) if (is.null(cell) || !length(cell)) NA else cell)

bind <- function(found) {
  if (!length(found)) return(tibble::tibble())
  columns <- lapply(stats::setNames(nm = names(found[[1]])), function(name) unlist(lapply(found, `[[`, name)))
  dated(as_tibble(columns))
}

names_of <- function(record, ids) {
  ids <- unlist(ids)
  if (!length(ids)) return(NULL)
  known <- stats::setNames(vapply(record$actors, function(a) a$name, ""), vapply(record$actors, function(a) a$id, ""))
  paste(known[ids], collapse = "; ")
}

words <- function(record, spans) {
  spans <- Filter(Negate(is.null), spans)
  if (!length(spans)) return(NULL)
  paste(vapply(spans, function(span) substr(record$text, span$start + 1, span$end), ""), collapse = " \u2026 ")
}
