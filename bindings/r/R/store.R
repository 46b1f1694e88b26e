# A store that `rapporteur ingest` made, as tibbles.

#' Open a store
#'
#' @param path The file that `rapporteur ingest --store` made.
#' @return A read-only DBI connection; close it with `DBI::dbDisconnect()`.
#' @examples
#' # A file that is no store is refused, with what would make one.
#' try(rapporteur_store("none.db"))
#' @export
rapporteur_store <- function(path) {
  if (!file.exists(path)) stop("there is no store `", path, "`; `rapporteur ingest --store ", path, " FILES` makes one", call. = FALSE)
  store <- dbConnect(RSQLite::SQLite(), path, flags = RSQLite::SQLITE_RO, synchronous = NULL)
  application <- dbGetQuery(store, "PRAGMA application_id")[[1]]
  if (application != 0x72617070) {
    dbDisconnect(store)
    stop("`", path, "` is no store of rapporteur", call. = FALSE)
  }
  store
}

#' Ask a store in SQL
#'
#' Columns that hold days become dates. Values for `?` in the question are given in `params`, never pasted in.
#'
#' @param store A connection of [rapporteur_store()].
#' @param sql One question; docs/store.md describes tables and views.
#' @param params A list of values.
#' @return A tibble.
#' @export
ask_sql <- function(store, sql, params = NULL) {
  dated(as_tibble(dbGetQuery(store, sql, params = params)))
}

# The columns of the views that hold days. A month or a year alone stays text: it is no day.
DAYS <- c("said_on", "date", "as_of", "published", "first_published", "from", "to")

dated <- function(table) {
  for (name in intersect(DAYS, names(table))) {
    values <- as.character(table[[name]])
    day <- substr(values, 1, 10)
    whole <- is.na(values) | grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", day)
    if (all(whole)) table[[name]] <- as.Date(day, format = "%Y-%m-%d")
  }
  table
}

#' The day of each row
#'
#' The row's own day (`said_on`, `date` or `as_of`), or else the day of publication. Of a month or year alone no day is made.
#'
#' @param table A tibble of [statements()], [events()] or [positions()].
#' @return Dates, `NA` where none is known.
#' @export
day_of <- function(table) {
  own <- intersect(c("said_on", "date", "as_of"), names(table))
  found <- rep(as.Date(NA), nrow(table))
  for (name in c(own, "published")) {
    day <- substr(as.character(table[[name]]), 1, 10)
    whole <- !is.na(day) & grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", day) & is.na(found)
    found[whole] <- as.Date(day[whole])
  }
  found
}

# The rows of a view that the filters take. `like` names, for each filter by words, the columns where they may stand.
rows <- function(store, view, like, equal, day, since, until, limit) {
  conditions <- character()
  values <- list()
  for (one in like) {
    if (is.null(one$words)) next
    conditions <- c(conditions, paste0("(", paste0("instr(lower(coalesce(", one$columns, ", '')), lower(?)) > 0", collapse = " OR "), ")"))
    values <- c(values, rep(list(one$words), length(one$columns)))
  }
  for (column in names(equal)) {
    if (is.null(equal[[column]])) next
    conditions <- c(conditions, paste0("\"", column, "\" = ?"))
    values <- c(values, equal[[column]])
  }
  if (!is.null(since)) {
    conditions <- c(conditions, paste0(day, " >= ?"))
    values <- c(values, as.character(since))
  }
  if (!is.null(until)) {
    # "2031-05" takes all of May: a day of it begins with it.
    conditions <- c(conditions, paste0("substr(", day, ", 1, ", nchar(as.character(until)), ") <= ?"))
    values <- c(values, as.character(until))
  }
  where <- if (length(conditions)) paste("WHERE", paste(conditions, collapse = " AND ")) else ""
  most <- if (is.null(limit)) "" else paste("LIMIT", as.integer(limit))
  ask_sql(store, paste("SELECT * FROM", view, where, "ORDER BY", day, ", id", most), if (length(values)) unname(values))
}

#' Statements: who said what
#'
#' @param store A connection of [rapporteur_store()].
#' @param by,to,about,outlet Words in the speaker (or party), the addressee, the content, the outlet.
#' @param act What the speaker does: `"say"`, `"deny"`, `"demand"`, ….
#' @param since,until A day, month or year, as a date or text.
#' @param limit So many rows at most.
#' @return A tibble, a row a statement. Copies of one story share `story` and `same`.
#' @export
statements <- function(store, by = NULL, to = NULL, about = NULL, act = NULL, outlet = NULL, since = NULL, until = NULL, limit = NULL) {
  like <- list(
    list(words = by, columns = c("speaker", "party", "source")), list(words = to, columns = "addressee"),
    list(words = about, columns = "content"), list(words = outlet, columns = "outlet")
  )
  rows(store, "statements_flat", like, list(act = act), "coalesce(said_on, published)", since, until, limit)
}

#' Events: who did what to whom
#'
#' @inheritParams statements
#' @param type,status PLOVER type such as `"ASSAULT"`; `"happened"`, `"planned"`, ….
#' @param place Words in the name of the place.
#' @return A tibble, a row an event.
#' @export
events <- function(store, by = NULL, to = NULL, about = NULL, type = NULL, status = NULL, place = NULL, outlet = NULL, since = NULL,
                   until = NULL, limit = NULL) {
  like <- list(
    list(words = by, columns = c("source", "source_code")), list(words = to, columns = c("target", "target_code")),
    list(words = about, columns = "evidence"), list(words = place, columns = c("place", "country")), list(words = outlet, columns = "outlet")
  )
  rows(store, "events_flat", like, list(type = type, status = status), "coalesce(\"date\", published)", since, until, limit)
}

#' Positions: who stands where on what
#'
#' @inheritParams statements
#' @param by Words in the holder.
#' @param issue Words in the issue's key or label.
#' @param stance `"support"`, `"reject"`, `"demand"`, `"accept-if"`, `"assert"`, `"deny"`, `"neutral"`.
#' @return A tibble, a row a position in a report.
#' @export
positions <- function(store, by = NULL, issue = NULL, stance = NULL, since = NULL, until = NULL, limit = NULL) {
  like <- list(list(words = by, columns = "holder"), list(words = issue, columns = c("issue", "label")))
  rows(store, "positions_flat", like, list(stance = stance), "coalesce(as_of, published)", since, until, limit)
}

#' Actors of a store
#'
#' @inheritParams statements
#' @param by Words in the name.
#' @return A tibble: name, kind, code, and in how many reports and stories.
#' @export
actors <- function(store, by = NULL) {
  where <- if (is.null(by)) "" else "WHERE instr(lower(a.name), lower(?)) > 0"
  ask_sql(store, paste(
    "SELECT a.id, a.name, a.kind, max(x.code) AS code, count(DISTINCT x.report) AS reports, count(DISTINCT r.story) AS stories",
    "FROM actors a JOIN report_actors x ON x.actor = a.id JOIN reports r ON r.id = x.report", where, "GROUP BY a.id ORDER BY stories DESC, a.name"
  ), if (is.null(by)) NULL else list(by))
}

#' Stories: reports with their copies
#'
#' @inheritParams statements
#' @return A tibble, a row a story.
#' @export
stories <- function(store) ask_sql(store, "SELECT * FROM stories ORDER BY reports DESC, first_published, id")

#' A table that `rapporteur export` or Spark wrote
#'
#' @param path A file in CSV, TSV or Parquet; Parquet needs the package nanoparquet or arrow.
#' @return A tibble; columns that hold days are dates.
#' @export
read_export <- function(path) {
  if (grepl("[.]parquet$", path)) {
    table <- if (requireNamespace("nanoparquet", quietly = TRUE)) {
      nanoparquet::read_parquet(path)
    } else if (requireNamespace("arrow", quietly = TRUE)) {
      arrow::read_parquet(path)
    } else {
      stop("Parquet is read by nanoparquet or arrow: install one of them, or export as csv", call. = FALSE)
    }
  } else {
    table <- utils::read.csv(path, sep = if (grepl("[.]tsv$", path)) "\t" else ",", quote = "\"", encoding = "UTF-8", check.names = FALSE, na.strings = "")
  }
  dated(as_tibble(table))
}
