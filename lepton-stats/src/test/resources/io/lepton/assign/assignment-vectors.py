"""Vectors of HashSchemesTest and DrawnDesignsTest, written from docs/assignment.md. Not run by the build.

GrowthBook by UTF-16 units is what their JavaScript computes, by UTF-8 what their Java computes.
"""
import struct

M64 = 2**64 - 1


def fnv(data):
    h = 0x811C9DC5
    for d in data:
        h = ((h ^ d) * 0x01000193) & 0xFFFFFFFF
    return h


def chars(s):
    b = s.encode("utf-16-le")
    return struct.unpack("<%dH" % (len(b) // 2), b)


def utf8(s):
    return s.encode("utf-8")


def v1(salt, unit, text):
    return fnv(text(unit + salt)) % 1000


def v2(salt, unit, text):
    return fnv(str(fnv(text(salt + unit))).encode()) % 10000


def rotl(x, r, bits):
    x &= 2**bits - 1
    return ((x << r) | (x >> (bits - r))) & (2**bits - 1)


def murmur3(data, seed):
    h = seed
    def k(b):
        return rotl(b * 0xCC9E2D51, 15, 32) * 0x1B873593 & 0xFFFFFFFF
    whole = len(data) // 4 * 4
    for i in range(0, whole, 4):
        h = (rotl(h ^ k(struct.unpack_from("<I", data, i)[0]), 13, 32) * 5 + 0xE6546B64) & 0xFFFFFFFF
    if whole < len(data):
        h ^= k(int.from_bytes(data[whole:], "little"))
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return h ^ h >> 16


def optimizely(salt, unit):
    return int(10000 * (murmur3(utf8(unit + salt), 1) / 2**32))


P1, P2, P3, P4, P5 = (0x9E3779B185EBCA87, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9,
                      0x85EBCA77C2B2AE63, 0x27D4EB2F165667C5)


def xxh64(data, seed):
    def rnd(a, l):
        return rotl((a + l * P2) & M64, 31, 64) * P1 & M64
    n, i = len(data), 0
    if n >= 32:
        v = [(seed + P1 + P2) & M64, (seed + P2) & M64, seed, (seed - P1) & M64]
        while i + 32 <= n:
            for j in range(4):
                v[j] = rnd(v[j], struct.unpack_from("<Q", data, i + 8 * j)[0])
            i += 32
        h = sum(rotl(a, r, 64) for a, r in zip(v, (1, 7, 12, 18))) & M64
        for a in v:
            h = ((h ^ rnd(0, a)) * P1 + P4) & M64
    else:
        h = (seed + P5) & M64
    h = (h + n) & M64
    while i + 8 <= n:
        h = (rotl(h ^ rnd(0, struct.unpack_from("<Q", data, i)[0]), 27, 64) * P1 + P4) & M64
        i += 8
    if i + 4 <= n:
        h = (rotl(h ^ struct.unpack_from("<I", data, i)[0] * P1 & M64, 23, 64) * P2 + P3) & M64
        i += 4
    while i < n:
        h = rotl(h ^ data[i] * P5 & M64, 11, 64) * P1 & M64
        i += 1
    h = (h ^ h >> 33) * P2 & M64
    h = (h ^ h >> 29) * P3 & M64
    return h ^ h >> 32


class Draws:
    def __init__(self, label, seed):
        self.state = xxh64(utf8(label), seed)

    def below(self, n):
        while True:
            self.state = (self.state + 0x9E3779B97F4A7C15) & M64
            z = self.state
            z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & M64
            z = (z ^ z >> 27) * 0x94D049BB133111EB & M64
            z ^= z >> 31
            if z >= 2**64 % n:
                return z % n

    def shuffle(self, items):
        for i in range(len(items) - 1, 0, -1):
            j = self.below(i + 1)
            items[i], items[j] = items[j], items[i]
        return items


def blocks(seed, block, units):
    draws, left, out = {}, {}, []
    for unit, stratum in units:
        if not left.get(stratum):
            left[stratum] = draws.setdefault(stratum, Draws(stratum, seed)).shuffle(list(block))
        out.append(left[stratum].pop(0))
    return out


def switchback(seed, arms, regions, slots):
    k, out = len(arms), []
    for s in range(slots):
        d = Draws("block %d" % (s // k), seed)
        order = d.shuffle(list(range(len(regions))))
        row_of = {}
        for g in range(0, len(order), k):
            symbols, columns = d.shuffle(list(range(k))), d.shuffle(list(range(k)))
            for r, region in enumerate(order[g:g + k]):
                row_of[region] = arms[symbols[(r + columns[s % k]) % k]]
        out.append(" ".join(row_of[r] for r in range(len(regions))))
    return out


if __name__ == "__main__":
    for salt, unit in [("seed", "a"), ("seed", "b"), ("foo", "ab"), ("seed", "Zoë"), ("seed", "日本😀")]:
        print("v2", salt, unit, v2(salt, unit, chars), v2(salt, unit, utf8))
    for salt, unit in [("", "a"), ("b", "a"), ("seed", "Zoë"), ("seed", "日本😀")]:
        print("v1", salt, unit, v1(salt, unit, chars), v1(salt, unit, utf8))
    for salt, unit in [("1886780721", "ppid1"), ("1886780721", "ppid2"), ("1886780721", "ppid3"),
                       ("1886780721", "Zoë"), ("1886780721", "日本😀x"), ("größe", "日本😀x")]:
        print("optimizely", salt, unit, optimizely(salt, unit))
    for text, seed in [("日本語のとても長い名前の顧客😀-42", 7), ("é" * 16, 0), ("😀" * 9 + "ab", 1)]:
        print("xxh64 %s %d %016x" % (text, seed, xxh64(utf8(text), seed)))
    units = [("u%d" % i, "north" if i % 3 else "süd") for i in range(12)]
    print("blocks", blocks(7, ["old", "old", "new"], units))
    print("switchback", switchback(42, ["a", "b", "c"], ["r0", "r1", "r2", "r3", "r4"], 6))
