"""BG/NBD fitted to a panel of purchases by kamtui: grouped, with an analytic gradient."""

from __future__ import annotations

import sys
import time

import numpy as np
import scipy.optimize
import scipy.special  # noqa: F401  (imports are not what is measured)
from spent import say

from kamtui.model.lifetime_fitting import fit_buying
from kamtui.model.lifetime_purchases import Purchases

panel = np.load(sys.argv[1])
bought = Purchases(panel["repeats"], panel["recency"], panel["age"], int(panel["a_week"]))
begun = time.perf_counter()
fitted = fit_buying(bought)
seconds = time.perf_counter() - begun
model = fitted.model
say(
    seconds,
    fitted.accounts,
    parameters=[model.r, model.alpha, model.a, model.b],
    log_likelihood=fitted.log_likelihood,
)
