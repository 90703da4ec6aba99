"""Makes a tiny BERT-like encoder of random weights as TorchScript and ONNX, its vocabulary, and golden.json: what an
implementation of WordPiece of our own in Python says of texts (after the description in BERT's README and paper,
independent of the Java code), and the encoder's pooled features. torch 1.13.1 on Python 3.11: python3 make.py.
The build never runs it."""
import json
import math
import unicodedata
import torch
from torch import nn

PIECES = (["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
          + list("abcdefghijklmnopqrstuvwxyz0123456789") + ["##" + c for c in "abcdefghijklmnopqrstuvwxyz0123456789"]
          + list("!?.,'$£&()-") + ["中", "国", "ß"]
          + ["the", "you", "to", "free", "win", "prize", "call", "now", "cash", "see", "home", "love", "lunch", "later",
             "un", "##aff", "##able", "##ing", "##ed", "wait", "claim", "txt", "meet", "tom", "##orrow"])
IDS = {piece: i for i, piece in enumerate(PIECES)}
TEXTS = [
    "Win a FREE prize now!!!", "see you at home later", "unaffable waiting", "I'll call tomorrow, love.",
    "naïve café RÉSUMÉ", "中国 is 中", "£1000 cash-claim: txt 80082", "  tabs\tand\nlines  ", "", "😀 smile", "ﬁne \u200b x\u0000y\ufffdz",
    "a" * 101, "Straße STRASSE", "the " * 30, "e\u0301a", "x\u00a0y", "no\u00adhyphen", "İstanbul", "free~prize|now", "q" * 100,
]
CASED = ["Win a FREE prize", "win naïve"]


def is_punctuation(c):
    code = ord(c)
    if 33 <= code <= 47 or 58 <= code <= 64 or 91 <= code <= 96 or 123 <= code <= 126:
        return True
    return unicodedata.category(c)[0] == "P"


def is_cjk(code):
    return any(low <= code <= high for low, high in (
        (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
        (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F)))


def words(text, lower):
    out = []
    for c in text:
        if c in (" ", "\t", "\n", "\r") or unicodedata.category(c) == "Zs":
            out.append(" ")
        elif ord(c) in (0, 0xFFFD) or unicodedata.category(c) in ("Cc", "Cf"):
            continue
        elif is_cjk(ord(c)):
            out.append(" " + c + " ")
        else:
            out.append(c)
    found = []
    for word in "".join(out).split():
        if lower:
            word = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        current = ""
        for c in word:
            if is_punctuation(c):
                if current:
                    found.append(current)
                found.append(c)
                current = ""
            else:
                current += c
        if current:
            found.append(current)
    return found


def pieces(word):
    if len(word) > 100:
        return ["[UNK]"]
    out, start = [], 0
    while start < len(word):
        end = len(word)
        while end > start:
            piece = ("##" if start else "") + word[start:end]
            if piece in IDS:
                out.append(piece)
                break
            end -= 1
        if end == start:
            return ["[UNK]"]
        start = end
    return out


def ids(text, length, lower=True):
    tokens = [p for w in words(text, lower) for p in pieces(w)][:length - 2]
    return [IDS[t] for t in ["[CLS]"] + tokens + ["[SEP]"]]


class Layer(nn.Module):
    def __init__(self, dim, heads):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(dim, dim) for _ in range(4))
        self.one, self.two = nn.LayerNorm(dim), nn.LayerNorm(dim)
        self.up, self.down = nn.Linear(dim, 2 * dim), nn.Linear(2 * dim, dim)

    def forward(self, x, mask):
        b, n, d = x.shape

        def split(y):
            return y.view(b, n, self.heads, d // self.heads).transpose(1, 2)

        scores = split(self.q(x)) @ split(self.k(x)).transpose(2, 3) / math.sqrt(d // self.heads)
        weights = torch.softmax(scores + mask, -1)
        x = self.one(x + self.o((weights @ split(self.v(x))).transpose(1, 2).reshape(b, n, d)))
        return self.two(x + self.down(nn.functional.gelu(self.up(x))))


class Encoder(nn.Module):
    """2 layers of 4 heads, 32 wide; post-norm as in BERT."""

    def __init__(self, vocabulary, dim=32, longest=64):
        super().__init__()
        self.words, self.places = nn.Embedding(vocabulary, dim), nn.Embedding(longest, dim)
        self.norm = nn.LayerNorm(dim)
        self.first, self.second = Layer(dim, 4), Layer(dim, 4)

    def forward(self, input_ids, attention_mask):
        mask = (1.0 - attention_mask.float())[:, None, None, :] * -10000.0
        x = self.norm(self.words(input_ids) + self.places(torch.arange(input_ids.shape[1])))
        return self.second(self.first(x, mask), mask)


torch.manual_seed(11)
torch.set_num_threads(1)
encoder = Encoder(len(PIECES)).eval()
example = (torch.ones(2, 16, dtype=torch.long), torch.ones(2, 16, dtype=torch.long))
traced = torch.jit.freeze(torch.jit.trace(encoder, example))  # quicker to load
torch.jit.save(traced, "encoder.pt")
axes = {0: "batch", 1: "tokens"}
torch.onnx.export(encoder, example, "encoder.onnx", opset_version=14, input_names=["input_ids", "attention_mask"],
                  output_names=["last_hidden_state"],
                  dynamic_axes={"input_ids": axes, "attention_mask": axes, "last_hidden_state": axes})
with open("vocab.txt", "w", encoding="utf-8") as out:
    out.write("\n".join(PIECES) + "\n")
golden = {"torch": torch.__version__, "length": 24, "texts": TEXTS, "ids": [ids(t, 24) for t in TEXTS], "cased": CASED,
          "casedIds": [ids(t, 24, False) for t in CASED], "first": [], "mean": []}
with torch.no_grad():
    for row in golden["ids"]:
        padded = torch.tensor([row + [0] * (24 - len(row))])
        mask = torch.tensor([[1] * len(row) + [0] * (24 - len(row))])
        hidden = encoder(padded, mask)[0]
        golden["first"].append(hidden[0].tolist())
        golden["mean"].append(hidden[:len(row)].mean(0).tolist())
with open("golden.json", "w", encoding="ascii") as out:
    json.dump(golden, out)
