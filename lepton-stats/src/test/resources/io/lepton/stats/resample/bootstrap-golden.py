"""Writes bootstrap-golden.csv with scipy.stats.bootstrap; the build never runs this.

name,statistic,method,replicates,low,high,standard_error,arms...  Values of an arm are separated by blanks.
"""
import os
import numpy as np
import scipy
from scipy.stats import bootstrap

rng = np.random.default_rng(20261122)
a = np.round(rng.lognormal(1, 0.8, 60), 4)
b = np.round(rng.lognormal(0.8, 0.8, 45), 4)
num = np.round(rng.poisson(3, 50) * 1.0 + rng.uniform(0, 1, 50), 4)
den = np.round(rng.poisson(8, 50) + 1.0, 4)
zeros = (rng.uniform(size=80) < 0.3).astype(float)
R = 99999

mean = lambda x, axis: np.mean(x, axis=axis)
difference = lambda x, y, axis: np.mean(x, axis=axis) - np.mean(y, axis=axis)
ratio = lambda x, y, axis: np.sum(x, axis=axis) / np.sum(y, axis=axis)
lift = lambda x, y, axis: np.mean(x, axis=axis) / np.mean(y, axis=axis) - 1
p90 = lambda x, axis: np.quantile(x, 0.9, axis=axis)
cases = [
    ("lognormal", "mean", (a,), mean, False, ("percentile", "BCa")),
    ("zeros and ones", "mean", (zeros,), mean, False, ("percentile", "BCa")),
    ("two lognormals", "difference", (a, b), difference, False, ("percentile", "BCa")),
    ("two lognormals", "lift", (a, b), lift, False, ("percentile", "BCa")),
    ("poisson by poisson", "ratio", (num, den), ratio, True, ("percentile", "BCa")),
    ("lognormal", "p90", (a,), p90, False, ("percentile",)),
]
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "bootstrap-golden.csv"), "w") as out:
    out.write("# scipy %s, numpy %s\n" % (scipy.__version__, np.__version__))
    for name, statistic, arms, f, paired, methods in cases:
        for method in methods:
            result = bootstrap(arms, f, n_resamples=R, batch=1000, vectorized=True, paired=paired,
                               method=method, random_state=np.random.default_rng(1))
            out.write(",".join([name, statistic, method, str(R), repr(float(result.confidence_interval.low)),
                                repr(float(result.confidence_interval.high)), repr(float(result.standard_error))]
                               + [" ".join(map(repr, map(float, arm))) for arm in arms]) + "\n")
