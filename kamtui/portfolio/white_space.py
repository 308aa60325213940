"""White space: the product groups that an account does not buy, and that customers like it do."""

from __future__ import annotations

from dataclasses import dataclass

from kamtui.engine.answer import Answer
from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.spelling import did_you_mean
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.request import Request

STATES = ("now", "before", "never")
"""When an account bought of a group: in the last 12 months, earlier only, or never."""


def white_space(portfolio: Portfolio, request: Request) -> Answer:
    """Return what each account buys of each product group, as `queries/white-space.sql` says.

    Money in the history's currency, null where nothing was bought in 12 months; shares 0-1, null
    without peers. The parameter `only` keeps to now, before or never. Raises WrongUsage for
    another, and as `priorities` does.
    """
    state = request.params.get("only")
    if state is not None and state not in STATES:
        raise WrongUsage(
            f"only: expected now, before or never, found {state!r}", did_you_mean(state, STATES)
        )
    check_filters(portfolio, request)
    params = {
        "as_of": portfolio.as_of,
        "state": state,
        "owner": request.owner,
        "segment": request.segment,
        "account": request.account,
        "top": request.top,
    }
    return portfolio.engine.ask(compose("white-space"), params)


@dataclass(frozen=True)
class SheetRow:
    """One account in the sheet; the tuples have a value a group, in the order of the sheet's."""

    account_id: str
    name: str
    owner: str | None
    revenue_12m: float | None
    """All that it bought in 12 months, groups that have no column among it; None for nothing."""
    amounts: tuple[float | None, ...]
    """What it bought in 12 months; None for nothing."""
    peer_shares: tuple[float | None, ...]
    """The share of its peers, 0-1, that buys of the group; None without peers."""
    states: tuple[str, ...]
    """Each of STATES."""


@dataclass(frozen=True)
class WhiteSpaceSheet:
    """The base as a sheet: a row an account, a column a product group."""

    groups: tuple[str, ...]
    """What all accounts buy most of first."""
    rows: tuple[SheetRow, ...]
    """The account that buys most first."""


def white_space_sheet(
    portfolio: Portfolio, owner: str | None, segment: str | None
) -> WhiteSpaceSheet:
    """Return the sheet of an owner's and a segment's accounts.

    None is for all of them, "" for those of none.
    """
    return settled(portfolio, lambda current: _sheet(current, owner, segment))


def _sheet(portfolio: Portfolio, owner: str | None, segment: str | None) -> WhiteSpaceSheet:
    params = {"as_of": portfolio.as_of, "owner": owner, "segment": segment}
    found = portfolio.engine.ask(compose("white_space_sheet"), params).all_rows()
    groups = tuple(found[0][0]) if found else ()
    return WhiteSpaceSheet(groups, tuple(_row(*row[1:]) for row in found))


def _row(
    account_id: str,
    name: str,
    owner: str | None,
    revenue_12m: float | None,
    amounts: list[float | None],
    peer_shares: list[float | None],
    states: list[str],
) -> SheetRow:
    return SheetRow(
        account_id, name, owner, revenue_12m, tuple(amounts), tuple(peer_shares), tuple(states)
    )
