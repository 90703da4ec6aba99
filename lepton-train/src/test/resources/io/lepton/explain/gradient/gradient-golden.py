"""Makes gradient-golden.csv: attributions of a small network, computed in double precision with
PyTorch's autograd and numpy's Gauss-Legendre points. The build never runs this.
Rows: a name and numbers; matrices row by row. Python 3, torch 1.13, numpy."""
import numpy as np
import torch

torch.manual_seed(3)
torch.set_default_dtype(torch.float64)
sizes = [5, 7, 4, 3]
layers = []
for i in range(3):
    # weights that single precision holds exactly
    w = (torch.randn(sizes[i + 1], sizes[i]) * 0.8).float().double()
    b = (torch.randn(sizes[i + 1]) * 0.3).float().double()
    layers.append((w, b))


def forward(x, last):
    x = torch.tanh(x @ layers[0][0].T + layers[0][1])
    x = x @ layers[1][0].T + layers[1][1]
    x = torch.relu(x) if last == "relu" else torch.tanh(x)
    return x @ layers[2][0].T + layers[2][1]


def gradient(points, last, output):
    points = points.clone().requires_grad_(True)
    forward(points, last)[:, output].sum().backward()
    return points.grad


def integrated(x, b, last, output, at, weights):
    at = torch.tensor(at)[:, None]
    g = gradient(b + at * (x - b), last, output)
    return ((torch.tensor(weights)[:, None] * g).sum(0) * (x - b))


gl_x, gl_w = np.polynomial.legendre.leggauss(64)
gl_x, gl_w = (gl_x + 1) / 2, gl_w / 2
mid_x, mid_w = (np.arange(50) + 0.5) / 50, np.full(50, 1 / 50)
with open("gradient-golden.csv", "w") as out:
    def row(name, values):
        out.write(name + "," + ",".join(repr(float(v)) for v in values.flatten()) + "\n")

    for i, (w, b) in enumerate(layers):
        row(f"w{i}", w)
        row(f"b{i}", b)
    for output in range(3):
        x = torch.randn(5).float().double()
        b = (0.3 * torch.randn(5)).float().double()
        row("input", x)
        row("baseline", b)
        for last in ("tanh", "relu"):
            row(f"outputs_{last}", forward(x[None], last)[0])
            row(f"gradient_{last}_{output}", gradient(x[None], last, output)[0])
            row(f"midpoint_{last}_{output}", integrated(x, b, last, output, mid_x, mid_w))
        row(f"integrated_tanh_{output}", integrated(x, b, "tanh", output, gl_x, gl_w))
