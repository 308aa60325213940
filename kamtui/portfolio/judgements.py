"""Judgements that people enter: checked against the history and the model, and entered together."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from kamtui.engine.catalogue import compose
from kamtui.errors import KamtuiError, WrongUsage
from kamtui.model.matrix import Matrix
from kamtui.model.scorecard import Model
from kamtui.model.spelling import did_you_mean
from kamtui.model.weights import LARGEST_WEIGHT
from kamtui.portfolio.entered_classes import CLASS_LINES, lined_as
from kamtui.portfolio.entered_cuts import cut_at
from kamtui.portfolio.judged import entries_of
from kamtui.portfolio.opening import Portfolio, ask
from kamtui.workspace.entries import Entry, Kind, NewEntry
from kamtui.workspace.location import history_key

US = "us"
"""How ratings call ourselves."""
VIEWS = ("own", "customer")
DIMENSIONS = ("congruence", "will", "importance", "attractiveness")
"""What can always be assessed."""

_LONGEST = 80
_RANGES: Mapping[Kind, tuple[str, float, float]] = {
    "assessment": ("score", 0.0, 10.0),
    "rating": ("rating", 1.0, 10.0),
    "factor_weight": ("weight", 0.0, LARGEST_WEIGHT),
}
_SHOWN = 5


@dataclass(frozen=True)
class Known:
    """What judgements may be about."""

    accounts: Collection[str]
    dimensions: Collection[str]
    factors: Collection[str]
    suppliers: Collection[str]


@dataclass(frozen=True)
class Placed:
    """A judgement to be entered, and where it was read from."""

    new: NewEntry
    place: str = ""
    """Such as `line 3`; empty for one that was typed."""


def known_subjects(portfolio: Portfolio) -> Known:
    """Return what judgements about the history may be about, as files and model spell it."""
    rows = ask(portfolio, compose("subjects_known"), {})
    found: dict[str, set[str]] = {"dimension": set(), "factor": set(), "supplier": set()}
    for kind, name in rows:
        found[kind].add(name)
    for entry in entries_of(portfolio):
        if entry.subject.supplier:
            found["supplier"].add(entry.subject.supplier)
    accounts = ask(portfolio, compose("accounts_known"), {})
    return Known(
        accounts={row[0] for row in accounts},
        dimensions=found["dimension"] | set(DIMENSIONS) | _assessed_by(portfolio.model),
        factors=found["factor"] | set(portfolio.model.factors),
        suppliers=found["supplier"] | {US},
    )


def enter(
    portfolio: Portfolio, judgements: Iterable[NewEntry | Placed], *, note: str = ""
) -> tuple[Entry, ...]:
    """Enter judgements that count from today, all of them or none, and return them.

    Raises WrongUsage for an account, dimension, factor or stage that is not there and for a value
    out of its range; EntryChanged when somebody entered another one meanwhile.
    """
    known = known_subjects(portfolio)
    placed = [each if isinstance(each, Placed) else Placed(each) for each in judgements]
    checked, refused = [], []
    for each in placed:
        try:
            checked.append(_checked(each.new, known, portfolio.model))
        except KamtuiError as error:
            if not each.place:
                raise
            refused.append(f"{each.place}: {error.message}")
    if refused:
        more = f"; and {len(refused) - _SHOWN} more" if len(refused) > _SHOWN else ""
        raise WrongUsage(
            f"{len(refused)} of {len(placed)} judgements cannot be entered; none was",
            "; ".join(refused[:_SHOWN]) + more,
        )
    key = history_key(portfolio.history.folder)
    return portfolio.workspace.enter(key, checked, on=portfolio.today, note=note)


def take_back(portfolio: Portfolio, entry_id: int) -> Entry:
    """Take back what was entered, from today; raises WrongUsage when that cannot be."""
    key = history_key(portfolio.history.folder)
    return portfolio.workspace.take_back(key, entry_id, on=portfolio.today)


def _assessed_by(model: Model) -> set[str]:
    of_axes = [
        axis.assessment for matrix in model.matrices.values() for axis in (matrix.x, matrix.y)
    ]
    of_criteria = [
        source.assessment
        for scorecard in model.scorecards.values()
        for criterion in scorecard.criteria
        for source in criterion.sources
    ]
    return {name for name in (*of_axes, *of_criteria) if name is not None}


def _checked(new: NewEntry, known: Known, model: Model) -> NewEntry:
    subject = new.subject
    match subject.kind:
        case "cut_lines" if subject == CLASS_LINES:
            return _checked_lines(new, model)
        case "cut_lines":
            return _checked_cuts(new, model.matrices)
        case "stage":
            _check_account(subject.account_id, known)
            return _checked_stage(new, model)
        case "assessment":
            _check_account(subject.account_id, known)
            if subject.topic in known.factors and subject.topic not in known.dimensions:
                raise WrongUsage(
                    f"there is no dimension {subject.topic!r}",
                    "It is a success factor: say --supplier us, or --weight.",
                )
            _check_named("dimension", subject.topic, known.dimensions)
        case "rating":
            _check_account(subject.account_id, known)
            _check_named("success factor", subject.topic, known.factors)
            checked_supplier(subject.supplier, known.suppliers)
        case "factor_weight":
            if subject.account_id:
                _check_account(subject.account_id, known)
            _check_named("success factor", subject.topic, known.factors)
    if subject.kind != "factor_weight" and subject.view not in VIEWS:
        raise WrongUsage(f"there is no view {subject.view!r}", did_you_mean(subject.view, VIEWS))
    return replace(new, number=_checked_number(new))


def _checked_number(new: NewEntry) -> float:
    what, least, most = _RANGES[new.subject.kind]
    number = new.number
    if number is None or not math.isfinite(number) or not least <= number <= most:
        found = "nothing" if number is None else f"{number:g}"
        raise WrongUsage(
            f"{new.subject.topic}: a {what} is a number from {least:g} to {most:,.0f}, "
            f"found {found}"
        )
    return float(number)


def _checked_stage(new: NewEntry, model: Model) -> NewEntry:
    kind, stage = new.subject.topic, new.text
    if kind not in model.stages:
        raise WrongUsage(f"there are no stages {kind!r}", did_you_mean(kind, model.stages))
    if stage is not None and stage not in model.stages[kind].path:
        raise WrongUsage(
            f"there is no stage {stage!r} of the {kind}",
            did_you_mean(stage, model.stages[kind].path),
        )
    return new


def _checked_cuts(new: NewEntry, matrices: Mapping[str, Matrix]) -> NewEntry:
    name = new.subject.topic
    if name not in matrices:
        raise WrongUsage(f"there is no matrix {name!r}", did_you_mean(name, matrices))
    if cut_at(matrices[name], new.text) is None:
        x, y = len(matrices[name].x.cuts), len(matrices[name].y.cuts)
        raise WrongUsage(
            f"matrix {name}: the cut lines do not fit its axes",
            f"It has {x} of x and {y} of y, each more than the one before.",
        )
    return new


def _checked_lines(new: NewEntry, model: Model) -> NewEntry:
    if lined_as(model.classes, new.text) is None:
        raise WrongUsage(
            "the lines between the classes cannot be these",
            "b is below a, both from 0 to 100, and d is an amount from 0.",
        )
    return new


def _check_account(account_id: str, known: Known) -> None:
    if account_id not in known.accounts:
        raise WrongUsage(
            f"there is no account {account_id!r}", did_you_mean(account_id, known.accounts)
        )


def _check_named(what: str, name: str, names: Collection[str]) -> None:
    if name not in names:
        raise WrongUsage(f"there is no {what} {name!r}", did_you_mean(name, names))


def checked_supplier(name: str, known: Collection[str]) -> str:
    """Return the name of a supplier, which may be new.

    Raises WrongUsage for one that is spelled like a known one, or cannot be a name.
    """
    if not name.strip() or len(name) > _LONGEST or not name.isprintable():
        raise WrongUsage(f"a supplier has a name of 1-{_LONGEST} characters, found {name!r}")
    if name in known:
        return name
    alike = {_folded(each): each for each in known}
    if _folded(name) in alike:
        raise WrongUsage(f"there is no supplier {name!r}", f"did you mean {alike[_folded(name)]}?")
    return name


def _folded(name: str) -> str:
    return "".join(name.casefold().split())
