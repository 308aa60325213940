"""What is to be done about the account: its care, what was agreed, signals, how it developed."""

from __future__ import annotations

from datetime import date

from kamtui.formats.figures import since, span_of_days
from kamtui.portfolio.account_card import AccountCard
from kamtui.portfolio.account_plan import AccountPlan, CareOfAccount, SignalRaised
from kamtui.portfolio.plans import AgreedAction, Step
from kamtui.tui.widgets.card.columns import CardColumn, CardRow, cell, heading
from kamtui.tui.widgets.card.table import SectionTable

_COLUMNS = (
    CardColumn("By", leaves=1),
    CardColumn("What", stretches=True, least=12),
    CardColumn("Who", most=14, leaves=2),
    CardColumn("State", most=16),
)
_TONES = {1: "", 2: "warning", 3: "bad"}
_SERVED = {"over": "warning", "under": "warning", "as planned": "good"}


class PlanTable(SectionTable, can_focus=True):
    """The plan, which is read after the card and shown when it is there."""

    name_of_tab = "Plan"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._card: AccountCard | None = None

    def show(self, card: AccountCard) -> None:
        """Say that the plan of the card's account is being read."""
        self._card = card
        self.entitle("Plan")
        self.show_rows(_COLUMNS, (), "reading the plan …")

    def show_plan(self, plan: AccountPlan) -> None:
        """Show the plan of the account whose card is shown."""
        card = self._card
        if card is None:
            return
        open_actions = plan.plan.open_actions
        self.entitle("Plan", f"{len(open_actions)} agreed and open" if open_actions else "")
        rows = [heading("Care"), *_care(plan, card)]
        rows += [heading("Agreed"), *[_action(each, card) for each in plan.plan.actions]]
        rows += [] if plan.plan.actions else [_nothing("nothing was agreed")]
        rows += [heading("What asks for attention"), *map(_signal, plan.signals)]
        rows += [] if plan.signals else [_nothing("no signal is raised")]
        if plan.plan.development:
            rows += [heading("Development"), *map(_step, plan.plan.development)]
        self.show_rows(_COLUMNS, rows)

    def say(self, why: str) -> None:
        """Say why there is no plan to show."""
        self.show_rows(_COLUMNS, (), why)


def _nothing(why: str) -> CardRow:
    return CardRow(((), cell("none", "muted")), about=why)


def _care(plan: AccountPlan, card: AccountCard) -> list[CardRow]:
    care = plan.care
    if care is None:
        return [CardRow(((), cell(None)), about="neither it nor its class has a care plan")]
    whose = (
        "its own interval"
        if care.has_own_interval
        else f"the interval of class {plan.class_letter}"
    )
    late = care.days_overdue > 0
    state = f"{span_of_days(care.days_overdue)} late" if late else since(care.due_on, card.as_of)
    due = CardRow(
        (
            cell(care.due_on),
            cell(_planned(care), "strong"),
            cell(card.facts.owner),
            cell(state, "warning" if late else "good"),
        ),
        about=f"{whose}; {_last(care.last_contact_on)}"
        + (f"; {care.contents}" if care.contents else ""),
    )
    return [due, _effort(care, plan.class_letter)]


def _planned(care: CareOfAccount) -> str:
    kinds = f": {care.kinds}" if care.kinds else ""
    return f"a contact every {care.interval_days} days{kinds}"


def _effort(care: CareOfAccount, letter: str | None) -> CardRow:
    if care.served is None or care.contacts_12m is None:
        return CardRow(((), cell(None)), about="how often it was contacted is not known")
    said = f"{care.contacts_12m} contacts in 12 months, {care.contacts_planned:.1f} planned"
    fills = care.effort_class is not None and care.effort_class != letter
    about = f"the effort of class {care.effort_class}" if fills else said
    words = {"over": "over-served", "under": "under-served"}.get(care.served, care.served)
    return CardRow(((), cell(said), (), cell(words, _SERVED.get(care.served, ""))), about=about)


def _last(day: date | None) -> str:
    return "nobody has contacted it" if day is None else f"last contact on {day}"


def _action(action: AgreedAction, card: AccountCard) -> CardRow:
    state: str = action.state
    tone = "muted"
    if action.state == "open":
        late = action.due_on is not None and action.due_on < card.as_of
        state, tone = ("late", "warning") if late else ("open", "")
    said = [f"agreed on {action.agreed_on} by {action.agreed_by}"]
    if action.closed_on is not None:
        said.append(f"{action.state} on {action.closed_on} by {action.closed_by}")
    said += [each for each in (action.note, action.closed_note) if each]
    return CardRow(
        (
            cell(action.due_on),
            cell(action.what, "strong" if action.state == "open" else "muted"),
            cell(action.owner or card.facts.owner),
            cell(state, tone),
        ),
        about="; ".join(said),
    )


def _signal(signal: SignalRaised) -> CardRow:
    state = cell(signal.signal.replace("_", " "), _TONES.get(signal.severity, ""))
    return CardRow((cell(signal.since), cell(signal.detail), (), state), about=signal.detail)


def _step(step: Step) -> CardRow:
    about = f"{step.text}; {step.note}" if step.note else step.text
    return CardRow((cell(step.on), cell(step.text), cell(step.by)), about=about)
