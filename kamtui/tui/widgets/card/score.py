"""The score taken apart: a row a criterion, down to the raw value."""

from __future__ import annotations

from collections.abc import Collection

from kamtui.formats.figures import in_unit, number, share
from kamtui.model.scorecard import Criterion
from kamtui.portfolio.account_card import AccountCard, CriterionScore, Score
from kamtui.portfolio.behind import BEHIND
from kamtui.tui.widgets.card.columns import CardColumn, CardRow, cell
from kamtui.tui.widgets.card.table import SectionTable
from kamtui.tui.widgets.cells import NO_VALUE, bar

_BAR = 9

_COLUMNS = (
    CardColumn("Criterion", stretches=True, least=19),
    CardColumn("From", leaves=3),
    CardColumn("Value", right=True),
    CardColumn("Points", right=True),
    CardColumn("", leaves=1),
    CardColumn("Weight", right=True),
    CardColumn("Share", right=True, leaves=2),
    CardColumn("Adds", right=True),
)


class ScoreTable(SectionTable, can_focus=True):
    """What the score is made of."""

    name_of_tab = "Score"

    def show(self, card: AccountCard) -> None:
        """Show the criteria and their sum."""
        score = card.score
        self.entitle("Score", f"{score.coverage:.0%} of the weight known")
        rows = [_row(part, card) for part in score.criteria]
        self.show_rows(_COLUMNS, (*rows, _sum(score)))


def _row(part: CriterionScore, card: AccountCard) -> CardRow:
    raw = in_unit(part.raw, part.unit, card.currency)
    adds = NO_VALUE if part.contribution is None else f"{part.contribution:.1f}"
    return CardRow(
        cells=(
            cell(part.criterion.title),
            cell(part.title, "muted"),
            cell(raw, "muted" if part.raw is None else ""),
            cell(None if part.points is None else f"{part.points:.1f}"),
            () if part.points is None else ((bar(part.points / 100.0, _BAR), "bar"),),
            cell(number(part.weight)),
            cell(share(part.share), "muted"),
            cell(adds, "strong"),
        ),
        about=_about(part, raw),
        opens=part.criterion.id if _rests_on_lines(part.criterion) else "",
    )


def _rests_on_lines(criterion: Criterion) -> bool:
    measures: Collection[str] = BEHIND
    return any(each.sql is not None or each.measure in measures for each in criterion.sources)


def _sum(score: Score) -> CardRow:
    total = NO_VALUE if score.score is None else f"{score.score:.1f}"
    weight = sum(part.weight for part in score.criteria)
    return CardRow(
        cells=(
            cell("Score", "strong"),
            (),
            (),
            (),
            (),
            cell(number(weight)),
            (),
            cell(total, "strong"),
        ),
        about=_about_sum(score),
    )


def _about(part: CriterionScore, raw: str) -> str:
    passed = "; ".join(f"{each.title} {NO_VALUE}: {each.reason}" for each in part.passed_over)
    if part.points is None:
        return f"{part.criterion.title} is not scored. {passed}"
    adds = part.contribution or 0.0
    said = f"{part.title} {raw}: {part.points:.1f} points, which add {adds:.1f}"
    return f"{said}. Stands in, as {passed}" if passed else said


def _about_sum(score: Score) -> str:
    if score.score is None:
        return "Nothing that has weight could be scored."
    said = (
        f"{score.coverage:.0%} of the weight could be scored; what was scored adds up to "
        f"{score.score:.1f}"
    )
    if score.rank is None:
        return f"{said}. Not ranked: too little is known."
    return f"{said}: rank {score.rank:,} of {score.ranked_count:,}"
