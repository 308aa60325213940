"""How a source is written: the settings of a `[sources.NAME]` section and their limits."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Literal

import msgspec

Format = Literal["csv", "tsv", "excel", "parquet"]

TRUE_TEXTS = ("true", "t", "yes", "y", "1", "x", "kyllä", "k", "ja", "j", "oui", "sí", "si")
FALSE_TEXTS = ("false", "f", "no", "n", "0", "ei", "e", "nein", "nej", "non")

_BY_SUFFIX: dict[str, Format] = {
    ".parquet": "parquet",
    ".pq": "parquet",
    ".xlsx": "excel",
    ".xlsm": "excel",
    ".xlsb": "excel",
    ".xls": "excel",
    ".ods": "excel",
    ".tsv": "tsv",
    ".tab": "tsv",
}


class SourceSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One source: one file, or several that are written the same way."""

    path: str | list[str]
    """Relative to the mapping; `*`, `?` and `**` name several files."""
    format: Format | None = None
    """None goes by the file's suffix; what no suffix tells is csv."""
    encoding: str = "utf-8"
    """Of csv and tsv, as Python names it; a byte order mark is never part of the text."""
    delimiter: str | None = None
    """One character; None is a comma, or a tab in tsv."""
    quote: str = '"'
    """One character, doubled inside a quoted field; empty when nothing is quoted."""
    header: bool = True
    """Whether the first row that is read names the columns."""
    columns: list[str] = []
    """The columns' names, in place of those of the file."""
    skip_rows: int = 0
    """Lines (of a sheet: rows) that stand before the header."""
    sheet: str | int | None = None
    """Of a workbook: its name, or its number from 1; None is the first."""
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""
    """What stands between groups of three digits; a blank is any blank."""
    date_formats: str | list[str] = []
    """As strptime writes them, tried in order; ISO 8601 is always read."""
    null_texts: list[str] = []
    """Texts that mean no value, besides nothing and blanks."""
    true_texts: list[str] = []
    """Texts that mean true, in place of the usual ones."""
    false_texts: list[str] = []

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths and patterns that name its files."""
        return (self.path,) if isinstance(self.path, str) else tuple(self.path)

    @property
    def formats_of_dates(self) -> tuple[str, ...]:
        """The date formats, however many were given."""
        formats = self.date_formats
        return (formats,) if isinstance(formats, str) else tuple(formats)

    def format_of(self, suffix: str) -> Format:
        """The format of a file with this suffix."""
        return self.format or _BY_SUFFIX.get(suffix.lower(), "csv")


@dataclass(frozen=True)
class WrongSetting:
    """A setting that cannot be kept, and what was expected."""

    key: str
    message: str


def check_settings(settings: SourceSettings) -> WrongSetting | None:
    """Return the first setting that cannot be kept; None when all can."""
    found = {
        "path": _wrong_paths(settings),
        "encoding": _wrong_encoding(settings.encoding),
        "delimiter": _wrong_character(settings.delimiter),
        "quote": _wrong_character(settings.quote or None),
        "skip_rows": "expected 0 or more" if settings.skip_rows < 0 else None,
        "thousands": _wrong_thousands(settings),
        "date_formats": _wrong_formats(settings.formats_of_dates),
        "sheet": "sheets are counted from 1" if settings.sheet in (0, False) else None,
    }
    for key, message in found.items():
        if message is not None:
            return WrongSetting(key, message)
    return None


def _wrong_paths(settings: SourceSettings) -> str | None:
    return None if settings.paths and all(settings.paths) else "expected the path of a file"


def _wrong_encoding(encoding: str) -> str | None:
    try:
        codecs.lookup(encoding).name.encode().decode(encoding)
    except (LookupError, UnicodeError, ValueError):
        return f"there is no text encoding {encoding!r}; expected utf-8, cp1252, utf-16 or another"
    return None


def _wrong_character(character: str | None) -> str | None:
    if character is None or (len(character) == 1 and character not in "\r\n\0"):
        return None
    return f"expected one character, found {character!r}"


def _wrong_thousands(settings: SourceSettings) -> str | None:
    same = settings.thousands == settings.decimal
    return f"is {settings.thousands!r}, the same as decimal" if same else None


def _wrong_formats(formats: tuple[str, ...]) -> str | None:
    for text in formats:
        if "%" not in text:
            return f"expected a format such as %d.%m.%Y, found {text!r}"
    return None
