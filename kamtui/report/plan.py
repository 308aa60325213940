"""The section on what is to be done: care, what was agreed, signals, development."""

from __future__ import annotations

from kamtui.formats.figures import NO_VALUE, since, span_of_days
from kamtui.formats.page import Block, Cell, Group, Row, Said, Section, Table
from kamtui.portfolio.account_plan import CareOfAccount
from kamtui.portfolio.plans import AgreedAction
from kamtui.portfolio.report_parts import AccountReport
from kamtui.report.cells import cells, newest, texts

_MOST_STEPS = 10
_SEVERITY = {1: "worth knowing", 2: "worth a call", 3: "pressing"}


def plan(report: AccountReport) -> Section:
    """Return the section on the plan of the account."""
    parts = (
        Group("Care", _care(report)),
        Group("Agreed", _agreed(report)),
        Group("What asks for attention", _signals(report)),
        Group("Development", _development(report)),
    )
    return Section("Plan", "What is to be done, by whom and when?", parts)


def _care(report: AccountReport) -> tuple[Block, ...]:
    care, letter = report.plan.care, report.plan.class_letter
    if care is None:
        nothing = f"class {report.card.score.class_letter or NO_VALUE} has no care plan."
        return (Said("None:", nothing, is_lacking=True),)
    whose = "its own interval" if care.has_own_interval else f"as class {letter}"
    interval = Said(f"Every {care.interval_days} days,", f"{whose}.")
    kinds = (Said("Kinds of contact:", f"{care.kinds}."),) if care.kinds else ()
    contents = (Said("Contents:", f"{care.contents}."),) if care.contents else ()
    return interval, *kinds, *contents, _due(care, report), *_effort(care, letter)


def _due(care: CareOfAccount, report: AccountReport) -> Said:
    last = "nobody has contacted it"
    if care.last_contact_on is not None:
        last = f"last contact on {care.last_contact_on}"
    late = f", {span_of_days(care.days_overdue)} overdue" if care.days_overdue else ""
    return Said(f"Due on {care.due_on}{late};", f"{last}.")


def _effort(care: CareOfAccount, letter: str | None) -> tuple[Said, ...]:
    if care.served is None or care.contacts_12m is None:
        return (Said("Effort:", "how often it was contacted is not known.", is_lacking=True),)
    planned = f"{care.contacts_12m} contacts in 12 months, {care.contacts_planned:.1f} planned"
    gist = {"over": "Over-served:", "under": "Under-served:"}.get(care.served, "As planned:")
    fills = care.effort_class is not None and care.effort_class != letter
    like = f"; that is the effort of class {care.effort_class}" if fills else ""
    return (Said(gist, f"{planned}{like}."),)


def _agreed(report: AccountReport) -> tuple[Block, ...]:
    actions = report.plan.plan.actions
    if not actions:
        return (Said("None:", "nothing was agreed."),)
    shown, note = newest(actions, _MOST_STEPS, "open ones first, by the day they are due")
    titles = texts("What", "Owner", "By", "State", "Agreed", "Note")
    return (Table(titles, tuple(Row(_action(each, report)) for each in shown), note),)


def _action(action: AgreedAction, report: AccountReport) -> tuple[Cell, ...]:
    state = Cell(action.state if action.closed_on is None else f"{action.state} {action.closed_on}")
    if action.state == "open" and action.due_on is not None:
        late = (report.card.as_of - action.due_on).days
        when = f"{span_of_days(late)} late" if late > 0 else since(action.due_on, report.card.as_of)
        state = Cell(f"open, {when}", tone="bad" if late > 0 else "")
    owner = action.owner or report.card.facts.owner
    agreed = f"{action.agreed_on}, {action.agreed_by}"
    note = action.closed_note or action.note
    return cells(action.what, owner, action.due_on, state, agreed, note)


def _signals(report: AccountReport) -> tuple[Block, ...]:
    raised = report.plan.signals
    if not raised:
        return (Said("Nothing:", "no signal is raised."),)
    rows = tuple(
        Row(cells(each.detail, _SEVERITY.get(each.severity), each.since, each.signal))
        for each in raised
    )
    return (Table(texts("What was seen", "How pressing", "Since", "Signal"), rows),)


def _development(report: AccountReport) -> tuple[Block, ...]:
    steps = report.plan.plan.development
    if not steps:
        return (Said("None:", "nothing was planned or noted."),)
    shown, note = newest(steps, _MOST_STEPS, "the newest first")
    rows = tuple(Row(cells(each.on, each.text, each.by, each.note)) for each in shown)
    return (Table(texts("Day", "What", "By", "Note"), rows, note),)
