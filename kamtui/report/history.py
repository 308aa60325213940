"""The section on how the relationship has gone: years, months, and what was said and agreed."""

from __future__ import annotations

from kamtui.formats.figures import number
from kamtui.formats.page import Block, Cell, Group, Row, Said, Section, Table
from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.account_past import FeedbackSummary
from kamtui.portfolio.report_parts import AccountReport
from kamtui.report.cells import cells, newest, numbers, texts
from kamtui.report.events import complaints, contacts, offers
from kamtui.report.past import by_month, by_year, year_charts

_COMMENTS = 5


def history(report: AccountReport) -> Section:
    """Return the section on the years and months, the feedback, offers, complaints, contacts."""
    card = report.card
    parts: list[Block | Group]
    if card.past.years:
        parts = [by_year(card), year_charts(card), by_month(card)]
    else:
        nothing = "it has not ordered, and nobody has contacted it."
        parts = [Said("No history:", nothing, is_lacking=True)]
    parts += [
        Group("Feedback", _feedback(card)),
        Group("Offers", offers(card)),
        Group("Complaints", complaints(card)),
        Group("Contacts, and what was agreed", contacts(card)),
    ]
    return Section("History", "How has the relationship gone?", tuple(parts))


def _feedback(card: AccountCard) -> tuple[Block, ...]:
    rows = tuple(Row(_summary(each)) for each in card.feedback_summary)
    titles = (
        *texts("Metric"),
        *numbers("Answers", "Value"),
        *texts("Range", "From", "To", "Method"),
    )
    said = [each for each in card.feedback if each.comment]
    shown, note = newest(said, _COMMENTS, "the newest first")
    blocks: list[Block] = [Table(titles, rows)]
    if shown:
        comments = tuple(
            Row(cells(each.answered_at.date(), _score(each.metric, each.score), each.comment))
            for each in shown
        )
        blocks.append(Table((*texts("Day", "Answer", "Comment"),), comments, note))
    return tuple(blocks)


def _summary(summary: FeedbackSummary) -> tuple[Cell, ...]:
    spread = None
    if summary.lowest is not None and summary.highest is not None:
        spread = f"{number(summary.lowest)} to {number(summary.highest)}"
    return cells(
        summary.metric.upper(),
        summary.n,
        None if summary.value is None else number(summary.value),
        spread,
        summary.first_on,
        summary.last_on,
        summary.method,
    )


def _score(metric: str, score: float) -> str:
    return f"{metric.upper()} {number(score)}"
