# Runs the code of the vignette on a store made from the examples, where program and examples are named.
program <- Sys.getenv("RAPPORTEUR")
examples <- Sys.getenv("RAPPORTEUR_EXAMPLES")
if (nzchar(program) && nzchar(examples)) {
  store <- tempfile(fileext = ".db")
  stopifnot(system2(program, c("ingest", "--quiet", "--store", store, shQuote(list.files(examples, "[.]txt$", full.names = TRUE)))) == 0)
  Sys.setenv(RAPPORTEUR_STORE = store)
  lines <- readLines(file.path("..", "vignettes", "rapporteur.Rmd"))
  fence <- grep("^```", lines)
  for (at in seq(1, length(fence), 2)) {
    if (startsWith(lines[fence[at]], "```{r")) eval(parse(text = lines[(fence[at] + 1):(fence[at + 1] - 1)]), globalenv())
  }
  message("the vignette's code ran")
} else {
  message("skipped: RAPPORTEUR and RAPPORTEUR_EXAMPLES are not set")
}
