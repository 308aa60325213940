"""One account: who it is, what its score is made of, and everything that passed between us."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from kamtui.engine.catalogue import compose
from kamtui.errors import WrongUsage
from kamtui.model.scorecard import Criterion, Source
from kamtui.model.weights import Weights
from kamtui.portfolio import account_card as card
from kamtui.portfolio.account_past import feedback_summary_of, past_of
from kamtui.portfolio.judging import stages_judged
from kamtui.portfolio.measure_names import MEASURES, Measure
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.missing import why_missing, why_unscored
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.priorities import check_filters
from kamtui.portfolio.ranked_sql import ranked_fragments, ranked_params
from kamtui.portfolio.request import Request
from kamtui.portfolio.scorecard_sql import shown_columns, source_title

_MEASURES: Mapping[str, Measure] = {measure.name: measure for measure in MEASURES}

T = TypeVar("T")


def load_account(portfolio: Portfolio, account_id: str, weights: Weights) -> card.AccountCard:
    """Return the card of one account under these weights, as of the portfolio's day.

    Nothing after that day is in it: what was open then is open. Raises WrongUsage when there is
    no such account, or the weights are for other criteria.
    """
    checked_weights(portfolio, weights)
    return settled(portfolio, lambda current: card_of(current, account_id, weights))


def checked_weights(portfolio: Portfolio, weights: Weights) -> None:
    """Raise WrongUsage when the weights are for other criteria than those that rank."""
    expected = tuple(portfolio.model.priority.weights)
    if weights.criteria != expected:
        raise WrongUsage(
            f"expected weights for {', '.join(expected)}, found {', '.join(weights.criteria)}"
        )


def card_of(portfolio: Portfolio, account_id: str, weights: Weights) -> card.AccountCard:
    """Return the card of one account, as a part of a question that is settled as a whole."""
    facts = _all(portfolio, account_id, "account_facts", card.Facts)
    if not facts:
        check_filters(portfolio, Request(account=account_id))
    known = known_tables(portfolio)
    return card.AccountCard(
        facts=facts[0],
        score=_score(portfolio, account_id, weights, known),
        stages=stages_judged(portfolio, account_id),
        measures=_measures(portfolio, account_id, known),
        months=_all(portfolio, account_id, "account_months", card.Month),
        groups=_all(portfolio, account_id, "account_groups", card.GroupBought),
        contacts=_all(portfolio, account_id, "account_contacts", card.Contact),
        complaints=_all(portfolio, account_id, "account_complaints", card.Complaint),
        unpaid=_all(portfolio, account_id, "account_invoices", card.UnpaidInvoice),
        offers=_all(portfolio, account_id, "account_offers", card.Offer),
        contracts=_all(portfolio, account_id, "account_contracts", card.Contract),
        feedback=_all(portfolio, account_id, "account_feedback", card.Feedback),
        feedback_summary=feedback_summary_of(portfolio, account_id),
        past=past_of(portfolio, account_id),
        known=known,
        as_of=portfolio.as_of,
        currency=portfolio.history.settings.currency,
    )


def known_tables(portfolio: Portfolio) -> dict[str, bool]:
    """Return whether the history has each table, and each column as TABLE_COLUMN."""
    return portfolio.engine.ask(compose("tables_known")).records()[0]


def measures_of(portfolio: Portfolio, account_id: str) -> dict[str, Any]:
    """Return every measure of one account by name; WrongUsage when there is no such account."""
    statement = compose("measured", stand_ins=stand_ins(portfolio))
    params = {
        **portfolio.days,
        "account": account_id,
        "owner": None,
        "segment": None,
        "top": None,
    }
    found = portfolio.engine.ask(statement, params).records()
    if not found:
        check_filters(portfolio, Request(account=account_id))
    return found[0]


def chosen_source(criterion: Criterion, title: str | None) -> Source | None:
    """Return the source whose value counts, by the title that `standing` gives; None for none."""
    return next((each for each in criterion.sources if source_title(each) == title), None)


def titled(source: Source, criterion: Criterion) -> str:
    """Return what a source's value is, in words."""
    if source.measure is not None:
        return _MEASURES[source.measure].title
    if source.assessment is not None:
        return f"Assessed {source.assessment}"
    return criterion.about or criterion.title


def _all(portfolio: Portfolio, account_id: str, name: str, row: Callable[..., T]) -> tuple[T, ...]:
    params = {"account": account_id, **portfolio.days}
    answer = portfolio.engine.ask(compose(name), params)
    return tuple(row(**record) for record in answer.records())


def _measures(
    portfolio: Portfolio, account_id: str, known: Mapping[str, bool]
) -> tuple[card.MeasureValue, ...]:
    values = measures_of(portfolio, account_id)
    return tuple(
        card.MeasureValue(
            measure=measure,
            value=values[measure.name],
            missing=why_missing(measure.name, known) if values[measure.name] is None else "",
        )
        for measure in MEASURES
        if measure.unit != "list"
    )


def _score(
    portfolio: Portfolio, account_id: str, weights: Weights, known: Mapping[str, bool]
) -> card.Score:
    scorecard = portfolio.model.priority
    by_criterion = weights.as_mapping()
    fragments = {
        **ranked_fragments(portfolio.model, weights),
        "shown": shown_columns(by_criterion, explain=True),
    }
    params = {
        **ranked_params(portfolio),
        "owner": None,
        "segment": None,
        "account": None,
        "top": None,
        "wanted": account_id,
    }
    statement = compose("account_place", fragments, stand_ins(portfolio))
    [place] = portfolio.engine.ask(statement, params).records()
    shares = weights.shares()
    return card.Score(
        rank=place["rank"],
        ranked_count=place["n_ranked"],
        account_count=place["n_accounts"],
        class_letter=place["class"],
        class_by_potential=place["class_by_potential"],
        class_by_revenue=place["class_by_revenue"],
        score=place["score"],
        coverage=place["coverage"],
        criteria=tuple(
            _criterion_score(criterion, place, shares[criterion.id], known)
            for criterion in scorecard.criteria
        ),
    )


def _criterion_score(
    criterion: Criterion, place: Mapping[str, Any], share: float, known: Mapping[str, bool]
) -> card.CriterionScore:
    source = chosen_source(criterion, place[f"source_{criterion.id}"])
    measure = _MEASURES.get(source.measure or "") if source is not None else None
    tried = (
        criterion.sources
        if source is None
        else criterion.sources[: criterion.sources.index(source)]
    )
    return card.CriterionScore(
        criterion=criterion,
        title=titled(source or criterion.sources[0], criterion),
        unit=measure.unit if measure else None,
        raw=place[f"raw_{criterion.id}"],
        points=place[f"points_{criterion.id}"],
        weight=place[f"weight_{criterion.id}"],
        share=share,
        contribution=place[f"contribution_{criterion.id}"],
        passed_over=tuple(
            card.PassedOver(titled(each, criterion), why_unscored(each, known)) for each in tried
        ),
    )
