"""Records of CSV and TSV files: every one is told by its line, the unreadable ones too."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from kamtui.errors import Failed
from kamtui.history.importing.settings import SourceSettings


@dataclass(frozen=True)
class Record:
    """One record of a delimited file."""

    line: int
    """The line on which it begins, counted from 1."""
    fields: list[str]
    problem: str | None = None
    """Why it cannot be read; None when it can."""
    text: str | None = None
    """The record as it stands in the file, when it cannot be read."""


class _Lines:
    """The lines of a file, of which some can be put back to be read again."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._again: list[str] = []
        self.since_mark: list[str] = []
        self.number = 0
        """Of the last line given, from 1."""

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._file)
        self.number += 1
        self.since_mark.append(line)
        return line

    def keep_first_line_only(self) -> str:
        """Put back all lines since the mark but the first, which is returned."""
        first, *others = self.since_mark
        self._again.extend(reversed(others))
        self.number -= len(others)
        return first


def records(file: TextIO, settings: SourceSettings, delimiter: str) -> Iterator[Record]:
    """Give the records of `file` that are not blank, after the lines to skip.

    A record with broken quotes is its first line alone: the lines after it are read anew, so that
    one stray quote does not swallow the rest of the file.
    """
    lines = _Lines(file)
    for _ in range(settings.skip_rows):
        if next(lines, None) is None:
            return
    reader = csv.reader(
        lines,
        delimiter=delimiter,
        quotechar=settings.quote or None,
        quoting=csv.QUOTE_MINIMAL if settings.quote else csv.QUOTE_NONE,
        doublequote=True,
        strict=True,
    )
    while True:
        lines.since_mark.clear()
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            text = lines.keep_first_line_only().rstrip("\r\n")
            yield Record(lines.number, [], f"broken quotes or an overlong field ({error})", text)
            continue
        if fields:
            yield Record(lines.number - len(lines.since_mark) + 1, fields)


def rows(
    file: TextIO, settings: SourceSettings, delimiter: str, width: int
) -> Iterator[tuple[int, str | None, str | None, list[str]]]:
    """Give line, problem, text and exactly `width` fields of every record of `file`."""
    for record in records(file, settings, delimiter):
        fields = record.fields
        if record.problem is None and len(fields) == width:
            yield record.line, None, None, fields
            continue
        problem = record.problem or f"{len(fields)} fields where the header has {width}"
        text = delimiter.join(fields) if record.text is None else record.text
        yield record.line, problem, text, (fields + [""] * width)[:width]


def open_text(path: Path, settings: SourceSettings) -> TextIO:
    """Return the file open for reading; bytes that its encoding does not know become surrogates.

    A byte order mark is not part of the text.
    """
    encoding = "utf-8-sig" if settings.encoding.lower() in ("utf-8", "utf8") else settings.encoding
    try:
        return path.open(encoding=encoding, errors="surrogateescape", newline="")
    except OSError as error:
        raise Failed(f"{path}: cannot be read: {error.strerror}") from error


def is_text(value: str) -> bool:
    """Whether every byte that `value` was read from is text in the file's encoding."""
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def spelled(value: str) -> str:
    r"""Return `value` with bytes that are no text spelled as `\xe4`."""
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
