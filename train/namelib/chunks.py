"""Chunks of letters, and the expectation maximisation that finds which of them are written for one sound."""
import hashlib
import math

import numpy as np
from numba import njit

from .data import SCRIPTS

MOST = 60000     # pairs of names with Latin that a model is trained on; a quarter of them of others
ROUNDS = 7
DISCOUNT = 0.25  # off the count of each pair of chunks of more than two letters, twice that for more than three

BITS = {s: 6 for s in SCRIPTS} | {"hani": 12}


def reach(a, b):
    """The most letters of a chunk of each side."""
    if a == b or "hani" not in (a, b):
        return (2, 2) if a == "hani" else (3, 3)
    return (6 if a == "latn" else 4, 2) if b == "hani" else (2, 4)


class Alphabet:
    """The letters of one side as numbers, the edges of a name among them."""

    def __init__(self, names, script):
        self.number = {c: i + 1 for i, c in enumerate(sorted(set("^$").union(*names)))}
        self.letters = [""] + sorted(self.number)
        self.bits = BITS[script]
        assert len(self.letters) <= 1 << self.bits, script

    def codes(self, names):
        out = np.zeros((len(names), max(map(len, names)) + 2), np.int64)
        for r, n in enumerate(names):
            out[r, :len(n) + 2] = [self.number.get(c, 0) for c in "^" + n + "$"]
        return out, np.array([len(n) + 2 for n in names])

    def code(self, chunk):
        v = 1
        for c in chunk:
            v = v << self.bits | self.number[c]
        return v

    def chunk(self, v):
        out = ""
        while v > 1:
            out = self.letters[v & (1 << self.bits) - 1] + out
            v >>= self.bits
        return out


@njit(cache=True)
def slot(keys, key, insert):
    """Where a key is in a table with open addressing, or -1."""
    mask = len(keys) - 1
    h = np.uint64(key) * np.uint64(0x9E3779B97F4A7C15)
    i = np.int64(h >> np.uint64(20)) & mask
    while keys[i] != 0:
        if keys[i] == key:
            return i
        i = (i + 1) & mask
    if insert:
        keys[i] = key
        return i
    return -1


@njit(cache=True)
def chunk_codes(letters, n, most, bits, out):
    for i in range(n + 1):
        for k in range(most + 1):
            v = np.int64(1)
            if k > i:
                v = 0
            else:
                for t in range(i - k, i):
                    if letters[t] == 0:
                        v = 0
                        break
                    v = v << bits | letters[t]
            out[i, k] = v


@njit(cache=True)
def may(i, j, x, y, n, m):
    """Whether chunks of x and y letters that end at i and j may stand for one another."""
    if x + y == 0:
        return False
    if x == 0 or y == 0:  # a letter that the other side does not write; never an edge
        return x + y == 1 and (y == 1 or i - 1 > 0 and i < n) and (x == 1 or j - 1 > 0 and j < m)
    return (i == x) == (j == y) and (i == n) == (j == m)


@njit(cache=True)
def expect(A, la, B, lb, w, ra, rb, abits, bbits, keys, p, counts, insert):
    """One E step: adds the expected counts of all pairs of chunks, and returns the log-likelihood and how many pairs have no path."""
    ca, cb = np.zeros((40, ra + 1), np.int64), np.zeros((40, rb + 1), np.int64)
    f, g = np.zeros((40, 40)), np.zeros((40, 40))
    where = np.zeros((40, 40, ra + 1, rb + 1), np.int64)
    total, lost = 0.0, 0
    for r in range(len(la)):
        n, m = la[r], lb[r]
        chunk_codes(A[r], n, ra, abits, ca)
        chunk_codes(B[r], m, rb, bbits, cb)
        f[:n + 1, :m + 1] = 0
        g[:n + 1, :m + 1] = 0
        f[0, 0] = 1
        for i in range(n + 1):
            for j in range(m + 1):
                if abs(i / n - j / m) > 0.5:
                    continue
                for x in range(min(i, ra) + 1):
                    for y in range(min(j, rb) + 1):
                        where[i, j, x, y] = -1
                        if not may(i, j, x, y, n, m) or f[i - x, j - y] == 0:
                            continue
                        s = slot(keys, ca[i, x] << 1 + rb * bbits | cb[j, y], insert)
                        if s < 0:
                            continue
                        where[i, j, x, y] = s
                        q = math.exp(-1.5 * (x + y)) * (0.05 if x == 0 or y == 0 else 1) if insert else p[s]
                        f[i, j] += f[i - x, j - y] * q
        z = f[n, m]
        if z <= 0:
            lost += 1
            continue
        total += w[r] * math.log(z)
        g[n, m] = w[r] / z
        for i in range(n, -1, -1):
            for j in range(m, -1, -1):
                if g[i, j] == 0 or abs(i / n - j / m) > 0.5:
                    continue
                for x in range(min(i, ra) + 1):
                    for y in range(min(j, rb) + 1):
                        if not may(i, j, x, y, n, m):
                            continue
                        s = where[i, j, x, y]
                        if s < 0 or f[i - x, j - y] == 0:
                            continue
                        q = math.exp(-1.5 * (x + y)) * (0.05 if x == 0 or y == 0 else 1) if insert else p[s]
                        flow = g[i, j] * q
                        g[i - x, j - y] += flow
                        counts[s] += flow * f[i - x, j - y]
    return total, lost


def table(keys):
    """An empty table for as many keys."""
    size = 16
    while size < 2 * keys:
        size *= 2
    return np.zeros(size, np.int64)


def learn(pairs, a, b, say):
    """Expectation maximisation; returns the expected count of each pair of chunks."""
    limit = {"hani": 8}
    items = [(x, y, w) for (x, y), w in pairs.items() if 1 <= len(x) <= limit.get(a, 14) and 1 <= len(y) <= limit.get(b, 14)]
    items.sort(key=lambda t: hashlib.sha1((t[0] + t[1]).encode()).digest())
    items = items[:MOST if a == "latn" else MOST // 4]
    w = np.array([min(t[2], 6.0) for t in items])
    left, right = Alphabet([t[0] for t in items], a), Alphabet([t[1] for t in items], b)
    (A, la), (B, lb) = left.codes([t[0] for t in items]), right.codes([t[1] for t in items])
    ra, rb = reach(a, b)
    keys, p = np.zeros(1 << 23, np.int64), np.zeros(0)
    half = 1 + rb * right.bits
    for turn in range(ROUNDS):
        counts = np.zeros(len(keys))
        ll, lost = expect(A, la, B, lb, w, ra, rb, left.bits, right.bits, keys, p, counts, turn == 0)
        if turn == 0:
            met = int((keys != 0).sum())
            assert met < 7e6
        used = np.nonzero(counts)[0]
        k, c = keys[used], counts[used]
        long = np.array([(int(v) >> half).bit_length() // left.bits + ((int(v) & (1 << half) - 1).bit_length() - 1) // right.bits for v in k])
        if "hani" in (a, b):
            one = np.array([((int(v) & (1 << half) - 1).bit_length() - 1) // right.bits == 1 if b == "hani" else (int(v) >> half).bit_length() // left.bits == 1 for v in k])
            long = np.where(one, 2, long + 1)
        c = c - np.where(long <= 2, 0, DISCOUNT * np.where(long > 3, 2, 1))
        keep = c > (0.02 if turn < 3 else 0.2)
        k, c = k[keep], c[keep]
        keys = table(len(k))
        p = np.zeros(len(keys))
        for v, n in zip(k, c / c.sum()):
            p[slot(keys, v, True)] = n
    say(f"{a}-{b}: {len(items)} pairs, {met} pairs of chunks met, {len(k)} kept, log-likelihood {ll / w.sum():.2f}, {lost} without a path")
    return {(left.chunk(int(v) >> half), right.chunk(int(v) & (1 << half) - 1)): float(n) for v, n in zip(k, c)}
