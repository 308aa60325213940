"""Where an answer goes and in which format: the one place that writes to stdout."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO

from kamtui.errors import WrongUsage
from kamtui.formats.writing import BINARY, FORMATS, Writable, format_of, write, written

__all__ = ["FORMATS", "Output", "Writable", "chosen_output", "write_answer", "write_text"]


@dataclass(frozen=True)
class Output:
    """How and where an answer is written."""

    format: str
    """One of FORMATS."""
    file: Path | None = None
    """None for stdout."""
    width: int | None = None
    """The width of a table in cells; None for as wide as it gets."""

    @property
    def counts_rows(self) -> bool:
        """Whether it says how many rows there are beyond those shown, so that all are needed."""
        return self.format == "table"


def chosen_output(format_name: str | None, file: Path | None) -> Output:
    """Return the output that --format and --output ask for.

    Without a format: by the file's ending, else a table on a terminal and csv anywhere else.
    Raises WrongUsage for a binary format on a terminal and for a file in no folder: before
    anything is computed.
    """
    file = None if file is not None and str(file) == "-" else file
    if file is not None and not file.parent.is_dir():
        raise WrongUsage(f"--output {file}: there is no folder {file.parent}", "Make it first.")
    terminal = file is None and sys.stdout.isatty()
    ending = format_of(file) if file is not None else None
    name = format_name or ending or ("table" if terminal else "csv")
    if terminal and name in BINARY:
        raise WrongUsage(
            f"{name} is not for a terminal to show",
            f"Say where it goes: --output FILE.{name}, or a pipe.",
        )
    return Output(name, file, shutil.get_terminal_size().columns if terminal else None)


def write_answer(
    answer: Writable, output: Output, top: int | None = None, as_of: date | None = None
) -> None:
    """Write the whole answer, which is for the day `as_of`.

    `top` is how many rows a table shows of an answer that holds all; the other formats write
    every row they are given.
    """
    with _sink(output.file) as sink:
        write(
            answer,
            output.format,
            sink,
            as_file=output.file is not None,
            top=top,
            width=output.width,
            as_of=as_of,
        )


def write_text(text: str, file: Path | None) -> None:
    """Write text that is no table, such as a TOML file; to stdout when `file` is None or `-`."""
    with _sink(None if file is None or str(file) == "-" else file) as sink:
        sink.write(text.encode("utf-8"))


@contextmanager
def _sink(file: Path | None) -> Iterator[BinaryIO]:
    """Yield where the bytes go: stdout, or a file that appears whole or not at all."""
    if file is None:
        sys.stdout.flush()
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
    else:
        with written(file) as sink:
            yield sink
