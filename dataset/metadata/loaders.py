"""Loaders: load.R and load.do, which read a release into R and Stata and check what they have read."""

from __future__ import annotations

from collections.abc import Iterator

from caucasus_ledger.dataset import identity
from caucasus_ledger.dataset.description import Description, TableFacts
from caucasus_ledger.dataset.fingerprint import short
from caucasus_ledger.dataset.variables import Variable

_R = """\
# {title} {version}, released on {released}, {licence}. Fingerprint {short}
# Base R is enough. In R:  source("load.R", chdir = TRUE)
# gives a list `ledger` of data frames, one a table: classes, factor levels and labels are those of codebook.csv.
# Where R can compute SHA-256 (4.5 and newer), every file that is read is held against SHA256SUMS first.

ledger <- local({{
  rows <- c(
{rows}
  )

  if (!file.exists("SHA256SUMS")) {{
    stop(
      "SHA256SUMS is not in ", getwd(), ": read the release in its folder, with ",
      "source('FOLDER/load.R', chdir = TRUE)", call. = FALSE
    )
  }}
  sums <- strsplit(readLines("SHA256SUMS", encoding = "UTF-8"), "  ", fixed = TRUE)
  sums <- setNames(vapply(sums, `[`, "", 1L), vapply(sums, `[`, "", 2L))
  sha256 <- get0("sha256sum", envir = asNamespace("tools"), mode = "function")

  read <- function(file) {{
    if (!is.null(sha256)) stopifnot("a file is not the one released" = sha256(file) == sums[[file]])
    read.csv(
      file, na.strings = "", colClasses = "character", encoding = "UTF-8", quote = "\\"", comment.char = "",
      check.names = FALSE, strip.white = FALSE
    )
  }}

  codebook <- read("codebook.csv")

  typed <- function(values, variable) {{
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
  }}

  load_table <- function(name) {{
    variables <- codebook[codebook$table == name, ]
    found <- read(paste0(name, ".csv"))
    stopifnot("the columns are not those of codebook.csv" = identical(names(found), variables$name))
    stopifnot("the number of rows is not the one released" = nrow(found) == rows[[name]])
    for (number in seq_along(found)) found[[number]] <- typed(found[[number]], variables[number, ])
    found
  }}

  tables <- lapply(setNames(nm = names(rows)), load_table)
  attr(tables, "version") <- "{version}"
  attr(tables, "fingerprint") <- "ccd1:{fingerprint}"
  tables
}})
"""


def load_r(description: Description) -> bytes:
    """Return the script for R, 4.0 or newer: `source("load.R", chdir = TRUE)` gives the tables as `ledger`."""
    counts = [f"    {name} = {table.rows}L" for name, table in description.tables.items()]
    return _R.format(
        title=identity.TITLE, version=description.version, released=description.released.isoformat(),
        licence=identity.LICENCE, short=short(description.fingerprint), rows=",\n".join(counts),
        fingerprint=description.fingerprint,
    ).encode()  # fmt: skip


def load_stata(description: Description) -> bytes:
    """Return the script for Stata, 16 or newer: each table in a frame of its name, its values checked."""
    lines = [
        f"* {identity.TITLE} {description.version}, released on {description.released.isoformat()}, {identity.LICENCE}",
        f"* Fingerprint {short(description.fingerprint)}",
        "* In Stata 16 or newer, in the folder of the release:  do load.do",
        "* Frames need Stata 16; the .dta files alone (format 118) are read by Stata 14 and newer.",
        "* Every table is then in a frame of its name; what an empty value means stands in the notes of its variable.",
        "",
        "version 16",
        "capture frame change default",
    ]
    for name, table in description.tables.items():
        lines += ["", *_frame(name, table)]
    lines += ["", "frame change claims", f'display as text "{identity.TITLE} {description.version} is loaded"']
    return ("\n".join(lines) + "\n").encode()


def _frame(name: str, table: TableFacts) -> Iterator[str]:
    yield f"capture frame drop {name}"
    yield f"frame create {name}"
    yield f"frame {name} {{"
    yield f'    use "{name}.dta", clear'
    yield f"    assert _N == {table.rows}"
    yield f"    assert c(k) == {len(table.variables)}"
    for variable in table.variables:
        yield from (f"    {line}" for line in _checks(variable))
    if table.rows:
        yield f"    isid {' '.join(one.name for one in table.variables if one.key)}, missok"
    yield "}"


def _checks(variable: Variable) -> Iterator[str]:
    yield f"confirm {'string' if variable.type == 'string' else 'numeric'} variable {variable.name}"
    if variable.missing:
        yield f"notes {variable.name}: Empty: {stata_text(variable.missing)}"
    else:
        yield f"assert !missing({variable.name})"
    if variable.codes and not variable.joined:
        yield from _one_of(variable)


def _one_of(variable: Variable) -> Iterator[str]:
    """Yield the assertion that a text is one of the codes; `inlist` takes no more than nine texts."""
    codes = list(variable.codes)
    groups = [codes[start : start + 9] for start in range(0, len(codes), 9)]
    told = [f"inlist({variable.name}, {', '.join(map(stata_quoted, group))})" for group in groups]
    *first, last = [f"missing({variable.name})", *told] if variable.missing else told
    lead = "assert "
    for one in first:
        yield f"{lead}{one} | ///"
        lead = "    "
    yield f"{lead}{last}"


def stata_quoted(text: str) -> str:
    """Return a text as a literal of Stata, in compound quotes; nothing in it is expanded as a macro."""
    return f'`"{stata_text(text)}"\''


def stata_text(text: str) -> str:
    """Return a text on one line in which Stata sees no macro and no end of a literal: quotes become typographic."""
    plain = " ".join(text.split())
    return plain.translate({ord('"'): "”", ord("`"): "‘", ord("'"): "’", ord("$"): "＄", ord("\\"): "＼"})
