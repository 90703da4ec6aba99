"""Makes adaptive-reference.json: python3 adaptive-reference.py > adaptive-reference.json (numpy, scipy 1.10.1).

The log of an epsilon-greedy bandit over three normal arms, and the adaptively weighted AIPW
estimate of each arm by the formulas of Hadad et al. (2021) with weights sqrt(e), vectorised over
matrices of scores as in their published code.
"""
import json
import numpy as np
from scipy import stats

rng = np.random.default_rng(7)
n, k = 250, 3
means = np.array([0.1, 0.4, 0.3])
W, Y = np.zeros(n, int), np.zeros(n)
E, M = np.zeros((n, k)), np.zeros((n, k))
sums, counts = np.zeros(k), np.zeros(k)
for t in range(n):
    M[t] = np.divide(sums, counts, out=np.zeros(k), where=counts > 0)
    E[t] = 0.05
    E[t, np.argmax(M[t])] = 0.9
    W[t] = rng.choice(k, p=E[t])
    Y[t] = means[W[t]] + rng.normal()
    sums[W[t]] += Y[t]
    counts[W[t]] += 1
onehot = np.eye(k)[W]
scores = M + onehot * (Y[:, None] - M) / E
weights = np.sqrt(E)
estimate = (weights * scores).sum(0) / weights.sum(0)
error = np.sqrt((weights ** 2 * (scores - estimate) ** 2).sum(0)) / weights.sum(0)
print(json.dumps(dict(
    arm=W.tolist(), reward=Y.tolist(), propensities=E.tolist(), predicted=M.tolist(),
    estimate=estimate.tolist(), error=error.tolist(), z=stats.norm.ppf(0.975),
    effective=(weights.sum(0) ** 2 / n).tolist())))
