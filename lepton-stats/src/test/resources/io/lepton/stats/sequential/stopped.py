"""Outcomes of stopped group sequential plans, as plain integrals over the earlier scores.

Writes stopped-reference.json: for statistics seen at look 1 to 3, after smaller ones, the probability of
an outcome at least as extreme in stagewise order under several drifts, and the drifts at which it is
0.025, 0.5 and 0.975. The joint density of the scores is integrated by one 400-point Gauss-Legendre rule
for each, under the drift itself. numpy and scipy 1.10.1.
"""
import json
import numpy as np
from scipy import optimize, stats

phi, sf = stats.norm.pdf, stats.norm.sf
NODES, WEIGHTS = np.polynomial.legendre.leggauss(400)


def rule(low, high, mean, sd):
    low, high = max(low, mean - 12 * sd), min(high, mean + 12 * sd)
    if low >= high:
        return np.array([mean]), np.array([0.0])
    return (low + high) / 2 + (high - low) / 2 * NODES, (high - low) / 2 * WEIGHTS


def upward(times, lower, upper, z, drift):
    """times and bounds up to the stop; upper and lower of the looks before."""
    edges = list(upper) + [z]
    roots, gaps = np.sqrt(times), np.diff([0] + times)
    s = np.sqrt(gaps)
    total = sf(edges[0] - drift * roots[0])
    if len(times) == 1:
        return float(total)
    x, w = rule(lower[0] * roots[0], upper[0] * roots[0], drift * times[0], roots[0])
    w = w * phi((x - drift * times[0]) / s[0]) / s[0]
    total += w @ sf((edges[1] * roots[1] - x - drift * gaps[1]) / s[1])
    if len(times) == 2:
        return float(total)
    y, v = rule(lower[1] * roots[1], upper[1] * roots[1], drift * times[1], roots[1])
    v = v * sf((z * roots[2] - y - drift * gaps[2]) / s[2])
    joint = phi((y[None, :] - x[:, None] - drift * gaps[1]) / s[1]) / s[1]
    return float(total + w @ joint @ v)


cases = []
for sides, upper, times in [
    (1, [3.0, 2.5], [0.3, 0.6, 1.0]),
    (1, [2.2, 2.2], [0.2, 0.5, 0.8]),
    (2, [2.9, 2.4], [0.4, 0.7, 1.0]),
    (2, [2.4, 2.4], [0.25, 0.5, 1.1]),
]:
    for look, z in [(1, 3.2), (2, 2.7), (2, 4.1), (3, 2.05), (3, -0.4), (3, 3.6)]:
        lower = [-u if sides == 2 else -40.0 for u in upper]
        t, u, l = times[:look], upper[: look - 1], lower[: look - 1]
        p = lambda d: upward(t, l, u, z, d)
        drifts = [-1.0, 0.0, 2.0]
        cases.append(
            dict(
                sides=sides,
                times=t,
                upper=u,
                z=z,
                drifts=drifts,
                upward=[p(d) for d in drifts],
                quantiles=[optimize.brentq(lambda d: p(d) - q, -12, 14, xtol=1e-12) for q in (0.025, 0.5, 0.975)],
            )
        )
json.dump(cases, open("stopped-reference.json", "w"), indent=1)
