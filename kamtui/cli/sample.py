"""kamtui sample: a history of a made-up company."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kamtui.cli.options import Day, Folder

if TYPE_CHECKING:
    from kamtui.history.manifest import Manifest


@click.command(
    epilog="""\b
Examples:
  kamtui sample demo
  kamtui sample large --accounts 20000 --lines 10000000 --seed 7"""
)
@click.argument("out", type=Folder())
@click.option(
    "--accounts",
    type=int,
    default=240,
    show_default=True,
    help="Customers and prospects together; a sixth are prospects.",
)
@click.option("--years", type=int, default=5, show_default=True, help="Years of orders.")
@click.option(
    "--lines", type=int, help="Order lines, exactly.  [default: as many as they would order]"
)
@click.option(
    "--seed", type=int, default=1, show_default=True, help="Another number, another company."
)
@click.option(
    "--until",
    type=Day(),
    default="2025-11-30",
    show_default=True,
    metavar="DATE",
    help="The last day of the history.",
)
def sample(out: Path, accounts: int, years: int, lines: int | None, seed: int, until: date) -> None:
    """Write the history of a made-up company into the folder OUT.

    Every table of the contract is in it: customers and prospects, orders, contacts, complaints,
    feedback, invoices, offers, contracts, assessments and competitors' ratings. The same options
    give the same files. OUT is new or empty, or a made-up history that gets a new generation.
    """
    from kamtui.history.sample import make_sample

    with _progress() as told:
        manifest = make_sample(
            out,
            accounts=accounts,
            years=years,
            lines=lines,
            seed=seed,
            until=until,
            progress=told,
        )
    size = sum(file.bytes for file in manifest.files) / 1e6
    click.echo(
        f"{out}: {_rows(manifest, 'accounts'):,} accounts and "
        f"{_rows(manifest, 'order_lines'):,} order lines of a made-up company ({size:,.1f} MB)",
        err=True,
    )


def _rows(manifest: Manifest, table: str) -> int:
    return sum(file.rows for file in manifest.files if file.table == table)


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """Give what shows progress on stderr, when that is a terminal."""
    steps = 1000
    with click.progressbar(length=steps, file=sys.stderr, hidden=not sys.stderr.isatty()) as bar:

        def told(table: str, done: float) -> None:
            bar.label = table.replace("_", " ")
            bar.update(round(done * steps) - bar.pos)

        yield told
