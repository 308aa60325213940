"""`kamtui weekly`: the report of a week."""

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
@click.option(
    "--week", metavar="YEAR-Wnn", help="Which week, such as 2025-W48; else the as-of date's."
)
@owner_option
@segment_option
@weights_option
@top_option
@output_options
def weekly(
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    week: str | None,
    owner: str | None,
    segment: str | None,
    weights: str | None,
    top: int | None,
    format: str | None,
    output: Path | None,
) -> None:
    """Report a week: whom to contact, who was reached and who not, what was closed, what is next.

    The same as `kamtui query weekly`.

    \b
    Examples:
      kamtui weekly --history sample --owner "North desk" --week 2025-W48
      kamtui weekly --history ~/history --format md
      kamtui weekly --history ~/history --week 2025-W48 --output friday.xlsx
    """
    wanted = chosen_output(format, output)
    request = Request(
        top=None if wanted.counts_rows else top,
        owner=owner,
        segment=segment,
        weights_name=weights,
        params={} if week is None else {"week": week},
    )
    answer_by_name("weekly", (history, workspace, as_of), request, wanted, top)
