# Makes pruning_golden.json: what Optuna's pruners decide on random reports. Run by hand:
#   /usr/bin/python3 pruning_golden.py > pruning_golden.json      (Optuna 3.1.0)
import json
import math
import random

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)

PRUNERS = {
    "median": lambda: optuna.pruners.MedianPruner(n_startup_trials=5),
    "percentile25": lambda: optuna.pruners.PercentilePruner(
        25.0, n_startup_trials=3, n_warmup_steps=2, interval_steps=3
    ),
    "halving2": lambda: optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=2),
    "halving4": lambda: optuna.pruners.SuccessiveHalvingPruner(min_resource=2, reduction_factor=4),
    "hyperband3": lambda: optuna.pruners.HyperbandPruner(
        min_resource=1, max_resource=27, reduction_factor=3
    ),
}


def run(name, direction, seed):
    rng = random.Random(seed)
    study = optuna.create_study(
        study_name="study", direction=direction, pruner=PRUNERS[name]()
    )
    trials = []
    for _ in range(60):
        trial = study.ask()
        level = rng.gauss(0, 1)
        reports = []
        pruned = False
        for step in range(28):
            value = level + rng.gauss(0, 1) / (1 + step)
            if rng.random() < 0.01:
                value = math.nan
            trial.report(value, step)
            pruned = bool(trial.should_prune())
            reports.append([str(value), pruned])
            if pruned:
                break
        if pruned:
            study.tell(trial, state=optuna.trial.TrialState.PRUNED)
        else:
            study.tell(trial, level)
        trials.append(reports)
    return {"pruner": name, "direction": direction, "trials": trials}


print(
    json.dumps(
        [run(name, d, i) for name in PRUNERS for i, d in enumerate(("minimize", "maximize"))],
        separators=(",", ":"),
    )
)
