library(testthat)
library(rapporteur)

test_check("rapporteur")
