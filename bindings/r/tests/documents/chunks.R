# Runs the R code of an R Markdown file, chunk by chunk, as a notebook does: `Rscript chunks.R FILE`. A chunk is left out where its `eval` says so.
file <- commandArgs(trailingOnly = TRUE)[[1]]
lines <- readLines(file, encoding = "UTF-8")
fence <- grep("^```", lines)
ran <- 0
grDevices::pdf(NULL)
for (at in seq(1, length(fence), 2)) {
  head <- lines[fence[at]]
  if (!startsWith(head, "```{r")) next
  condition <- if (grepl("eval = ", head, fixed = TRUE)) sub("[}]$", "", sub("^.*eval = ", "", head)) else "TRUE"
  # Options of figures follow the condition.
  condition <- sub(", fig[.].*$", "", condition)
  if (!isTRUE(eval(parse(text = condition)))) next
  # Printed as a notebook prints: a plot that is only made would hide what is wrong with it.
  for (expression in parse(text = lines[(fence[at] + 1):(fence[at + 1] - 1)], keep.source = FALSE)) {
    value <- withVisible(eval(expression, globalenv()))
    if (value$visible) print(value$value)
  }
  ran <- ran + 1
}
stopifnot(ran > 0)
message(file, ": ", ran, " chunks ran")
