"""What each account buys: its product groups, and when they change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kamtui.history.sample.base import Base, Story
from kamtui.history.sample.columns import Ints, Reals
from kamtui.history.sample.recipe import Recipe
from kamtui.history.sample.words import SEGMENTS

_NEVER = 1 << 40


@dataclass(frozen=True)
class Taste:
    """How much each account asks for each product group (rows accounts, columns groups)."""

    before: Reals
    after: Reals
    """From `changes` on."""
    changes: Ints
    """The day number on which the account drops groups or takes a new one."""


def account_taste(recipe: Recipe, base: Base) -> Taste:
    """Return what each account asks for; at least two groups, and one after narrowing."""
    chance = recipe.chance("taste")
    asked = np.array([segment.groups for segment in SEGMENTS])[base.segment]
    with np.errstate(divide="ignore"):
        liking = np.log(asked) + chance.gumbel(size=asked.shape)
    place = np.argsort(np.argsort(-liking, axis=1, kind="stable"), axis=1, kind="stable")
    breadth = 2 + chance.binomial(5, 0.2 + 0.5 * base.size)
    before = np.where(place < breadth[:, None], asked * np.exp(0.4 * liking.clip(-3, 3)), 0.0)
    kept = (place == 0) | (chance.random(asked.shape) < 0.35)
    dropped = np.where(kept, before, 0.0)
    added = np.where(place == breadth[:, None], asked, before)
    narrowing = base.is_one_of(Story.NARROWING)
    broadening = base.is_one_of(Story.GROWING) | (
        base.is_one_of(Story.STEADY) & (chance.random(len(base)) < 0.12)
    )
    after = np.where(narrowing[:, None], dropped, np.where(broadening[:, None], added, before))
    lately = np.where(narrowing, chance.integers(150, 420, len(base)), 0)
    lately = np.where(broadening, chance.integers(20, 400, len(base)), lately)
    changes = np.where(narrowing | broadening, recipe.last_day - lately, _NEVER)
    return Taste(before, after, changes)
