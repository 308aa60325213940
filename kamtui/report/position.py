"""The section on what the account's place in the ranking is made of."""

from __future__ import annotations

from kamtui.formats.figures import NO_VALUE, in_unit, number, share
from kamtui.formats.page import Block, Cell, Items, Row, Said, Section, Table
from kamtui.portfolio.account_card import AccountCard, CriterionScore, Score
from kamtui.portfolio.report_parts import AccountReport
from kamtui.report.cells import cells, numbers, texts


def position(report: AccountReport) -> Section:
    """Return the section: score, rank and class, and the criteria that they come from."""
    card = report.card
    parts: list[Block] = [_standing(card.score), _criteria(card)]
    lacking = tuple(_lacking(each) for each in card.score.criteria if each.passed_over)
    if lacking:
        parts.append(Items(lacking))
    parts.append(Said("", _about_classes(report)))
    return Section("Position", "How much does this customer matter, and why?", tuple(parts))


def _standing(score: Score) -> Said:
    if score.rank is None:
        known = f"only {share(score.coverage)} of the weight could be scored"
        return Said("Not ranked:", f"{known}.", is_lacking=True)
    gist = f"Rank {score.rank:,} of {score.ranked_count:,}"
    text = f"with {score.score:.1f} of 100 points; {share(score.coverage)} of the weight is known."
    return Said(gist, text)


def _criteria(card: AccountCard) -> Table:
    score = card.score
    weight = sum(part.weight for part in score.criteria)
    total = NO_VALUE if score.score is None else f"{score.score:.1f}"
    rows = [Row(_criterion(part, card)) for part in score.criteria]
    rows.append(Row(cells("Score", Cell(""), Cell(""), Cell(""), number(weight), total), True))
    return Table(
        (*texts("Criterion", "From"), *numbers("Value", "Points", "Weight", "Adds")),
        tuple(rows),
    )


def _criterion(part: CriterionScore, card: AccountCard) -> tuple[Cell, ...]:
    points = Cell(NO_VALUE)
    if part.points is not None:
        points = Cell(f"{part.points:.1f}", share=part.points / 100.0)
    return cells(
        part.criterion.title,
        part.title,
        in_unit(part.raw, part.unit, card.currency),
        points,
        number(part.weight),
        None if part.contribution is None else f"{part.contribution:.1f}",
    )


def _lacking(part: CriterionScore) -> str:
    reasons = "; ".join(each.reason for each in part.passed_over)
    if part.points is None:
        return f"{part.criterion.title} is not scored: {reasons}."
    return f"{part.criterion.title} is scored by another value, {part.title}: {reasons}."


def _about_classes(report: AccountReport) -> str:
    limits = report.thresholds
    return (
        f"Classes: A from {number(limits.a)} points, B from {number(limits.b)}, C below, among "
        f"customers with an order in {limits.active_months} months; else D from a purchase "
        f"potential of {in_unit(limits.d, 'money', report.card.currency)} a year, E below."
    )
