"""`kamtui calendar`: what the coming days hold, as a list or as a file for a calendar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kamtui.cli.options import (
    output_options,
    owner_option,
    place_options,
    segment_option,
    top_option,
    weights_option,
)
from kamtui.cli.output import chosen_output
from kamtui.cli.query import answer_by_name
from kamtui.portfolio.request import Request


@click.command()
@place_options
@click.option("--until", metavar="DATE", help="The last day; else 90 days ahead.")
@owner_option
@segment_option
@weights_option
@top_option
@output_options
def calendar(
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    until: str | None,
    owner: str | None,
    segment: str | None,
    weights: str | None,
    top: int | None,
    format: str | None,
    output: Path | None,
) -> None:
    """List what the coming days hold: steps, contacts due, contract ends, seasons, key dates.

    The same as `kamtui query calendar`; an output that ends in .ics is for a calendar to read.

    \b
    Examples:
      kamtui calendar --history sample --owner "North desk" --until 2025-12-31
      kamtui calendar --history ~/history --owner "North desk" --output week.ics
    """
    wanted = chosen_output(format, output)
    request = Request(
        top=None if wanted.counts_rows else top,
        owner=owner,
        segment=segment,
        weights_name=weights,
        params={} if until is None else {"until": until},
    )
    answer_by_name("calendar", (history, workspace, as_of), request, wanted, top)
