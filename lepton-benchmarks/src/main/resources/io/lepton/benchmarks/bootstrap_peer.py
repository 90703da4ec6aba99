"""Runs one job and prints its seconds and the ends of its interval. Argument: folder/job."""
import os
import sys
import time

import numpy as np
from scipy.stats import bootstrap

folder, job = os.path.split(sys.argv[1])
x = np.fromfile(os.path.join(folder, "first.f64"))
y = np.fromfile(os.path.join(folder, "second.f64"))
rng = np.random.default_rng(1)


def difference(a, b, axis):
    return np.mean(a, axis=axis) - np.mean(b, axis=axis)


def scipy_job(n, method):
    ci = bootstrap((x[:n], y[:n]), difference, n_resamples=9999, batch=100, method=method,
                   vectorized=True, random_state=rng).confidence_interval
    return ci.low, ci.high


def numpy_mean():
    means = [x[rng.integers(0, len(x), len(x))].mean() for _ in range(25)]
    return tuple(np.quantile(means, [0.025, 0.975]))


def order_statistics():
    total = 0
    for sign, arm in ((1, np.sort(x)), (-1, np.sort(y))):
        index = rng.binomial(len(arm) + 1, 0.9, 1_000_000)
        total = total + sign * arm[np.clip(index, 0, len(arm) - 1)]
    return tuple(np.quantile(total, [0.025, 0.975]))


jobs = {
    "percentile": (lambda: scipy_job(100_000, "percentile"), 1),
    "bca": (lambda: scipy_job(5_000, "BCa"), 1),
    "mean-1m": (numpy_mean, 400),
    "p90": (order_statistics, 1),
}
work, scale = jobs[job]
start = time.perf_counter()
low, high = work()
print((time.perf_counter() - start) * scale, low, high)
