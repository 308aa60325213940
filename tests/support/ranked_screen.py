"""What the Priorities screen shows in a real terminal, read off its lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from support.terminal import Terminal

_ROW = re.compile(
    r"^(?P<cursor>[^\w\s]?)\s*(?P<rank>\d+)\s+(?P<moved>·|new|[▲▼]\S+)\s+(?P<name>\S.*)$"
)
_MARKED_AS_CUT = "…"


@dataclass(frozen=True)
class ShownAccount:
    """A line of the ranked table."""

    rank: int
    moved: str
    """As it is spelled: "·", "new", "▲3" or "▼12"."""
    name: str
    """As far as it fits, and whatever stands behind it on the line."""
    has_cursor: bool

    def is_called(self, name: str) -> bool:
        """Whether this is the account of a name, which may be cut to fit."""
        shown = self.name.partition(_MARKED_AS_CUT)[0] if self._is_cut else self.name
        return name.startswith(shown.rstrip()) if self._is_cut else shown.startswith(name)

    @property
    def _is_cut(self) -> bool:
        return _MARKED_AS_CUT in self.name.split("  ")[0]


def shown_accounts(terminal: Terminal) -> list[ShownAccount]:
    """Return the ranked accounts on the screen, from the top."""
    matches = filter(None, map(_ROW.match, terminal.lines))
    return [
        ShownAccount(int(row["rank"]), row["moved"], row["name"], bool(row["cursor"]))
        for row in matches
    ]


def account_under_cursor(terminal: Terminal) -> ShownAccount:
    """Return the account that the cursor is on."""
    return next(account for account in shown_accounts(terminal) if account.has_cursor)


def is_ranked(terminal: Terminal) -> bool:
    """Whether ranked accounts are on the screen."""
    return len(shown_accounts(terminal)) > 1


def shows_order(terminal: Terminal, names: Sequence[str], at_least: int = 8) -> bool:
    """Whether the accounts on the screen are these, in this order, from rank 1."""
    shown = shown_accounts(terminal)
    return len(shown) >= at_least and all(
        account.rank == place and account.is_called(name)
        for place, (account, name) in enumerate(zip(shown, names, strict=False), start=1)
    )
