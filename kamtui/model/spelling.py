"""The right word nearest to a wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

_FEW = 12


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Return the choice that `word` was most likely meant to be, or None when none is close.

    Capitals do not count; of equally close choices the alphabetically first is returned.
    """
    by_folded: dict[str, str] = {}
    for choice in sorted(choices):
        by_folded.setdefault(choice.casefold(), choice)
    folded = word.casefold()
    beginnings = [choice for choice in by_folded if len(folded) > 2 and choice.startswith(folded)]
    close = get_close_matches(folded, by_folded, n=_FEW, cutoff=0.6)
    likeness = {choice: SequenceMatcher(None, choice, folded).ratio() for choice in close}
    closest = sorted(close, key=lambda choice: (-likeness[choice], choice)) or beginnings
    return by_folded[closest[0]] if closest else None


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """Return a hint that names the nearest choice, or a few choices when none is close.

    None when there are none, or too many to list.
    """
    known = sorted(choices)
    close = nearest(word, known)
    if close is not None:
        return f"did you mean {close}?"
    return f"choose from: {', '.join(known)}" if 0 < len(known) <= _FEW else None
