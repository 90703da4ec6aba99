# Optuna's default sampler on the functions of TuneFunction.java. The argument names a file with
# "FUNCTION SEEDS", answered by the median regrets after 50, 100 and 200 trials, or "speed TRIALS",
# answered by the seconds that as many trials of 40 parameters take.
import statistics
import sys
import time
from math import cos, e, exp, log, log10, pi, sin, sqrt

import optuna

optuna.logging.set_verbosity(optuna.logging.ERROR)

HEIGHTS = [1, 1.2, 3, 3.2]
WIDTHS6 = [[10, 3, 17, 3.5, 1.7, 8], [.05, 10, 17, .1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, .05, 10, .1, 14]]
CENTRES6 = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
            [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]
WIDTHS3 = [[3, 10, 30], [.1, 10, 35], [3, 10, 30], [.1, 10, 35]]
CENTRES3 = [[3689, 1170, 2673], [4699, 4387, 7470], [1091, 8732, 5547], [381, 5743, 8828]]


def branin(x):
    a = x[1] - 5.1 / (4 * pi ** 2) * x[0] ** 2 + 5 / pi * x[0] - 6
    return a * a + 10 * (1 - 1 / (8 * pi)) * cos(x[0]) + 10


def hartmann(x, widths, centres):
    return -sum(h * exp(-sum(w * (v - c * 1e-4) ** 2 for v, w, c in zip(x, ws, cs)))
                for h, ws, cs in zip(HEIGHTS, widths, centres))


def rosenbrock(x):
    return sum(100 * (b - a * a) ** 2 + (1 - a) ** 2 for a, b in zip(x, x[1:]))


def ackley(x):
    return (-20 * exp(-.2 * sqrt(sum(v * v for v in x) / len(x)))
            - exp(sum(cos(2 * pi * v) for v in x) / len(x)) + 20 + e)


def levy(x):
    w = [1 + (v - 1) / 4 for v in x]
    return (sin(pi * w[0]) ** 2 + (w[-1] - 1) ** 2 * (1 + sin(2 * pi * w[-1]) ** 2)
            + sum((v - 1) ** 2 * (1 + 10 * sin(pi * v + 1) ** 2) for v in w[:-1]))


def camel(x):
    a, b = x[0] ** 2, x[1] ** 2
    return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b


def griewank(x):
    product = 1
    for i, v in enumerate(x):
        product *= cos(v / sqrt(i + 1))
    return sum(v * v for v in x) / 4000 - product + 1


def styblinski(x):
    return sum(v ** 4 - 16 * v * v + 5 * v for v in x) / 2


def mixed(t):
    rate = log10(t.suggest_float("rate", 1e-5, 1, log=True)) + 2.5
    units = log(t.suggest_int("units", 1, 512, log=True) / 48)
    layers = t.suggest_int("layers", 1, 8) - 3
    dropout = t.suggest_float("dropout", 0, .9, step=.1) - .3
    kind = "cadb".index(t.suggest_categorical("kind", ["a", "b", "c", "d"]))
    return (rate ** 2 + units ** 2 + .1 * layers ** 2 + 4 * dropout ** 2 + .5 * kind
            + .3 * abs(rate * units))


def conditional(t):
    model = t.suggest_categorical("model", ["linear", "svm", "trees"])
    loss = .1 * (log10(t.suggest_float("l2", 1e-6, 1, log=True)) + 3) ** 2
    if model == "svm":
        return (loss + (log10(t.suggest_float("c", 1e-3, 1e3, log=True)) - 1.3) ** 2
                + (log10(t.suggest_float("gamma", 1e-4, 10, log=True)) + 1.7) ** 2)
    if model == "trees":
        return (loss + .2 + .05 * (t.suggest_int("depth", 1, 16) - 6) ** 2
                + .2 * log(t.suggest_int("count", 8, 1024, log=True) / 300) ** 2)
    return loss + 1


def numeric(f, box):
    return lambda t: f([t.suggest_float("x%d" % i, low, high) for i, (low, high) in enumerate(box)])


FUNCTIONS = {
    "branin": (numeric(branin, [(-5, 10), (0, 15)]), 0.39788735772973816),
    "hartmann6": (numeric(lambda x: hartmann(x, WIDTHS6, CENTRES6), [(0, 1)] * 6), -3.32236801141551),
    "rosenbrock4": (numeric(rosenbrock, [(-5, 10)] * 4), 0),
    "ackley5": (numeric(ackley, [(-32.768, 32.768)] * 5), 0),
    "levy5": (numeric(levy, [(-10, 10)] * 5), 0),
    "hartmann3": (numeric(lambda x: hartmann(x, WIDTHS3, CENTRES3), [(0, 1)] * 3), -3.86278214782076),
    "camel6": (numeric(camel, [(-3, 3), (-2, 2)]), -1.031628453489877),
    "griewank5": (numeric(griewank, [(-600, 600)] * 5), 0),
    "styblinski5": (numeric(styblinski, [(-5, 5)] * 5), -39.16616570377142 * 5),
    "mixed": (mixed, 0),
    "conditional": (conditional, 0),
}


def study(seed):
    return optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))


name, count = open(sys.argv[1]).read().split()
if name == "speed":
    box = [(-5, 5)] * 40
    start = time.time()
    study(0).optimize(numeric(lambda x: sum(v * v for v in x), box), n_trials=int(count))
    print(time.time() - start)
else:
    function, minimum = FUNCTIONS[name]
    regrets = []
    for seed in range(int(count)):
        run = study(seed)
        run.optimize(function, n_trials=200)
        values = [t.value for t in run.trials]
        regrets.append([min(values[:n]) - minimum for n in (50, 100, 200)])
    print(*[statistics.median(column) for column in zip(*regrets)])
