"""Makes bandit-reference.json: python3 bandit-reference.py > bandit-reference.json (numpy, scipy 1.10.1).

Off-policy estimates in plain loops over a made-up log; probabilities of being the best arm by
adaptive integration over the rate itself (not its logit); LinUCB's weights and widths by numpy's
linear solver on the sums; upper confidence bounds of KL-UCB by brentq.
"""
import json
import math
import numpy as np
from scipy import integrate, optimize, stats

rng = np.random.default_rng(20261122)


def ope():
    n, k = 300, 3
    log = []
    for _ in range(n):
        x = rng.uniform(-1, 1)
        scores = np.array([0.2, 0.8 * x, -0.5 * x])
        logging = np.exp(scores) / np.exp(scores).sum()
        target = np.exp(3 * scores) / np.exp(3 * scores).sum()
        arm = int(rng.choice(k, p=logging))
        reward = float(rng.random() < 0.3 + 0.2 * scores[arm])
        model = [float(0.35 + 0.15 * s) for s in scores]
        log.append(dict(arm=arm, propensity=float(logging[arm]), reward=reward,
                        target=[float(t) for t in target], predicted=model))
    w = [l["target"][l["arm"]] / l["propensity"] for l in log]
    ips = [wi * l["reward"] for wi, l in zip(w, log)]
    dr = []
    for wi, l in zip(w, log):
        base = 0.0
        for t, q in zip(l["target"], l["predicted"]):
            base += t * q
        dr.append(base + wi * (l["reward"] - l["predicted"][l["arm"]]))
    snips = math.fsum(ips) / math.fsum(w)
    z = stats.norm.ppf(0.975)

    def mean(v):
        m = math.fsum(v) / n
        return [m, math.sqrt(math.fsum((x - m) ** 2 for x in v) / (n - 1) / n)]
    se = math.sqrt(math.fsum((wi * (l["reward"] - snips)) ** 2 for wi, l in zip(w, log))) / math.fsum(w)
    return dict(log=log, ips=mean(ips), snips=[snips, se], dr=mean(dr), z=z,
                ess=math.fsum(w) ** 2 / math.fsum(x * x for x in w), mean_weight=math.fsum(w) / n)


def best_beta(arms):
    out = []
    for i, (a, b) in enumerate(arms):
        def f(x):
            p = stats.beta.pdf(x, a, b)
            for j, (c, d) in enumerate(arms):
                if j != i:
                    p *= stats.beta.cdf(x, c, d)
            return p
        points = sorted({stats.beta.ppf(q, c, d) for c, d in arms for q in (1e-9, .001, .1, .5, .9, .999, 1 - 1e-9)})
        edges = [0.0] + points + [1.0]
        out.append(sum(integrate.quad(f, lo, hi, epsabs=1e-13, epsrel=1e-11, limit=200)[0]
                       for lo, hi in zip(edges, edges[1:]) if hi > lo))
    return dict(arms=arms, expected=out)


def best_normal(arms):
    out = []
    for i, (m, s) in enumerate(arms):
        def f(x):
            p = stats.norm.pdf(x, m, s)
            for j, (c, d) in enumerate(arms):
                if j != i:
                    p *= stats.norm.cdf(x, c, d)
            return p
        edges = sorted({c + q * d for c, d in arms for q in (-9, -4, -1, 0, 1, 4, 9)})
        out.append(sum(integrate.quad(f, lo, hi, epsabs=1e-13, epsrel=1e-11, limit=200)[0]
                       for lo, hi in zip(edges, edges[1:])))
    return dict(arms=arms, expected=out)


def linucb():
    d, lam, steps = 4, 1.5, 60
    xs = rng.normal(size=(steps, d))
    rs = xs @ np.array([0.5, -1.0, 0.0, 2.0]) + rng.normal(size=steps)
    a = lam * np.eye(d) + xs.T @ xs
    theta = np.linalg.solve(a, xs.T @ rs)
    probe = rng.normal(size=d)
    return dict(ridge=lam, xs=xs.tolist(), rewards=rs.tolist(), probe=probe.tolist(),
                predicted=float(probe @ theta), width=float(math.sqrt(probe @ np.linalg.solve(a, probe))))


def kl(p, q):
    return sum(0.0 if u == 0 else u * math.log(u / v) for u, v in ((p, q), (1 - p, 1 - q)))


def klucb():
    rows = []
    for p in (0.0, 0.01, 0.3, 0.5, 0.95):
        for bound in (1e-4, 0.02, 0.5, 1.0):
            rows.append([p, bound, optimize.brentq(lambda q: kl(p, q) - bound, p + 1e-14, 1 - 1e-16,
                                                   xtol=1e-16, rtol=1e-14)])
    return rows


print(json.dumps(dict(
    ope=ope(),
    best_beta=[best_beta(a) for a in (
        [[1, 1], [1, 1], [1, 1]], [[3, 9], [8, 5]], [[1, 1], [120, 80], [30, 30]],
        [[2, 300], [1, 200], [5, 400], [1, 1]], [[5000, 5100], [1, 3], [50, 49]], [[1.5, 2.5], [40, 60]])],
    best_normal=[best_normal(a) for a in (
        [[0, 1], [0, 1]], [[0, 1], [1, 0.1], [0.5, 3]], [[5, 0.01], [5.02, 0.01], [0, 10]])],
    linucb=linucb(), klucb=klucb())))
