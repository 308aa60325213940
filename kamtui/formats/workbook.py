"""The format for spreadsheets: xlsx, a sheet with typed columns."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from kamtui.errors import Failed
from kamtui.formats.values import plain
from kamtui.text import harmless

if TYPE_CHECKING:
    from kamtui.formats.writing import Writable

MOST_ROWS = 1_048_575
"""What a sheet holds below its header."""
_MOST_COLUMNS = 16_384
_LONGEST_TEXT = 32_767
_DIGITS = 15
"""A spreadsheet holds numbers to so many digits; longer whole numbers are ids, and written out."""
_FIRST_DAY = date(1900, 1, 1)
"""The first day that a spreadsheet counts from; earlier ones are written out."""
_WIDEST = 48
_LIKE_A_FORMULA = ("=", "+", "-", "@")

_CUT = -2
"""What xlsxwriter answers when it cut a text."""

Write = Callable[[int, int, Any], object]


def write_xlsx(answer: Writable, names: Sequence[str], sink: BinaryIO) -> None:
    """Write the answer as a workbook of one sheet: a header, then a row a row.

    Numbers, dates and flags keep their types; null, NaN and infinity are empty cells; lists are
    JSON text, as in csv. Text is text, whatever it begins with, and holds line breaks but no other
    control characters: those are spelled out. Raises Failed for what a sheet cannot hold.
    """
    from xlsxwriter.exceptions import FileCreateError

    if len(names) > _MOST_COLUMNS:
        raise _too_much(f"{len(names):,} columns", f"{_MOST_COLUMNS:,}")
    # Rows go to files aside while they come in, so that a long answer takes no memory.
    with tempfile.TemporaryDirectory(prefix="kamtui-") as folder:
        file = Path(folder) / "answer.xlsx"
        try:
            _write_file(answer, names, file)
        except FileCreateError as error:
            raise error.__cause__ or error from None
        with file.open("rb") as written:
            shutil.copyfileobj(written, sink)


def _write_file(answer: Writable, names: Sequence[str], file: Path) -> None:
    import xlsxwriter

    workbook = xlsxwriter.Workbook(file, {"constant_memory": True, "tmpdir": str(file.parent)})
    sheet = workbook.add_worksheet("Answer")
    styles = {
        "header": workbook.add_format({"bold": True, "bottom": 1}),
        "amount": workbook.add_format({"num_format": "#,##0.00"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        # A spreadsheet makes a formula of such text when it is edited, but for this.
        "quoted": workbook.add_format({"quote_prefix": True}),
    }
    cells = _Cells(sheet, styles, names)
    sheet.freeze_panes(1, 0)
    for row, values in enumerate(chain.from_iterable(answer.rows()), start=1):
        if row > MOST_ROWS:
            raise _too_much(f"more than {MOST_ROWS:,} rows", f"{MOST_ROWS:,} below its header")
        for column, value in enumerate(values):
            cells.write(row, column, value)
    for column, width in enumerate(cells.widths):
        sheet.set_column(column, column, min(width, _WIDEST) + 1)
    workbook.close()


def _too_much(what: str, most: str) -> Failed:
    return Failed(
        f"xlsx cannot hold this answer: {what}, and a sheet holds {most}", "Try --format csv."
    )


class _Cells:
    """Writes values into a sheet, each in its type."""

    def __init__(self, sheet: Any, styles: Mapping[str, Any], names: Sequence[str]) -> None:
        self._sheet = sheet
        self._styles = styles
        self._names = names
        self.widths = [len(name) for name in names]
        self._writers: dict[type, Write] = {
            str: self._text,
            bool: sheet.write_boolean,
            int: self._whole,
            float: self._real,
            Decimal: self._amount,
            date: self._day,
            datetime: self._moment,
        }
        for column, name in enumerate(names):
            sheet.write_string(0, column, harmless(name), styles["header"])

    def write(self, row: int, column: int, value: Any) -> None:
        """Write one value; null leaves the cell empty."""
        if value is None:
            return
        self.widths[column] = max(self.widths[column], self._width(value))
        self._writers.get(type(value), self._spelled)(row, column, value)

    def _width(self, value: Any) -> int:
        if isinstance(value, str):
            return min(len(value), _WIDEST)
        return len(f"{value:,.2f}") if isinstance(value, Decimal) else min(len(str(value)), 19)

    def _text(self, row: int, column: int, value: str) -> None:
        text = "\n".join(map(harmless, value.split("\n")))
        style = self._styles["quoted"] if text.startswith(_LIKE_A_FORMULA) else None
        if self._sheet.write_string(row, column, text, style) == _CUT:
            where = f"{harmless(self._names[column])} in row {row:,}"
            raise _too_much(f"{where} is a text of {len(text):,} characters", f"{_LONGEST_TEXT:,}")

    def _spelled(self, row: int, column: int, value: Any) -> None:
        text = plain(value)
        if text is not None:
            self._text(row, column, text)

    def _whole(self, row: int, column: int, value: int) -> None:
        if len(str(abs(value))) > _DIGITS:
            self._text(row, column, str(value))
        else:
            self._sheet.write_number(row, column, value)

    def _real(self, row: int, column: int, value: float) -> None:
        if plain(value) is not None:
            self._sheet.write_number(row, column, value)

    def _amount(self, row: int, column: int, value: Decimal) -> None:
        if plain(value) is not None:
            self._sheet.write_number(row, column, float(value), self._styles["amount"])

    def _day(self, row: int, column: int, value: date) -> None:
        if value < _FIRST_DAY:
            self._spelled(row, column, value)
        else:
            self._sheet.write_datetime(row, column, value, self._styles["day"])

    def _moment(self, row: int, column: int, value: datetime) -> None:
        if value.tzinfo is not None or value.date() < _FIRST_DAY:
            self._spelled(row, column, value)
        else:
            self._sheet.write_datetime(row, column, value, self._styles["moment"])
