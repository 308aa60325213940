"""`kamtui report`: the plan of one account, as a page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from kamtui.cli.options import (
    once_each,
    one_weight_option,
    place_options,
    required_history,
    weights_option,
)
from kamtui.cli.output import write_text
from kamtui.errors import WrongUsage
from kamtui.formats.pages import PAGE_FORMATS, page_format_of, page_text
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.request import Request


class PageFormat(click.ParamType[str]):
    """One of the formats of a page."""

    name = "format"

    def convert(self, value: Any, param: Any, ctx: Any) -> str:
        """Return the format, or raise WrongUsage with the nearest spelling."""
        name = str(value).lower()
        if name not in PAGE_FORMATS:
            raise WrongUsage(
                f"--format: there is no format {value!r} for a report",
                did_you_mean(name, PAGE_FORMATS) or f"One of {' and '.join(PAGE_FORMATS)}.",
            )
        return name

    def shell_complete(self, ctx: Any, param: Any, incomplete: str) -> list[CompletionItem]:
        """Complete the formats."""
        return [CompletionItem(name) for name in PAGE_FORMATS if name.startswith(incomplete)]


@click.command()
@click.argument("account", metavar="ACCOUNT")
@place_options
@weights_option
@one_weight_option
@click.option(
    "--format",
    type=PageFormat(),
    metavar="|".join(PAGE_FORMATS),
    help="Markdown, or a page for a browser and the printer; else by the ending of --output, "
    "else md.",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write to FILE, whole or not at all, and not to stdout.",
)
def report(
    account: str,
    history: Path | None,
    workspace: Path | None,
    as_of: date | None,
    weights: str | None,
    weight_overrides: tuple[tuple[str, float], ...],
    format: str | None,
    output: Path | None,
) -> None:
    """Write the account plan for ACCOUNT, an account_id, as one page.

    It says where the customer stands and how it came there: score, stage, matrices, strength
    beside each competitor, history. The html page holds its charts and styles itself: it opens
    in any browser without a network, and prints on A4 paper.

    \b
    Examples:
      kamtui report A0047 --history sample
      kamtui report A0047 --history ~/history --output plan.html
      kamtui report A0047 --as-of 2025-06-30 -w loyalty=40 --format html > plan.html
    """
    format_name = format or (page_format_of(output) if output is not None else None) or "md"
    if output is not None and not output.parent.is_dir():
        raise WrongUsage(f"--output {output}: there is no folder {output.parent}", "Make it first.")
    request = Request(
        weights_name=weights,
        weight_overrides=tuple(once_each(weight_overrides, "-w").items()),
    )
    text = _page(account, (history, workspace, as_of), request, format_name)
    write_text(text, output)


def _page(
    account: str,
    place: tuple[Path | None, Path | None, date | None],
    request: Request,
    format_name: str,
) -> str:
    from kamtui.portfolio.opening import open_portfolio
    from kamtui.portfolio.priorities import weights_for
    from kamtui.portfolio.report import account_report
    from kamtui.report.account_page import account_page

    history, workspace, as_of = place
    portfolio = open_portfolio(required_history(history), workspace=workspace, as_of=as_of)
    found = account_report(portfolio, account, weights_for(portfolio, request))
    return page_text(account_page(found), format_name)
