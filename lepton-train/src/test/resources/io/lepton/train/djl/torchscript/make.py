"""Makes the TorchScript files beside it, and what they say of some rows (golden.json), with torch 1.13.1 on Python 3.11:
python3 make.py. The build never runs it."""
import json
from typing import Dict, List, Optional, Tuple

import torch
from torch import nn

torch.manual_seed(7)
torch.set_num_threads(1)


def save(module, name, *example):
    module = torch.jit.trace(module, example) if example else torch.jit.script(module)
    torch.jit.save(module, name)
    return torch.jit.load(name)


class Picture(nn.Module):
    """A small CNN on [batch, 1, 8, 8], batch normalisation included."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.norm.running_mean.uniform_(-1, 1)
        self.norm.running_var.uniform_(0.5, 2)
        self.drop = nn.Dropout(0.5)
        self.head = nn.Linear(64, 3)

    def forward(self, x):
        x = torch.max_pool2d(torch.relu(self.norm(self.conv(x))), 2)
        return self.head(self.drop(x.flatten(1)))


class Branching(nn.Module):
    """Python's if in it, which a trace would lose: one number of [batch, 5]."""

    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(5, 1)

    def forward(self, x):
        if bool((x.sum() > 0).item()):
            return self.linear(x)
        return -self.linear(x)


class Random(nn.Module):
    """Drops in prediction too."""

    def __init__(self):
        super().__init__()
        self.hidden = nn.Linear(4, 64)
        self.head = nn.Linear(64, 2)

    def forward(self, x):
        return self.head(torch.dropout(self.hidden(x), 0.5, True))


class BrainFloat(nn.Module):
    def forward(self, x):
        return x.to(torch.bfloat16)


class Complex(nn.Module):
    def forward(self, x):
        return torch.complex(x, x)


class Nothing(nn.Module):
    def forward(self, x: torch.Tensor) -> Optional[torch.Tensor]:
        return None


class Nested(nn.Module):
    def forward(self, x: torch.Tensor) -> Tuple[torch.Tensor, Tuple[torch.Tensor, List[torch.Tensor]]]:
        return x, (x + 1, [x + 2, x + 3])


class Named(nn.Module):
    def forward(self, x: torch.Tensor) -> Dict[str, torch.Tensor]:
        return {"once": x, "twice": x * 2}


for odd in BrainFloat, Complex, Nothing, Nested, Named:
    save(odd().eval(), odd.__name__.lower() + ".pt")
picture = Picture()  # saved in training mode, as happens: Lepton must still not drop
picture.train()
scripted = save(picture, "picture.pt")
scripted.eval()
branching = save(Branching().eval(), "number.pt")
save(Random().eval(), "random.pt")
torch.save(picture.state_dict(), "state_dict.pt")

pictures = torch.rand(6, 1, 8, 8)
numbers = torch.randn(6, 5)
with torch.no_grad():
    golden = {
        "torch": torch.__version__,
        "pictures": pictures.flatten(1).tolist(),
        "pictureLogits": [scripted(p[None])[0].tolist() for p in pictures],
        "numbers": numbers.tolist(),
        "numberOutputs": [branching(n[None])[0].tolist() for n in numbers],
    }
with open("golden.json", "w") as out:
    json.dump(golden, out, indent=1)
