"""Makes shapley-golden.csv: Shapley values of a small function by the definition over all orders of
the features (not over subsets, as the library computes them), against a background. The build never
runs this. Columns: what, then numbers. Python 3, numpy."""
import itertools
import math

import numpy as np

rng = np.random.default_rng(7)


def f(x):
    return (x[0] * x[1] + np.sin(x[2]) + max(x[3], x[4]) - 0.5 * x[0] * x[3] * x[5] + x[1] ** 2)


background = np.round(rng.normal(size=(7, 6)), 3)
cases = np.round(rng.normal(size=(4, 6)), 3)


def value(case, coalition):
    total = 0.0
    for b in background:
        mixed = b.copy()
        for j in coalition:
            mixed[j] = case[j]
        total += f(mixed)
    return total / len(background)


with open("shapley-golden.csv", "w") as out:
    for b in background:
        out.write("background," + ",".join(repr(float(v)) for v in b) + "\n")
    for case in cases:
        worth = {}
        for size in range(7):
            for c in itertools.combinations(range(6), size):
                worth[frozenset(c)] = value(case, c)
        phi = np.zeros(6)
        for order in itertools.permutations(range(6)):
            known = frozenset()
            for j in order:
                phi[j] += worth[known | {j}] - worth[known]
                known = known | {j}
        phi /= math.factorial(6)
        out.write("case," + ",".join(repr(float(v)) for v in case) + "\n")
        out.write("phi," + ",".join(repr(float(v)) for v in phi) + "\n")
