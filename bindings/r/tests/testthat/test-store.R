# The store is made by the program from the repository's examples; without it the tests say that they were skipped.
program <- function() {
  named <- Sys.getenv("RAPPORTEUR", Sys.which("rapporteur"))
  if (!nzchar(named)) skip("skipped: the program is not named in RAPPORTEUR")
  named
}

examples <- function() {
  folder <- Sys.getenv("RAPPORTEUR_EXAMPLES")
  if (!nzchar(folder)) skip("skipped: RAPPORTEUR_EXAMPLES does not name the example reports")
  list.files(folder, pattern = "[.]txt$", full.names = TRUE)
}

store <- function() {
  ingest_reports(examples(), tempfile(fileext = ".db"), program = program())
}

test_that("filters take what they name, and days are dates", {
  s <- store()
  on.exit(DBI::dbDisconnect(s))
  all <- statements(s)
  expect_gt(nrow(all), 5)
  speaker <- stats::na.omit(all$speaker)[[1]]
  one <- statements(s, by = speaker)
  expect_true(all(grepl(tolower(speaker), tolower(paste(one$speaker, one$party, one$source)), fixed = TRUE)))
  expect_s3_class(stories(s)$first_published, "Date")
  expect_lte(nrow(events(s, status = "happened")), nrow(events(s)))
  expect_true(all(c("holder", "issue", "stance") %in% names(positions(s))))
})

test_that("a network's weights are no more than its rows", {
  s <- store()
  on.exit(DBI::dbDisconnect(s))
  edges <- as_network(s, "acts", status = NULL)
  expect_named(edges, c("from", "to", "weight", "rows"))
  expect_true(all(edges$weight <= edges$rows))
})

test_that("texts are read by the program", {
  found <- read_reports(text = "Minister Ann Karim said that talks had failed.", date = "2031-05-06", program = program())
  expect_equal(found$statements$speaker[[1]], "Ann Karim")
  expect_equal(found$reports$published, as.Date("2031-05-06"))
})

test_that("what is no store is named", {
  expect_error(rapporteur_store(tempfile()), "rapporteur ingest")
  other <- tempfile()
  DBI::dbDisconnect(DBI::dbConnect(RSQLite::SQLite(), other))
  writeLines("no database", other)
  expect_error(rapporteur_store(other))
})

test_that("of a month or a year alone no day is made", {
  table <- tibble::tibble(as_of = c("2031-05-06", "2031-05", NA, NA), published = c("2031-06-01", "2031-06-02T10:00", "2031", NA))
  expect_equal(day_of(table), as.Date(c("2031-05-06", "2031-06-02", NA, NA)))
})

test_that("positions become statements of DNA, in a tibble and in its database", {
  s <- store()
  on.exit(DBI::dbDisconnect(s))
  held <- positions(s)
  found <- as_dna(s)
  expect_equal(nrow(found), sum(held$stance != "neutral" & !is.na(held$holder)))
  expect_gt(nrow(found), 0)
  expect_true(all(found$agreement %in% 0:1))
  expect_true(all(found$person != "" | found$organization != ""))
  # A person speaks for a party, where one is known.
  expect_true(any(found$person != "" & found$organization != ""))
  expect_s3_class(found$date, "Date")
  out <- tempfile(fileext = ".dna")
  export_dna(s, out, program = program())
  expect_error(export_dna(s, out, program = program()), "could not run")
  dna <- DBI::dbConnect(RSQLite::SQLite(), out, flags = RSQLite::SQLITE_RO)
  expect_true(all(c("DOCUMENTS", "STATEMENTS", "STATEMENTTYPES", "VARIABLES") %in% DBI::dbListTables(dna)))
  expect_gte(DBI::dbGetQuery(dna, "SELECT count(*) AS n FROM STATEMENTS")$n, nrow(found))
  DBI::dbDisconnect(dna)
})

test_that("exported tables are tibbles with days as dates", {
  s <- store()
  on.exit(DBI::dbDisconnect(s))
  path <- s@dbname
  count <- nrow(statements(s))
  for (form in c("csv", "tsv", "parquet")) {
    out <- tempfile(fileext = paste0(".", form))
    status <- system2(program(), c("export", "--quiet", "--store", path, "--format", form, "--table", "statements", "--out", out))
    expect_equal(status, 0)
    if (form == "parquet" && !requireNamespace("nanoparquet", quietly = TRUE) && !requireNamespace("arrow", quietly = TRUE)) {
      expect_error(read_export(out), "nanoparquet")
      next
    }
    table <- read_export(out)
    expect_equal(nrow(table), count)
    expect_s3_class(table$said_on, "Date")
  }
})
