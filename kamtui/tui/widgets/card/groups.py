"""The product groups: what the account buys of each, and which it has never bought."""

from __future__ import annotations

from kamtui.formats.figures import money, share, since
from kamtui.portfolio.account_card import AccountCard, GroupBought
from kamtui.tui.widgets.card.columns import CardColumn, CardRow, Cell, cell, heading
from kamtui.tui.widgets.card.table import SectionTable
from kamtui.tui.widgets.cells import bar, percent

_BAR = 8

_COLUMNS = (
    CardColumn("Product group", stretches=True, least=14),
    CardColumn("12 months", right=True),
    CardColumn("", leaves=3),
    CardColumn("Before", right=True),
    CardColumn("Change", right=True, leaves=1),
    CardColumn("Last bought", leaves=2),
)


class GroupsTable(SectionTable, can_focus=True):
    """The product groups that it buys, and those it could."""

    name_of_tab = "Products"

    def show(self, card: AccountCard) -> None:
        """Show the groups, those bought most first."""
        bought = [each for each in card.groups if _was_bought(each)]
        never = [each for each in card.groups if not _was_bought(each)]
        most = max((float(each.revenue_12m) for each in bought), default=0.0)
        named = [each for each in card.groups if each.product_group is not None]
        of_them = sum(1 for each in named if each.revenue_12m > 0)
        self.entitle(f"Product groups, {card.currency}", f"{of_them} of {len(named)} in 12 months")
        rows = [_row(each, most, card) for each in bought]
        if never:
            rows += [heading("Never bought"), *(_never(each, card) for each in never)]
        self.show_rows(_COLUMNS, rows, "no order lines in this history")


def _was_bought(group: GroupBought) -> bool:
    return group.last_bought_on is not None or group.revenue_total != 0


def _name(group: GroupBought) -> Cell:
    if group.product_group is None:
        return cell("(no group given)", "muted")
    return cell(group.product_group)


def _row(group: GroupBought, most: float, card: AccountCard) -> CardRow:
    before = group.revenue_prior
    change = float((group.revenue_12m - before) / before) if before > 0 else None
    tone = "good" if change and change > 0.005 else "bad" if change and change < -0.005 else ""
    part = float(group.revenue_12m) / most if most > 0 else 0.0
    last = group.last_bought_on
    about = f"bought for {money(group.revenue_total)} {card.currency} since the start"
    if last is not None:
        about += f", last {since(last, card.as_of)}"
    if group.sold_12m > 0 and group.revenue_12m > 0:
        about += f"; {share(float(group.revenue_12m / group.sold_12m))} of what all accounts bought"
    return CardRow(
        cells=(
            _name(group),
            cell(money(group.revenue_12m), "" if group.revenue_12m else "muted"),
            ((bar(part, _BAR), "bar"),),
            cell(money(before), "muted"),
            cell(None if change is None else percent(change), tone),
            cell(last, "muted"),
        ),
        about=about,
    )


def _never(group: GroupBought, card: AccountCard) -> CardRow:
    return CardRow(
        cells=(_name(group),),
        about=f"others bought {money(group.sold_12m)} {card.currency} of it in 12 months",
    )
