"""Makes parity-golden.csv: the highest expected accuracy that any randomised decision by group and
score can have under a parity constraint, by linear programming over the share of cases decided
positive at every score of every group. The build never runs this. Python 3, numpy, scipy (HiGHS).
Unlike the library, the program knows nothing of thresholds or hulls; it is restricted to rules that
rise with the score, as thresholds do."""
import numpy as np
from scipy.optimize import linprog

rng = np.random.default_rng(11)
with open("parity-golden.csv", "w") as out:
    for run in range(6):
        groups, scores, labels = [], [], []
        for g in range(2 + run % 3):
            n = int(rng.integers(20, 60))
            base = rng.uniform(0.25, 0.75)
            y = (rng.random(n) < base).astype(int)
            y[:2] = [0, 1]
            s = 1 / (1 + np.exp(-(rng.normal(size=n) + (1 + 0.4 * g) * y - 0.7 + 0.3 * g)))
            s = np.round(s, 2)
            groups += [g] * n
            scores += list(s)
            labels += list(y)
        groups, scores, labels = map(np.array, (groups, scores, labels))
        # one variable for each group and distinct score: the probability of a positive decision
        keys = sorted({(g, s) for g, s in zip(groups, scores)})
        place = {k: i for i, k in enumerate(keys)}
        pos = np.zeros(len(keys))
        neg = np.zeros(len(keys))
        for g, s, y in zip(groups, scores, labels):
            (pos if y else neg)[place[(g, s)]] += 1
        n = len(labels)
        cost = -(pos - neg) / n
        rising = []
        for (g, s), (h, t) in zip(keys, keys[1:]):
            if g == h:
                r = np.zeros(len(keys))
                r[place[(g, s)]], r[place[(h, t)]] = 1, -1
                rising.append(r)
        def rate(g, weight):
            r = np.array([weight[i] if k[0] == g else 0 for k, i in place.items()])
            return r / r.sum()
        result = []
        for kinds in ([pos + neg], [pos], [pos, neg]):
            equal = [rate(0, w) - rate(g, w) for w in kinds for g in range(1, groups.max() + 1)]
            solved = linprog(cost, A_ub=np.array(rising), b_ub=np.zeros(len(rising)),
                             A_eq=np.array(equal), b_eq=np.zeros(len(equal)),
                             bounds=(0, 1), method="highs")
            assert solved.status == 0
            result.append((labels == 0).mean() - solved.fun)
        for name, values in (("groups", groups), ("scores", scores), ("labels", labels),
                             ("accuracy", result)):
            out.write(name + "," + ",".join(repr(float(v)) for v in values) + "\n")
