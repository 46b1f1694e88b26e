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
  path <- tempfile(fileext = ".db")
  stopifnot(system2(program(), c("ingest", "--quiet", "--store", path, shQuote(examples()))) == 0)
  rapporteur_store(path)
}

test_that("filters take what they name, and days are dates", {
  s <- store()
  all <- statements(s)
  expect_gt(nrow(all), 5)
  speaker <- stats::na.omit(all$speaker)[[1]]
  one <- statements(s, by = speaker)
  expect_true(all(grepl(tolower(speaker), tolower(paste(one$speaker, one$party, one$source)), fixed = TRUE)))
  expect_s3_class(stories(s)$first_published, "Date")
  expect_lte(nrow(events(s, status = "happened")), nrow(events(s)))
  expect_true(all(c("holder", "issue", "stance") %in% names(positions(s))))
  DBI::dbDisconnect(s)
})

test_that("a network's weights are no more than its rows", {
  s <- store()
  edges <- as_network(s, "acts", status = NULL)
  DBI::dbDisconnect(s)
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
