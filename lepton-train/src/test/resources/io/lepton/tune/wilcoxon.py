# Writes wilcoxon.txt: what Optuna's WilcoxonPruner decides at each step, by its rule (version 4.0:
# scipy.stats.wilcoxon with zero_method="zsplit", unless the mean so far is as good as the best value).
# Lines: threshold, direction, best trial's values, trial's values, decisions step by step.
# Run by hand: /usr/bin/python3 wilcoxon.py (scipy 1.10.1)
import numpy as np
import scipy.stats as ss

rng = np.random.default_rng(3)
with open("wilcoxon.txt", "w") as f:
    for case in range(40):
        n = 20
        threshold = [0.05, 0.1, 0.2][case % 3]
        maximize = case % 2 == 1
        best = rng.normal(0, 1, n)
        shift = [0, 0.3, 0.8, -0.5][case % 4] * (-1 if maximize else 1)
        trial = best + rng.normal(shift, 0.7, n)
        decisions = ""
        for k in range(1, n + 1):
            p = ss.wilcoxon(trial[:k] - best[:k], alternative="less" if maximize else "greater",
                            zero_method="zsplit").pvalue
            mean = np.mean(trial[:k])
            good = best.mean() <= mean if maximize else best.mean() >= mean
            decisions += "1" if p < threshold and not good else "0"
        f.write(f"{threshold} {'HIGHER' if maximize else 'LOWER'} {','.join(map(repr, map(float, best)))} "
                f"{','.join(map(repr, map(float, trial)))} {decisions}\n")
