"""The same model fitted to the same panel by the package lifetimes."""

from __future__ import annotations

import sys
import time

import numpy as np
from lifetimes import BetaGeoFitter
from spent import say

panel = np.load(sys.argv[1])
frequency = panel["repeats"]
recency, age = (panel[name] / panel["a_week"] for name in ("recency", "age"))
begun = time.perf_counter()
fitter = BetaGeoFitter(penalizer_coef=0.0).fit(frequency, recency, age)
seconds = time.perf_counter() - begun
parameters = [float(fitter.params_[name]) for name in ("r", "alpha", "a", "b")]
# It fits in another unit of time; in weeks its likelihood is this, a mean over the customers.
mean = fitter._negative_log_likelihood(
    np.log(parameters), frequency, recency, age, np.ones(len(frequency)), 0.0
)
say(
    seconds,
    len(frequency),
    parameters=parameters,
    log_likelihood=-float(mean) * len(frequency),
)
