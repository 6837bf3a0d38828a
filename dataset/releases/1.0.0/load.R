# Caucasus Ledger 1.0.0, released on 2026-11-23, CC-BY-4.0. Fingerprint ccd1:a028-33b6-3431-c95b
# Base R is enough. In R:  source("load.R", chdir = TRUE)
# gives a list `ledger` of data frames, one a table: classes, factor levels and labels are those of codebook.csv.
# Where R can compute SHA-256 (4.5 and newer), every file that is read is held against SHA256SUMS first.

ledger <- local({
  rows <- c(
    sources = 1L,
    sentences = 53L,
    remarks = 49L,
    actors = 57L,
    aliases = 45L,
    roles = 3L,
    mentions = 128L,
    events = 75L,
    places = 10L,
    participants = 143L,
    claims = 185L,
    attributions = 200L,
    links = 642L,
    evidence = 503L,
    assessments = 36L,
    references = 131L,
    tombstones = 0L
  )

  if (!file.exists("SHA256SUMS")) {
    stop(
      "SHA256SUMS is not in ", getwd(), ": read the release in its folder, with ",
      "source('FOLDER/load.R', chdir = TRUE)", call. = FALSE
    )
  }
  sums <- strsplit(readLines("SHA256SUMS", encoding = "UTF-8"), "  ", fixed = TRUE)
  sums <- setNames(vapply(sums, `[`, "", 1L), vapply(sums, `[`, "", 2L))
  sha256 <- get0("sha256sum", envir = asNamespace("tools"), mode = "function")

  read <- function(file) {
    if (!is.null(sha256)) stopifnot("a file is not the one released" = sha256(file) == sums[[file]])
    read.csv(
      file, na.strings = "", colClasses = "character", encoding = "UTF-8", quote = "\"", comment.char = "",
      check.names = FALSE, strip.white = FALSE
    )
  }

  codebook <- read("codebook.csv")

  typed <- function(values, variable) {
    converted <- switch(
      variable$type,
      int = as.integer(values),
      float = as.numeric(values),
      date = as.Date(values, format = "%Y-%m-%d"),
      if (is.na(variable$values) || variable$joined == "yes") values
      else factor(values, levels = strsplit(variable$values, ";", fixed = TRUE)[[1L]])
    )
    stopifnot("a value is not of its type, or not one of its codes" = identical(is.na(converted), is.na(values)))
    if (variable$required == "yes") stopifnot("a value is missing that is never empty" = !anyNA(converted))
    attr(converted, "label") <- variable$label
    converted
  }

  load_table <- function(name) {
    variables <- codebook[codebook$table == name, ]
    found <- read(paste0(name, ".csv"))
    stopifnot("the columns are not those of codebook.csv" = identical(names(found), variables$name))
    stopifnot("the number of rows is not the one released" = nrow(found) == rows[[name]])
    for (number in seq_along(found)) found[[number]] <- typed(found[[number]], variables[number, ])
    found
  }

  tables <- lapply(setNames(nm = names(rows)), load_table)
  attr(tables, "version") <- "1.0.0"
  attr(tables, "fingerprint") <- "ccd1:a02833b63431c95bcff7dec38daedd0eaf38550c42f5411cc5a8a0111247db64"
  tables
})
