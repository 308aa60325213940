"""Our strength at every account, and the ratings of one of them to be looked at and edited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kamtui.engine.catalogue import compose
from kamtui.model.strength import US
from kamtui.model.strength_editing import VIEWS, Cell, Values
from kamtui.portfolio.judged import counting, entries_of, judged_params
from kamtui.portfolio.judgements import enter
from kamtui.portfolio.measures import stand_ins
from kamtui.portfolio.opening import Portfolio, settled
from kamtui.portfolio.ranking import Floats, Texts, floats, texts_of
from kamtui.portfolio.strength import model_factors
from kamtui.workspace.entries import Entry, NewEntry, Subject


@dataclass(frozen=True, eq=False)
class StrengthList:
    """Every account wanted: where we are furthest behind first, those not rated last."""

    account_ids: Texts
    names: Texts
    rivals: Texts
    """The best competitor; None without one."""
    index: Floats
    """Ours, 1-10; NaN where nobody rated us."""
    rival_index: Floats
    lead: Floats
    revenue_12m: Floats

    def __len__(self) -> int:
        return len(self.account_ids)


@dataclass(frozen=True)
class StrengthCard:
    """The ratings and weights of one account."""

    account_id: str
    name: str
    factors: tuple[str, ...]
    """What matters most first."""
    suppliers: tuple[str, ...]
    """We first."""
    values: Values
    """Every rating and weight by its cell."""
    entries: Mapping[Subject, Entry]
    """What was entered and counts for each subject; none where the files do."""

    def entry(self, cell: Cell) -> Entry | None:
        """Return what was entered in a cell and counts; None where the files do."""
        return self.entries.get(subject_of(cell, self.account_id))


def load_strength_list(
    portfolio: Portfolio, owner: str | None, segment: str | None
) -> StrengthList:
    """Return our strength at the accounts of an owner and a segment; None for all of them."""
    return settled(portfolio, lambda current: _list(current, owner, segment))


def load_strength_card(portfolio: Portfolio, account_id: str, name: str) -> StrengthCard:
    """Return the ratings and weights of one account, rated or not."""
    return settled(portfolio, lambda current: _card(current, account_id, name))


def save_tried(
    portfolio: Portfolio, card: StrengthCard, tried: Values, note: str = ""
) -> tuple[Entry, ...]:
    """Enter what was tried out; raises EntryChanged when somebody was faster, and WrongUsage."""
    new = [
        NewEntry(
            subject_of(cell, card.account_id),
            number=value,
            based_on=entry.id if (entry := card.entry(cell)) else 0,
        )
        for cell, value in tried.items()
    ]
    return enter(portfolio, new, note=note)


def subject_of(cell: Cell, account_id: str) -> Subject:
    """Return what a cell of an account is entered as."""
    if cell.is_weight:
        return Subject("factor_weight", "" if cell.for_all else account_id, cell.factor)
    return Subject("rating", account_id, cell.factor, cell.supplier, cell.view)


def _list(portfolio: Portfolio, owner: str | None, segment: str | None) -> StrengthList:
    statement = compose("strength_accounts", _factors(portfolio), stand_ins(portfolio))
    params = {**judged_params(portfolio), "owner": owner, "segment": segment}
    found = portfolio.engine.ask(statement, params).numpy()
    return StrengthList(
        account_ids=texts_of(found["account_id"]),
        names=texts_of(found["name"]),
        rivals=texts_of(found["rival"]),
        index=floats(found["index"]),
        rival_index=floats(found["rival_index"]),
        lead=floats(found["lead"]),
        revenue_12m=floats(found["revenue_12m"]),
    )


def _card(portfolio: Portfolio, account_id: str, name: str) -> StrengthCard:
    params = {**judged_params(portfolio), "account": account_id}
    ask = portfolio.engine.ask
    weights = ask(compose("strength_weights", _factors(portfolio)), params).records()
    ratings = ask(compose("strength_ratings"), params).records()
    values: dict[Cell, float] = {}
    for row in weights:
        for weight, for_all in ((row["usual"], True), (row["own"], False)):
            if weight is not None:
                values[Cell(row["factor"], for_all=for_all)] = weight
    for row in ratings:
        for view in VIEWS:
            if row[f"{view}_view"] is not None:
                values[Cell(row["factor"], row["supplier"], view)] = row[f"{view}_view"]
    entries = counting(entries_of(portfolio), portfolio.judged_until)
    return StrengthCard(
        account_id=account_id,
        name=name,
        factors=_distinct([row["factor"] for row in (*weights, *ratings)]),
        suppliers=_distinct([US, *(row["supplier"] for row in ratings)]),
        values=values,
        entries={each.subject: each for each in entries},
    )


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _factors(portfolio: Portfolio) -> dict[str, str]:
    return {"model_factors": model_factors(portfolio.model)}
