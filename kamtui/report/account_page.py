"""The page of one account: the account plan, from the analysis to what is to be done."""

from __future__ import annotations

from kamtui import __version__
from kamtui.formats.figures import NO_VALUE, in_unit, span_of_months
from kamtui.formats.page import Figure, Page
from kamtui.portfolio.account_card import AccountCard, Facts
from kamtui.portfolio.report_parts import AccountReport
from kamtui.report.history import history
from kamtui.report.plan import plan
from kamtui.report.position import position
from kamtui.report.stages import matrices, stage
from kamtui.report.strength import signed, strength
from kamtui.report.white_space import white_space


def account_page(report: AccountReport) -> Page:
    """Return the page that a report is shown as, in every format."""
    card = report.card
    sections = [position(report), stage(report)]
    sections += [matrices(report)] if report.placings else []
    sections += [strength(report), white_space(report), plan(report), history(report)]
    return Page(
        kind=f"Account plan, as of {card.as_of}",
        title=card.facts.name,
        facts=_facts(card),
        figures=_figures(report),
        sections=tuple(sections),
        foot=_foot(report),
    )


def _facts(card: AccountCard) -> tuple[str, ...]:
    facts = card.facts
    months = card.measure("relationship_months").value
    said = [facts.account_id]
    said += ["key account"] if facts.key_account else []
    said += [f"looked after by {facts.owner}" if facts.owner else "looked after by nobody"]
    said += [f"customer for {span_of_months(months)}"] if isinstance(months, int) else []
    said += [each for each in (facts.segment, facts.industry) if each]
    said += [each for each in (facts.region, facts.country) if each]
    said += _others(facts)
    return tuple(said)


def _others(facts: Facts) -> list[str]:
    said = [f"part of {facts.parent_name or facts.parent_id}"] if facts.parent_id else []
    return said + ([f"buys from {facts.current_supplier}"] if facts.current_supplier else [])


def _figures(report: AccountReport) -> tuple[Figure, ...]:
    card = report.card
    score = card.score
    rank = "not ranked" if score.rank is None else f"rank {score.rank:,} of {score.ranked_count:,}"
    total = NO_VALUE if score.score is None else f"{score.score:.1f}"
    return (
        Figure("Score", total, rank),
        Figure("Class", score.class_letter or NO_VALUE, _stage(report)),
        Figure("Revenue, 12 months", _measure(card, "revenue_12m"), _growth(card)),
        Figure("Profit, 12 months", _measure(card, "profit_12m"), _of_revenue(card)),
        Figure("Share of wallet", _measure(card, "wallet_share"), _potential(card)),
    )


def _measure(card: AccountCard, name: str) -> str:
    value = card.measure(name)
    return in_unit(value.value, value.measure.unit, card.currency)


def _stage(report: AccountReport) -> str:
    seen = next((each for each in report.stages if each.stage), None)
    return f"{seen.kind.title.lower()}: {seen.stage}" if seen else ""


def _growth(card: AccountCard) -> str:
    growth = card.measure("revenue_growth").value
    if not isinstance(growth, float):
        return ""
    return f"{signed(100 * growth, 0)}% on the 12 before"


def _of_revenue(card: AccountCard) -> str:
    rate = card.measure("margin_rate_12m").value
    return f"margin {in_unit(rate, 'ratio')}" if rate is not None else ""


def _potential(card: AccountCard) -> str:
    potential = card.measure("potential_annual").value
    return "" if potential is None else f"of {in_unit(potential, 'money', card.currency)} a year"


def _foot(report: AccountReport) -> str:
    made_up = " All of it is made up." if report.is_made_up else ""
    return (
        f"Made by kamtui {__version__} from {report.history_name}, as of {report.card.as_of}. "
        f"{NO_VALUE} stands for what is not known.{made_up}"
    )
