"""kamtui import: files from elsewhere become a history."""

from __future__ import annotations

import glob
import math
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kamtui.cli.options import Assignment, Folder
from kamtui.errors import WrongUsage
from kamtui.text import harmless

if TYPE_CHECKING:
    from kamtui.portfolio.importing import ImportReport, MaxRejects, Told


class Limit(click.ParamType["MaxRejects"]):
    """A number of rows, or a share of them as a percentage."""

    name = "n|p%"

    def convert(self, value: Any, param: Any, ctx: Any) -> MaxRejects:
        """Return the limit, or raise WrongUsage that says what was expected."""
        from kamtui.portfolio.importing import MaxRejects

        text = str(value).strip()
        try:
            if not text.endswith("%"):
                return _not_negative(MaxRejects(count=int(text)), int(text))
            percent = float(text[:-1])
            return _not_negative(MaxRejects(share=percent / 100), percent)
        except ValueError:
            raise WrongUsage(
                f"--max-rejects: {text!r} is neither a number of rows nor a percentage",
                "Write it like 100 or 0.5%.",
            ) from None


def _not_negative(limit: MaxRejects, number: float) -> MaxRejects:
    if not math.isfinite(number) or number < 0:
        raise ValueError
    return limit


@click.command(
    "import",
    epilog="""\b
Examples:
  kamtui import shop.toml --out ~/history
  kamtui import crm.toml --out ~/history --max-rejects 1%
  kamtui import --show semicolon_csv > shop.toml
  kamtui import online_retail --source lines=online_retail.parquet --out retail""",
)
@click.argument("mapping", metavar="MAP.toml", required=False)
@click.option("--out", type=Folder(), help="The history: a new folder, or one to import into.")
@click.option(
    "--source",
    "sources",
    type=Assignment("name", "path", "--source lines=online_retail.parquet"),
    multiple=True,
    metavar="NAME=PATH",
    help="Read this source of the mapping from another file (or pattern); may be repeated.",
)
@click.option(
    "--replace",
    "replace_all",
    is_flag=True,
    help="Leave out the history's tables that the mapping does not fill; else they stay.",
)
@click.option(
    "--rejects",
    type=Folder(),
    help="Where the folder of rejected rows is put; else in the history.",
)
@click.option(
    "--max-rejects", type=Limit(), help="Fail when more rows of a table than this are rejected."
)
@click.option("--show", metavar="NAME", help="Print a mapping that travels with kamtui.")
def importing(
    mapping: str | None,
    out: Path | None,
    sources: tuple[tuple[str, str], ...],
    replace_all: bool,
    rejects: Path | None,
    max_rejects: MaxRejects | None,
    show: str | None,
) -> None:
    """Turn CSV, TSV, Excel or Parquet files into a history, as the mapping MAP.toml says.

    The tables that the mapping fills are replaced, the others stay; the history is changed as a
    whole, in the last step. Rows that cannot be read or break the contract are written to CSV
    files with the reason, and counted. docs/import.md says what a mapping holds.
    """
    from kamtui.portfolio.importing import (
        ImportRequest,
        import_history,
        mapping_named,
        shipped_mapping,
    )

    if show is not None:
        click.echo(shipped_mapping(show).read_text(encoding="utf-8"), nl=False)
        return
    if mapping is None:
        raise WrongUsage(
            "no mapping was named", "kamtui import MAP.toml --out DIR; --show NAME prints one."
        )
    if out is None:
        raise WrongUsage("--out is missing", "Say where the history is to be: --out DIR")
    request = ImportRequest(
        mapping=mapping_named(mapping),
        out=out,
        sources={name: _files(name, path) for name, path in sources},
        replace_all=replace_all,
        rejects=rejects,
        max_rejects=max_rejects,
    )
    with _progress() as told:
        report = import_history(request, told)
    _tell(report)


def _files(name: str, pattern: str) -> tuple[Path, ...]:
    whole = Path(pattern).expanduser()
    if whole.is_file():
        return (whole,)
    found = sorted(Path(path) for path in glob.glob(str(whole), recursive=True))  # noqa: PTH207
    files = tuple(path for path in found if path.is_file())
    if not files:
        raise WrongUsage(f"--source {name}: there is no file {pattern}")
    return files


def _tell(report: ImportReport) -> None:
    for table in report.tables:
        _say(str(table))
        if table.unknown_accounts:
            _say(
                f"warning: {table.table}: {table.unknown_accounts:,} rows of accounts that the "
                "history does not have; kamtui check lists them"
            )
    if report.kept:
        _say(f"unchanged: {', '.join(report.kept)}")
    if report.missing:
        _say(f"warning: the history still lacks {' and '.join(report.missing)}")
    if report.rejects is not None:
        _say(f"rejected rows and reasons: {report.rejects}")
    _say(f"{report.folder}: generation {report.generation} is in place")


def _say(line: str) -> None:
    click.echo(harmless(line), err=True)


@contextmanager
def _progress() -> Iterator[Told | None]:
    """Give what shows progress on stderr; None when nobody looks at it."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        task = progress.add_task("starting", total=None)

        def told(what: str, share: float | None) -> None:
            progress.update(
                task,
                description=escape(harmless(what)),
                total=None if share is None else 1.0,
                completed=share or 0.0,
            )

        yield told
