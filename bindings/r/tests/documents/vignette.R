# Runs the code of the vignette on a store made from the examples, where program and examples are named.
program <- Sys.getenv("RAPPORTEUR")
examples <- Sys.getenv("RAPPORTEUR_EXAMPLES")
if (nzchar(program) && nzchar(examples)) {
  store <- tempfile(fileext = ".db")
  DBI::dbDisconnect(rapporteur::ingest_reports(list.files(examples, "[.]txt$", full.names = TRUE), store))
  Sys.setenv(RAPPORTEUR_STORE = store)
  status <- system2("Rscript", c("chunks.R", file.path("..", "..", "vignettes", "rapporteur.Rmd")))
  if (status != 0) stop("the vignette's code failed")
} else {
  message("skipped: RAPPORTEUR and RAPPORTEUR_EXAMPLES are not set")
}
