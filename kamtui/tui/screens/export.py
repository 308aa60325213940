"""Where what is shown is written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from kamtui.errors import WrongUsage
from kamtui.formats.writing import FORMATS, format_of
from kamtui.text import harmless
from kamtui.tui.actions import bindings
from kamtui.tui.screens.dialog import Dialog

_FORMATS = tuple(name for name in FORMATS if name not in ("table", "ics"))


def _format_of(file: Path) -> str | None:
    """Return the format that a file's ending names, of those that hold any answer."""
    name = format_of(file)
    return name if name in _FORMATS else None


class Export(Dialog[Path | None]):
    """Asks for a file; one that is there already is overwritten only when said twice."""

    DEFAULT_CSS = """
    Export Input { background: $foreground 10%; }
    Export Input:focus { background: $foreground 18%; }
    Export Label { color: $foreground-muted; }
    Export #saying { margin-top: 1; height: 2; color: $foreground-muted; }
    Export #saying.-wrong { color: $text-error; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("export")]

    SHOWN = ("export.accept",)

    def __init__(
        self,
        what: str,
        suggested: Path,
        formats: Sequence[str] = _FORMATS,
        format_of: Callable[[Path], str | None] = _format_of,
    ) -> None:
        """`what` is what is written, such as "12 of 240 accounts".

        `formats` are those that it can be written in; `format_of` says which one a file's ending
        names, None for none of them.
        """
        super().__init__(f"Export {what}")
        self._suggested = suggested
        self._formats = formats
        self._format_of = format_of
        self._confirmed: Path | None = None

    def contents(self) -> Iterable[Widget]:
        """Return the line to type in, and what is said of it."""
        yield Label(f"File; its ending says the format: {', '.join(self._formats)}", markup=False)
        yield Input(str(self._suggested), id="file", select_on_focus=False, compact=True)
        yield Static(id="saying", markup=False)

    @on(Input.Changed)
    def _say_nothing(self) -> None:
        self._confirmed = None
        self._say("")

    def _say(self, text: str) -> None:
        saying = self.query_one("#saying", Static)
        saying.set_class(bool(text), "-wrong")
        saying.update(text)

    @on(Input.Submitted)
    def action_accept(self) -> None:
        """Take the file, if it can be one."""
        typed = self.query_one(Input).value
        try:
            file = self._file(typed)
        except WrongUsage as error:
            self._say(str(error))
            return
        if file.exists() and file != self._confirmed:
            self._confirmed = file
            self._say(f"{harmless(str(file))} is there already. Enter once more overwrites it.")
            return
        self.dismiss(file)

    def _file(self, typed: str) -> Path:
        """Return the file that was typed; raises WrongUsage where none can be written."""
        if not typed.strip():
            raise WrongUsage("no file is named")
        file = Path(typed.strip()).expanduser().absolute()
        if file.is_dir():
            raise WrongUsage(f"{harmless(str(file))} is a folder")
        if self._format_of(file) is None:
            raise WrongUsage(
                f"{harmless(file.name)}: its ending names no format",
                f"Use one of {', '.join(self._formats)}.",
            )
        if not file.parent.is_dir():
            raise WrongUsage(f"there is no folder {harmless(str(file.parent))}")
        return file
