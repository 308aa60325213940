"""The weights beside the current screen: changed with keys, compared, saved, loaded, kept."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import ClassVar

from textual import work
from textual.binding import BindingType
from textual.message import Message
from textual.timer import Timer

from kamtui.errors import KamtuiError
from kamtui.model.errors import ModelError
from kamtui.model.free_weights import shared_out
from kamtui.model.pairwise import Judgements
from kamtui.model.scorecard import Scorecard
from kamtui.model.weights_editing import WeightsEditing
from kamtui.portfolio.drafts import OfferedDraft, offered_draft
from kamtui.portfolio.weights import weights_over
from kamtui.tui.actions import actions_of, bindings_of
from kamtui.tui.screens.draft_offer import DraftDecision, DraftOffer
from kamtui.tui.screens.found_weights import compared_in_pairs, put_in_order
from kamtui.tui.screens.save_as import SaveTarget
from kamtui.tui.screens.weight_sets import chosen_name, chosen_weight_set, saved
from kamtui.tui.widgets.weights.consequences import Consequences
from kamtui.tui.widgets.weights.draft_keeper import DraftKeeper, Unsaved
from kamtui.tui.widgets.weights.editor import NEEDS_WORKSPACE, WeightsEditor
from kamtui.tui.widgets.weights.figures import version_text
from kamtui.tui.widgets.weights.frame import WeightsFrame
from kamtui.tui.widgets.weights.heading import SetShown
from kamtui.workspace.store import Workspace
from kamtui.workspace.weight_sets import WeightSet

__all__ = ["Consequences", "WeightsPanel"]

DRAFT_AFTER_SECONDS = 0.5
"""How long weights stay as they are before a draft of them is kept."""


class WeightsPanel(WeightsFrame):
    """The weights editor with the weight set that it changes.

    The host ranks on `Changed` and answers with `show_consequences`; it hides the panel on
    `Closed`, and calls `keep_draft_now` when the program ends.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings_of(each for each in actions_of("weights") if each.method in NEEDS_WORKSPACE)
    ]

    class Changed(Message):
        """The weights, the saved weights or the weight set are others than before."""

        def __init__(self, editing: WeightsEditing, weight_set: WeightSet) -> None:
            super().__init__()
            self.editing = editing
            self.weight_set = weight_set

    class Closed(Message):
        """The user is done with the panel."""

    def __init__(
        self,
        scorecard: Scorecard,
        weight_set: WeightSet,
        workspace: Workspace,
        history: str,
        *,
        draft_after: float = DRAFT_AFTER_SECONDS,
        id: str | None = None,  # noqa: A002 — Textual's name for it
    ) -> None:
        """`history` is what `history_key` gives for the folder of the history.

        Raises WrongUsage when the weight set weighs a criterion that the scorecard lacks.
        """
        titles = {each.id: each.title for each in scorecard.criteria}
        editing = WeightsEditing.of(weights_over(scorecard, weight_set), titles)
        super().__init__(WeightsEditor(scorecard, editing), id)
        self.weight_set = weight_set
        """The version that the weights started from."""
        self._scorecard = scorecard
        self._titles = titles
        self._workspace = workspace
        self._history = history
        self._drafts = DraftKeeper(workspace, history, scorecard.id)
        self._draft_after = draft_after
        self._draft_timer: Timer | None = None
        self._said_no_draft = False
        self._is_busy = False
        self._judgements: Judgements | None = None

    @property
    def editing(self) -> WeightsEditing:
        """The weights as they are, with what was saved, locks, undo and redo."""
        return self.editor.editing

    def on_mount(self) -> None:
        """Draw the first state."""
        self._show_set()

    def take_up(self, draft: OfferedDraft) -> None:
        """Go on with weights that an earlier session left unsaved."""
        self.weight_set = draft.base
        unsaved = _unsaved(draft.base, draft.editing)
        if unsaved is not None:
            self._drafts.already_keeps(unsaved)
        self._show(draft.editing)

    def keep_draft_now(self) -> None:
        """Keep what is unsaved before this returns; nothing where the workspace refuses it.

        For the end of the program. What is being typed counts as set.
        """
        editing = self.editing
        with suppress(ModelError):
            editing = editing.committed()
        self._drafts.want(_unsaved(self.weight_set, editing))
        with suppress(KamtuiError):
            self._drafts.write()

    def offer_draft(self) -> None:
        """Ask whether to go on with what an earlier session left unsaved, if it did."""
        self._in_turn(self._offer_draft)

    def on_weights_editor_pressed(self, message: WeightsEditor.Pressed) -> None:
        """Say what the chosen criterion is."""
        message.stop()
        self.say_what_it_is()

    def on_weights_editor_refused(self, message: WeightsEditor.Refused) -> None:
        """Say why not."""
        message.stop()
        self.refuse(message.reason)

    def on_weights_editor_edited(self, message: WeightsEditor.Edited) -> None:
        """Tell the host, and keep a draft soon."""
        message.stop()
        if message.before.current != message.after.current:
            self._changed()
        elif message.before.locks != message.after.locks:
            self._keep_draft_soon()

    def action_close(self) -> None:
        """Stop typing; else leave the panel."""
        if self.editing.entry is not None:
            self.editor.changed(WeightsEditing.abandoned)
        else:
            self.post_message(self.Closed())

    def action_load(self) -> None:
        """Load another weight set, or an earlier version."""
        self._in_turn(self._load_chosen)

    def action_save(self) -> None:
        """Save as the next version of the set."""
        self.editor.changed(WeightsEditing.committed)
        self._in_turn(self._save_here)

    def action_save_as(self) -> None:
        """Save under a name that is asked for."""
        self.editor.changed(WeightsEditing.committed)
        self._in_turn(self._save_elsewhere)

    def action_pairwise(self) -> None:
        """Find weights by comparing the criteria that are not locked in pairs."""
        self._in_turn(self._compare_pairs)

    def action_rank_order(self) -> None:
        """Find weights from an order of importance of the criteria that are not locked."""
        self._in_turn(self._put_in_order)

    @work(group="weight-sets")
    async def _in_turn(self, conversation: Callable[[], Awaitable[None]]) -> None:
        """Hold one conversation with the user at a time; say in the panel what went wrong."""
        if self._is_busy:
            self.say("One moment: the workspace has not answered yet.")
            return
        self._is_busy = True
        try:
            await conversation()
        except (KamtuiError, ModelError) as error:
            self.refuse(self._reason(error))
        finally:
            self._is_busy = False

    async def _offer_draft(self) -> None:
        draft = await asyncio.to_thread(
            offered_draft, self._workspace, self._scorecard, self._history
        )
        if draft is None:
            return
        decision = await self.app.push_screen_wait(DraftOffer(draft, self._scorecard))
        if decision is DraftDecision.TAKE_UP:
            self.take_up(draft)
        elif decision is DraftDecision.THROW_AWAY:
            await asyncio.to_thread(
                self._workspace.drop_draft, self._history, scorecard=self._scorecard.id
            )

    async def _load_chosen(self) -> None:
        current = self.editing.current
        chosen = await chosen_weight_set(self.app, self._workspace, self._scorecard, current)
        if chosen is not None:
            self._load(chosen)
            self.say(f"Loaded {version_text(chosen)}.")

    async def _compare_pairs(self) -> None:
        compared = await compared_in_pairs(self.app, self.editing, self._titles, self._judgements)
        if compared is not None:
            self._judgements = compared.judgements
            self._share_out(compared.shares)

    async def _put_in_order(self) -> None:
        self._share_out(await put_in_order(self.app, self.editing, self._titles))

    def _share_out(self, shares: Mapping[str, float] | None) -> None:
        if shares is not None:
            self.editor.changed(lambda editing: shared_out(editing, shares))

    async def _save_here(self) -> None:
        if self.weight_set.version and not self.editing.is_unsaved:
            self.say(f"Nothing has changed since version {self.weight_set.version}.")
        else:
            await self._save(SaveTarget(self.weight_set.name, self.weight_set.version))

    async def _save_elsewhere(self) -> None:
        target = await chosen_name(self.app, self._workspace, self._scorecard, "")
        if target is not None:
            await self._save(target)

    async def _save(self, target: SaveTarget) -> None:
        mine = self.editing.current
        try:
            settled = await saved(self.app, self._workspace, self._scorecard, target, mine)
        except KamtuiError as error:
            self.refuse(f"Not saved: {self._reason(error)}")
            return
        if settled is None:
            self.say("Not saved: yours are still here, and unsaved.")
        elif settled.is_mine:
            self.weight_set = settled.weight_set
            self._show(replace(self.editing, saved=mine))
            self.say(f"Saved as {version_text(settled.weight_set)}.")
        else:
            self._load(settled.weight_set)
            self.say(f"These are {version_text(settled.weight_set)}; undo brings yours back.")

    def _load(self, chosen: WeightSet) -> None:
        editing = self.editing.loaded(weights_over(self._scorecard, chosen))
        self.weight_set = chosen
        self._show(editing)

    def _show(self, editing: WeightsEditing) -> None:
        self.editor.show(editing)
        self._changed()

    def _changed(self) -> None:
        self._show_set()
        self._keep_draft_soon()
        self.post_message(self.Changed(self.editing, self.weight_set))

    def _show_set(self) -> None:
        self.entitle(SetShown(self.weight_set, self.editing.is_unsaved))

    def _keep_draft_soon(self) -> None:
        self._drafts.want(_unsaved(self.weight_set, self.editing))
        if self._draft_timer is not None:
            self._draft_timer.stop()
        self._draft_timer = self.set_timer(self._draft_after, self._keep_draft)

    @work(group="drafts")
    async def _keep_draft(self) -> None:
        try:
            await asyncio.to_thread(self._drafts.write)
        except KamtuiError as error:
            if not self._said_no_draft:
                self._said_no_draft = True
                self.refuse(f"No draft of unsaved weights can be kept: {self._reason(error)}")

    def _reason(self, error: KamtuiError | ModelError) -> str:
        """What is wrong and what to do, without the path of the workspace's own file."""
        message = error.message.removeprefix(f"{self._workspace.database.file}: ")
        return f"{message}. {error.hint}" if error.hint else message


def _unsaved(weight_set: WeightSet, editing: WeightsEditing) -> Unsaved | None:
    """Return what a draft would keep; None when nothing is unsaved."""
    if not editing.is_unsaved:
        return None
    weights = editing.current.as_mapping()
    return Unsaved(weight_set.name, weight_set.version, weights, editing.locks)
