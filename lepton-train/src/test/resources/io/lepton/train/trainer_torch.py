"""Makes trainer-torch.json: weights after steps of python3-torch (1.13.1), and its schedules' factors.

Run by hand, in this folder: /usr/bin/python3 trainer_torch.py
"""
import json
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(3)
torch.set_num_threads(1)
ROWS, IN, HIDDEN, OUT = 12, 4, 5, 3
x = torch.randn(ROWS, IN)
classes = torch.randint(0, OUT, (ROWS,))
numbers = torch.randn(ROWS, OUT)
shares = torch.rand(ROWS, OUT)
first = {"0.weight": torch.randn(HIDDEN, IN) * 0.7,
         "1.weight": torch.rand(HIDDEN) + 0.5, "1.bias": torch.randn(HIDDEN) * 0.1,
         "3.weight": torch.randn(OUT, HIDDEN) * 0.7, "3.bias": torch.randn(OUT) * 0.3}
MATRICES = ["0.weight", "3.weight"]
CHECKED = [1, 2, 8]


def flat(t):
    return [float(v) for v in t.detach().reshape(-1)]


def forward(p, b, x):
    y = F.linear(x, p["0.weight"])
    y = F.batch_norm(y, b["mean"], b["var"], p["1.weight"], p["1.bias"], True, 0.1, 1e-5)
    return F.linear(torch.tanh(y), p["3.weight"], p["3.bias"])


def train(make, loss, penalty=lambda p: 0, clip=lambda ps: None, accumulate=1, schedule=None, frozen=()):
    p = {k: v.clone().requires_grad_(k not in frozen) for k, v in first.items()}
    b = {"mean": torch.zeros(HIDDEN), "var": torch.ones(HIDDEN)}
    learnt = {k: v for k, v in p.items() if k not in frozen}
    opt = make(learnt)
    sched = schedule(opt) if schedule else None
    out = {}
    for step in range(1, CHECKED[-1] + 1):
        opt.zero_grad()
        for part in range(accumulate):
            (loss(forward(p, b, x)) / accumulate).backward()
        extra = penalty(p)
        if torch.is_tensor(extra):
            extra.backward()
        clip(list(learnt.values()))
        opt.step()
        if sched:
            sched.step()
        if step in CHECKED:
            out[str(step)] = {**{k: flat(v) for k, v in p.items()}, "1.running_mean": flat(b["mean"]),
                              "1.running_var": flat(b["var"])}
    return out


def groups(learnt, decay):
    return [{"params": [v for k, v in learnt.items() if k in MATRICES], "weight_decay": decay},
            {"params": [v for k, v in learnt.items() if k not in MATRICES], "weight_decay": 0}]


ce = lambda y: F.cross_entropy(y, classes)
sgd = lambda l: torch.optim.SGD(l.values(), lr=0.1)
l1 = lambda p: sum(p[k].abs().sum() for k in MATRICES)
l2 = lambda p: sum((p[k] ** 2).sum() for k in MATRICES)
runs = {
    "sgd": train(sgd, ce),
    "momentum": train(lambda l: torch.optim.SGD(l.values(), lr=0.1, momentum=0.9), ce),
    "nesterov": train(lambda l: torch.optim.SGD(l.values(), lr=0.1, momentum=0.8, nesterov=True), ce),
    "adam": train(lambda l: torch.optim.Adam(l.values(), lr=0.05), ce),
    "adam-epsilon": train(lambda l: torch.optim.Adam(l.values(), lr=0.05, betas=(0.8, 0.95), eps=0.01), ce),
    "adamw": train(lambda l: torch.optim.AdamW(groups(l, 0.3), lr=0.05), ce),
    "adam-l2": train(lambda l: torch.optim.Adam(groups(l, 0.2), lr=0.05), ce),
    "sgd-l2": train(lambda l: torch.optim.SGD(groups(l, 0.2), lr=0.1, momentum=0.9), ce),
    "rmsprop": train(lambda l: torch.optim.RMSprop(l.values(), lr=0.02), ce),
    "rmsprop-momentum": train(lambda l: torch.optim.RMSprop(l.values(), lr=0.02, alpha=0.9, momentum=0.7), ce),
    "adagrad": train(lambda l: torch.optim.Adagrad(l.values(), lr=0.1), ce),
    "elastic-net": train(sgd, ce, penalty=lambda p: 0.01 * l1(p) + 0.02 * l2(p)),
    "clip-value": train(sgd, ce, clip=lambda ps: nn.utils.clip_grad_value_(ps, 0.01)),
    "adam-clip-value": train(lambda l: torch.optim.Adam(l.values(), lr=0.05, eps=0.01), ce,
                             clip=lambda ps: nn.utils.clip_grad_value_(ps, 0.01)),
    "clip-norm": train(sgd, ce, clip=lambda ps: nn.utils.clip_grad_norm_(ps, 0.05)),
    "frozen": train(lambda l: torch.optim.SGD([
        {"params": [l["3.weight"], l["3.bias"]]},
        {"params": [l["1.weight"], l["1.bias"]], "lr": 0.05}], lr=0.1), ce, frozen=("0.weight",)),
    "anchor": train(sgd, ce, penalty=lambda p: 0.3 * ((p["3.weight"] - 1) ** 2).sum()),
    "smoothed": train(sgd, lambda y: F.cross_entropy(y, classes, torch.tensor([1.0, 2.0, 0.5]), label_smoothing=0.1)),
    "soft": train(sgd, lambda y: F.cross_entropy(y, torch.softmax(numbers, 1))),
    "squared": train(sgd, lambda y: F.mse_loss(y, numbers)),
    "absolute": train(sgd, lambda y: F.l1_loss(y, numbers)),
    "huber": train(sgd, lambda y: F.huber_loss(y, numbers, delta=0.7)),
    "binary": train(sgd, lambda y: F.binary_cross_entropy_with_logits(y, shares)),
    "cosine": train(sgd, ce, schedule=lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 8)),
}


def factors(make, steps=20):
    opt = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=1.0)
    sched = make(opt)
    out = []
    for _ in range(steps):
        out.append(opt.param_groups[0]["lr"])
        opt.step()
        sched.step()
    return out


S = torch.optim.lr_scheduler
schedules = {
    "constant": factors(lambda o: S.LambdaLR(o, lambda e: 1)),
    "steps": factors(lambda o: S.StepLR(o, 2 * 5, 0.3)),  # 5 steps an epoch, every 2 epochs
    "cosine": factors(lambda o: S.CosineAnnealingLR(o, 20, eta_min=0.1)),
    "polynomial": factors(lambda o: S.PolynomialLR(o, 20, power=2.0)),
    "one-cycle": factors(lambda o: S.OneCycleLR(o, max_lr=1.0, total_steps=20, cycle_momentum=False)),
    "warmup": factors(lambda o: S.SequentialLR(o, [S.LinearLR(o, 0.1, 1.0, 4), S.CosineAnnealingLR(o, 16)], [4])),
}
json.dump({"inputs": flat(x), "classes": flat(classes), "numbers": flat(numbers), "shares": flat(shares),
           "soft": flat(torch.softmax(numbers, 1)), "first": {k: flat(v) for k, v in first.items()},
           "runs": runs, "schedules": schedules},
          open("trainer-torch.json", "w"), separators=(",", ":"))
