"""Makes networks-torch.json from networks.json: what python3-torch (1.13.1) computes for each network.

Run by hand, in this folder: /usr/bin/python3 networks_torch.py
networks.json is what NetworksGoldenTest's networks say of themselves (Network.toJson).
"""
import json
import torch
import torch.nn.functional as F

torch.manual_seed(1)
torch.set_num_threads(1)


def layer(node, prefix, params, x, training):
    kind = node["kind"]
    p = lambda name: params.get(prefix + name)
    def inner(steps, x, follow):
        outs = []
        for s in steps:
            y = layer(s["layer"], prefix + s["name"] + ".", params, x, training)
            outs.append(y)
            if follow:
                x = y
        return x if follow else outs
    if kind == "sequential":
        return inner(node["steps"], x, True)
    if kind == "branches":
        outs = inner(node["branches"], x, False)
        merge = node["merge"]
        if merge == "SUM":
            return sum(outs[1:], outs[0])
        if merge == "PRODUCT":
            y = outs[0]
            for o in outs[1:]:
                y = y * o
            return y
        if merge == "CONCAT":
            return torch.cat(outs, 1)
        return (outs[0] * outs[1]).sum(1, keepdim=True)
    if kind == "linear":
        return F.linear(x, p("weight"), p("bias"))
    if kind == "conv2d":
        return F.conv2d(x, p("weight"), p("bias"), node["stride"], node["padding"], node["dilation"], node["groups"])
    if kind == "batch_norm":
        return F.batch_norm(x, p("running_mean"), p("running_var"), p("weight"), p("bias"), training,
                            node["momentum"], node["epsilon"])
    if kind == "layer_norm":
        return F.layer_norm(x, p("weight").shape, p("weight"), p("bias"), node["epsilon"])
    if kind == "activation":
        return {
            "RELU": torch.relu, "LEAKY_RELU": F.leaky_relu, "GELU": F.gelu, "SILU": F.silu, "TANH": torch.tanh,
            "SIGMOID": torch.sigmoid, "SOFTMAX": lambda t: torch.softmax(t, -1),
        }[node["function"]](x)
    if kind == "dropout":
        return x
    if kind == "max_pool":
        return F.max_pool2d(x, node["kernel"], node["stride"], node["padding"])
    if kind == "avg_pool":
        return F.avg_pool2d(x, node["kernel"], node["stride"])
    if kind == "global_avg_pool":
        return x.mean((2, 3))
    if kind == "flatten":
        return x.flatten(1)
    if kind == "reshape":
        return x.reshape(x.shape[0], *node["shape"])
    if kind == "columns":
        return x[:, node["from"]:node["from"] + node["count"]]
    if kind == "scale":
        return x * node["factor"] + node["offset"]
    if kind == "l2_normalise":
        return F.normalize(x, dim=1)
    if kind == "embed_columns":
        k = len(node["tables"])
        plain = x[:, :x.shape[1] - k]
        codes = x[:, x.shape[1] - k:].long()
        return torch.cat([plain] + [F.embedding(codes[:, i], p(f"{i}.weight")) for i in range(k)], 1)
    if kind == "embedding_bag":
        ids = x.long()
        return F.embedding_bag(ids, p("weight"), mode="mean", padding_idx=0)
    raise ValueError(kind)


def flat(t):
    return [float(v) for v in t.detach().reshape(-1)]


def codes(name, rows, width):
    x = torch.randn(rows, width)
    limits = {"embedded": {3: 4, 4: 6}, "text": {i: 9 for i in range(6)}, "factorised": {0: 7, 1: 5},
              "towers": {2: 7, 3: 5}}.get(name, {})
    for column, count in limits.items():
        x[:, column] = torch.randint(0, count, (rows,)).float()
    if name == "text":
        x[0] = 0  # a text of padding alone
        x[1, 3:] = 0
    return x


result = {}
for name, entry in json.load(open("networks.json")).items():
    net, shapes, buffers = entry["network"], entry["parameters"], entry["buffers"]
    params = {}
    for key, shape in shapes.items():
        w = torch.randn(shape) * 0.5
        if key.endswith("running_var"):
            w = w.abs() + 0.5
        if name == "text" and key == "0.weight":
            w[0] = 0
        params[key] = w if key in buffers else w.requires_grad_()
    width = 1
    for d in net["input"]:
        width *= d
    rows = 5
    x = codes(name, rows, width).reshape(rows, *net["input"]).requires_grad_()
    start = {k: flat(v) for k, v in params.items()}
    y = layer(net["root"], "", params, x, False)
    v = torch.randn_like(y)
    (y * v).sum().backward()
    out = {"rows": rows, "inputs": flat(x), "weights": start, "outputs": flat(y), "byOutput": flat(v),
           "inputGradient": flat(x.grad) if x.grad is not None else [0.0] * (rows * width)}
    for w in params.values():
        w.grad = None
    y = layer(net["root"], "", params, x, True)
    (y * v).sum().backward()
    out["trainingOutputs"] = flat(y)
    out["gradients"] = {k: flat(w.grad) for k, w in params.items() if k not in buffers}
    out["buffers"] = {k: flat(params[k]) for k in buffers}
    result[name] = out
json.dump(result, open("networks-torch.json", "w"), indent=None, separators=(",", ":"))
