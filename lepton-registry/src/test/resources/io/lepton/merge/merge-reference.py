"""Makes merge-reference.json: an implementation of its own, in numpy, of what the papers define.

    python3 merge-reference.py > merge-reference.json          (made with Python 3.11, numpy 2.4.6)

Values are bit patterns in hexadecimal. Task arithmetic: Ilharco 2023, equation 1. TIES: Yadav 2023, algorithm 1, each
tensor by itself, top-k of floor(density * n) by sorting. DARE: Yu 2024, equations 2 and 3; its Bernoulli draws are
SplitMix64 over (seed, SHA-256 of the tensor's name, task, element), written here with Python's integers.
"""
import hashlib
import json
import math
import struct
from fractions import Fraction

import numpy as np

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15


def mix(z):
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
    return z ^ (z >> 31)


def uniforms(seed, name, task, n):
    tensor = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    stream = mix(mix((seed + GOLDEN) & MASK) ^ tensor)
    key = mix((stream + task * GOLDEN) & MASK)
    return np.array([(mix((key + i * GOLDEN) & MASK) >> 11) / 2.0**53 for i in range(n)])


def bf16(value):
    """Nearest bfloat16, ties to even, in exact rational arithmetic."""
    if math.isnan(value):
        return 0x7FC0
    sign = 0x8000 if math.copysign(1, value) < 0 else 0
    x = abs(value)
    if math.isinf(x):
        return sign | 0x7F80
    if x == 0:
        return sign
    exponent = max(math.frexp(x)[1] - 1, -126)
    quantum = Fraction(2) ** (exponent - 7)
    steps = round(Fraction(x) / quantum)  # Python rounds half to even
    if exponent == -126 and steps < 128:
        return sign | steps
    if steps == 256:
        steps, exponent = 128, exponent + 1
    return sign | (0x7F80 if exponent > 127 else ((exponent + 127) << 7) + steps - 128)


def encode(dtype, value):
    value = float(value)
    if dtype == "BF16":
        return "%04x" % bf16(value)
    if dtype == "F16":
        with np.errstate(over="ignore"):
            half = np.float64(value).astype(np.float16)
        return "7e00" if math.isnan(value) else "%04x" % half.view(np.uint16)
    if dtype == "F32":
        with np.errstate(over="ignore"):
            return "%08x" % np.float64(value).astype(np.float32).view(np.uint32)
    return "%016x" % np.float64(value).view(np.uint64)


def decode(dtype, text):
    bits = int(text, 16)
    if dtype == "BF16":
        return struct.unpack("<f", struct.pack("<I", bits << 16))[0]
    if dtype == "F16":
        return float(np.uint16(bits).view(np.float16))
    if dtype == "F32":
        return float(np.uint32(bits).view(np.float32))
    return float(np.uint64(bits).view(np.float64))


def arithmetic(deltas, lambdas):
    total = np.zeros(deltas.shape[1])
    for delta, factor in zip(deltas, lambdas):
        total = total + factor * delta
    return total


def ties(deltas, density, factor):
    n = deltas.shape[1]
    keep = int(density * n)
    trimmed = np.zeros_like(deltas)
    for t, delta in enumerate(deltas):
        if keep > 0:
            smallest = np.sort(np.abs(delta))[n - keep]
            kept = np.abs(delta) >= smallest
            trimmed[t, kept] = delta[kept]
    elected = np.sign(trimmed.sum(axis=0))
    merged = np.zeros(n)
    for i in range(n):
        agreeing = [trimmed[t, i] for t in range(len(trimmed)) if elected[i] != 0 and np.sign(trimmed[t, i]) == elected[i]]
        merged[i] = sum(agreeing) / len(agreeing) if agreeing else 0.0
    return factor * merged


def dare(deltas, name, rate, seed):
    thinned = np.array(deltas)
    for t in range(len(deltas)):
        dropped = uniforms(seed, name, t, deltas.shape[1]) < rate
        thinned[t] = np.where(dropped, 0.0, deltas[t] / (1 - rate))
    return thinned


def case(method, dtype, base, tasks):
    name = "layer.0.weight"
    start = np.array([decode(dtype, x) for x in base])
    ends = np.array([[decode(dtype, x) for x in task] for task in tasks])
    deltas = ends - start
    words = method.split()
    if words[0] == "dare":
        deltas = dare(deltas, name, float(words[1]), int(words[2]))
        words = words[3:]
    if words[0] == "arithmetic":
        factors = [float(w) for w in words[1:]]
        change = arithmetic(deltas, factors * len(tasks) if len(factors) == 1 else factors)
    elif words[0] == "ties":
        change = ties(deltas, float(words[1]), float(words[2]))
    else:
        a, b = float(words[1]), float(words[2])
        merged = (a * ends[0] + b * ends[1]) / (a + b)
        expected = [x if x == y else encode(dtype, m) for x, y, m in zip(tasks[0], tasks[1], merged)]
        return dict(method=method, name=name, dtype=dtype, base=base, tasks=tasks, expected=expected)
    expected = [b if c == 0 else encode(dtype, s + c) for b, s, c in zip(base, start, change)]
    return dict(method=method, name=name, dtype=dtype, base=base, tasks=tasks, expected=expected)


def main():
    random = np.random.default_rng(20260301)
    cases = []
    for dtype in ["F64", "F32", "F16", "BF16"]:
        for method in [
            "arithmetic 1.0", "arithmetic 0.4", "arithmetic 0.75 0.5", "ties 0.2 1.0", "ties 0.5 0.7", "ties 1.0 1.0",
            "ties 0.01 1.0", "dare 0.5 42 arithmetic 1.0", "dare 0.3 -7 ties 0.5 1.0", "dare 0.9 1 ties 1.0 0.3",
            "mean 1.0 1.0", "mean 1.0 3.0",
        ]:
            for count in [2, 3]:
                if count == 3 and (method.startswith("mean") or method == "arithmetic 0.75 0.5"):
                    continue
                n = 40
                start = random.normal(0, 0.02, n)
                base = [encode(dtype, x) for x in start]
                tasks = []
                for _ in range(count):
                    # Some stay, some make the very same step, some turn the sign.
                    step = random.normal(0, 0.01, n) * (random.random(n) < 0.8)
                    step[:4] = 0.0078125
                    step[4:6] = -2 * start[4:6]
                    tasks.append([encode(dtype, x) for x in start + step])
                cases.append(case(method, dtype, base, tasks))
    values = list(random.normal(0, 1, 200)) + list(10.0 ** random.uniform(-50, 45, 400))
    for half in range(0, 0x7C00, 97):  # every way a value can lie about the middle of two halves
        low, high = decode("F16", "%04x" % half), decode("F16", "%04x" % (half + 1))
        if math.isfinite(high):
            middle = (low + high) / 2
            values += [middle, math.nextafter(middle, 0), math.nextafter(middle, math.inf)]
    for brain in range(0, 0x7F80, 331):
        low, high = decode("BF16", "%04x" % brain), decode("BF16", "%04x" % (brain + 1))
        if math.isfinite(high):
            middle = (low + high) / 2
            values += [-middle, math.nextafter(middle, 0), math.nextafter(middle, math.inf)]
    values += [0.0, -0.0, 65504.0, 65519.999, 65520.0, 2.0**-25, 2.0**-24, 2.0**-134, 3.4e38, 3.5e38, math.inf, -math.inf]
    rounding = [[encode(d, v) for d in ["F64", "F16", "BF16", "F32"]] for v in values]
    print(json.dumps(dict(cases=cases, rounding=rounding), separators=(",", ":")))


main()
