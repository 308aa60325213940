"""The classes (Rubanovitsch & Aalto 2007).

A core, B to develop, C easy care; D and E are competitors' customers, by purchase potential.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kamtui.model.scorecard import ClassThresholds

CLASS_LETTERS = ("", "A", "B", "C", "D", "E")
"""The letter of each class code; code 0 is no class."""

NO_CLASS, A, B, C, D, E = range(6)

ClassCodes = NDArray[np.int8]


@dataclass(frozen=True)
class ClassChanges:
    """How many accounts changed class between two rankings."""

    count: int
    flows: Mapping[tuple[str, str], int]
    """(letter before, letter after) → accounts, for the pairs that differ; "" is no class."""


def classes_by_potential(
    active: NDArray[np.bool_], potential: NDArray[np.float64], thresholds: ClassThresholds
) -> ClassCodes:
    """Return the class codes that no score can change: D or E for accounts that are not active.

    `potential` is what an account could buy in a year, NaN when unknown. Active accounts and
    those of unknown potential get no class here.
    """
    codes = np.full(len(active), NO_CLASS, dtype=np.int8)
    codes[~active & (potential >= thresholds.d)] = D
    codes[~active & (potential < thresholds.d)] = E
    return codes


def classes_by_score(
    score: NDArray[np.float64],
    graded: NDArray[np.bool_],
    otherwise: ClassCodes,
    thresholds: ClassThresholds,
) -> ClassCodes:
    """Return the class codes of all accounts: A, B or C by score where `graded`, else `otherwise`.

    `graded` marks the active accounts that are ranked. A score on a threshold is above it.
    """
    steps = (score >= thresholds.a).view(np.int8) + (score >= thresholds.b).view(np.int8)
    return np.where(graded, np.int8(C) - steps, otherwise)


def class_of(points: float, thresholds: ClassThresholds) -> str:
    """Return A, B or C by points alone; "" for NaN."""
    if math.isnan(points):
        return ""
    return "A" if points >= thresholds.a else "B" if points >= thresholds.b else "C"


def class_changes(before: ClassCodes, after: ClassCodes) -> ClassChanges:
    """Return how many accounts changed class, and from which to which, row by row."""
    letters = len(CLASS_LETTERS)
    moved = before != after
    pairs = before[moved].astype(np.intp) * letters + after[moved]
    counts = np.bincount(pairs, minlength=letters * letters)
    flows = {
        (CLASS_LETTERS[pair // letters], CLASS_LETTERS[pair % letters]): int(counts[pair])
        for pair in np.flatnonzero(counts).tolist()
    }
    return ClassChanges(count=len(pairs), flows=flows)
