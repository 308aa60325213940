"""Rows of a sheet of a workbook, in typed columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kamtui.errors import Failed, WrongUsage
from kamtui.history.importing.settings import SourceSettings
from kamtui.model.spelling import did_you_mean

if TYPE_CHECKING:
    import fastexcel
    import pyarrow as pa

_CELL_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_HEADER_WITHIN = 1000
"""Rows in which the header is looked for."""


class Workbook:
    """One sheet of a workbook, opened.

    A column whose cells are all of one type has that type. Where they differ it is text, numbers
    spelled with a point and dates as ISO 8601; a cell that holds an error is the error's text.
    """

    def __init__(self, path: Path, settings: SourceSettings) -> None:
        import fastexcel

        self._path = path
        self._settings = settings
        try:
            self._reader = fastexcel.read_excel(path)
        except (fastexcel.FastExcelError, OSError) as error:
            raise Failed(f"{path}: is not a workbook: {_first_line(error)}") from error
        self._sheet = self._sheet_name()
        self.columns, self.first_row = self._header()
        """The columns' names as the sheet has them, and the number of the first row after them."""

    def _sheet_name(self) -> str:
        names: list[str] = self._reader.sheet_names
        wanted = self._settings.sheet
        if isinstance(wanted, str) and wanted not in names:
            raise WrongUsage(
                f"{self._path}: there is no sheet {wanted!r}", did_you_mean(wanted, names)
            )
        if isinstance(wanted, str):
            return wanted
        number = 1 if wanted is None else wanted
        if not 1 <= number <= len(names):
            raise WrongUsage(f"{self._path}: there is no sheet {number}; it has {len(names)}")
        return names[number - 1]

    def _header(self) -> tuple[list[str], int]:
        skipped = self._settings.skip_rows
        texts = self._load(skipped, "string", rows=_HEADER_WITHIN).to_arrow().to_pylist()
        filled = (number for number, row in enumerate(texts) if any(row.values()))
        first = next(filled, None)
        if first is None:
            raise Failed(f"{self._path}: sheet {self._sheet!r} is empty")
        header = [value or "" for value in texts[first].values()]
        if not self._settings.header:
            return [""] * len(header), skipped + first + 1
        return header, skipped + first + 2

    def table(self) -> pa.Table:
        """Return the rows after the header, blank ones too, in columns c1, c2, …

        The row with index n stands in row `first_row` + n of the sheet.
        """
        import pyarrow as pa

        sheet = self._load(self.first_row - 1)
        batch, errors = sheet.to_arrow_with_errors()
        found = [] if errors is None else errors.errors
        broken = sorted({error.position[1] for error in found})
        if broken:
            absolute = [column.absolute_index for column in sheet.selected_columns]
            types = {absolute[number]: "string" for number in broken}
            batch, errors = self._load(self.first_row - 1, dtypes=types).to_arrow_with_errors()
            found = [] if errors is None else errors.errors
        columns = [batch.column(number) for number in range(batch.num_columns)]
        for number in broken:
            values = columns[number].to_pylist()
            for error in found:
                if error.position[1] == number:
                    values[error.offset_position[0]] = _error_text(error.detail)
            columns[number] = pa.array(values, pa.string())
        return pa.table(columns, names=[f"c{number}" for number in range(1, len(columns) + 1)])

    def _load(
        self, skipped: int, dtypes: Any = None, rows: int | None = None
    ) -> fastexcel.ExcelSheet:
        import fastexcel

        try:
            # Without a header row and with skip_rows given, rows are counted as the sheet does.
            return self._reader.load_sheet(
                self._sheet,
                header_row=None,
                skip_rows=skipped,
                n_rows=rows,
                schema_sample_rows=None,
                dtypes=dtypes,
            )
        except fastexcel.FastExcelError as error:
            raise Failed(f"{self._path}: cannot be read: {_first_line(error)}") from error


def _error_text(detail: str) -> str:
    kind = detail.partition("Error(")[2].partition(")")[0]
    return _CELL_ERRORS.get(kind, "#ERROR!")


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
