#!/usr/bin/env python3
"""Makes internal/name/data/sounds.bin, the weights by which package name compares names across scripts.

    pip install numpy numba pypinyin hanja opencc-python-reimplemented
    train/names.py [DATA] [-only latn-arab,latn-cyrl]       DATA is the folder of translit_{ar,ru,he,zh}_80.tsv

The pairs are parts of names in Latin script and in Arabic, Cyrillic, Hebrew or Chinese, with how often they were seen
(steveash/NETransliteration-COLING2018@5d5f59e, MIT, from Wikidata, CC0). A fifth, by the first byte of the SHA-1 of the Latin side,
is never read here beyond counting it. Names of two other scripts are paired through the Latin name they share, and two
spellings in one script through the name of another script.

The model is a joint one: a pair of names is a sequence of pairs of chunks, each of up to three letters on either
side (Chinese: one or two against up to six), the edges of the name counting as letters. Expectation maximisation finds the chunks; each M step
takes a discount off each count, so that a long chunk has to earn its place. What is kept of a pair of chunks is the
logarithm of its probability over that of its letters by themselves: how much likelier they are to be written of one name than of two.
The best sequence's sum is a weight of evidence. Six numbers a model turn it into a probability, fitted on
pairs that the chunks were not counted in (the second fifth) against the hardest of a thousand other names.

Persian is added to Arabic: where the alignment has p, ch, zh or g over an Arabic letter that stands in for it, the pair counts
with the Persian letter, too. The readings of Chinese letters in names from China (pypinyin 0.55, MIT) and Korea (hanja 0.15.1, WTFPL) are added.
"""
import argparse
import collections
import hashlib
import math
import os
import struct
import time
import unicodedata
import zlib

import numpy as np
from numba import njit

SCRIPTS = ["latn", "arab", "cyrl", "hebr", "hani"]
FILES = {"arab": "ar", "cyrl": "ru", "hebr": "he", "hani": "zh"}
MOST = 60000        # pairs a model is trained on
ROUNDS = 7
DISCOUNT = 0.25
LAMBDA = 0.85       # of the letters' own probabilities
SHARPEN, NEAR = 12000, 8  # pairs whose weights are sharpened, and how many others each is tried with
TURNS, RATE, PULL = 2, 0.15, 0.05
SCALE = 8           # weights are in eighths of a nat

# Latin letters with a mark that changes their sound; all other marks go. package name has the same row.
KEPT = "çčćšşșžżźğñłřđðäöüøåı"
LATIN = {"æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ə": "e", "ħ": "h"}
HEBREW = dict(zip("ךםןףץ", "כמנפצ"))
ARABIC = {"ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه", "ۃ": "ه", "ھ": "ه", "ە": "ه", "ڨ": "گ", "ڤ": "ف"}


class Simplified:
    """Traditional Chinese letters as simplified ones, by OpenCC's table (Apache-2.0); package name reads the file made here."""

    def __init__(self, target):
        import opencc
        table = {}
        with open(os.path.join(os.path.dirname(opencc.__file__), "dictionary/TSCharacters.txt"), encoding="utf-8-sig") as h:
            for line in h:
                k, v = line.rstrip("\n").split("\t")
                v = v.split(" ")[0]
                if len(k) == len(v) == 1 and k != v and ord(k) < 0xFFFF:
                    table[k] = v
        keys = sorted(table)
        with open(target, "w", encoding="utf8") as f:
            f.write("".join(keys) + "\n" + "".join(table[k] for k in keys) + "\n")
        self.table = str.maketrans(table)

    def convert(self, s):
        return s.translate(self.table)


def normal(s, script, cc):
    """The letters of a name part, as package name sees them."""
    s = unicodedata.normalize("NFC", s).lower()
    out = []
    for c in s:
        if script == "latn" and c in KEPT:
            out.append(c)
            continue
        for d in unicodedata.normalize("NFKD", c) if c not in "йїў" else c:
            if unicodedata.category(d)[0] == "M":
                continue
            d = {"latn": LATIN, "hebr": HEBREW, "arab": ARABIC}.get(script, {}).get(d, d)
            out.append(d)
    s = "".join(out).replace("’", "'").replace("׳", "'")
    if script != "hebr":
        s = s.replace("'", "")
    if script == "cyrl":
        s = s.replace("ґ", "г")
    if script == "hani":
        s = cc.convert(s)
    return s


def of_script(s, script):
    name = {"latn": "LATIN", "arab": "ARABIC", "cyrl": "CYRILLIC", "hebr": "HEBREW", "hani": "CJK"}[script]
    return bool(s) and all(unicodedata.name(c, "").startswith(name) or c == "'" for c in s)


def fold_of(latin):
    return hashlib.sha1(latin.encode()).digest()[0] % 5


def read(folder, cc):
    """{script: [(raw latin, latin, foreign, count)]}"""
    out = {}
    for script, f in FILES.items():
        rows = []
        with open(os.path.join(folder, f"translit_{f}_80.tsv"), encoding="utf8") as h:
            next(h)
            for line in h:
                raw, native, count = line.rstrip("\n").split("\t")
                a, b = normal(raw, "latn", cc), normal(native, script, cc)
                if of_script(a, "latn") and of_script(b, script):
                    rows.append((raw, a, b, int(count)))
        out[script] = rows
    return out


def weight(count):
    return 1 + math.log(count)


def pairs_of(data, a, b, folds):
    """Training pairs of two scripts with weights, from rows whose raw Latin name is of one of the folds."""
    got = collections.defaultdict(float)
    rows = {s: [r for r in data[s] if fold_of(r[0]) in folds] for s in FILES}
    if a == "latn" and b != "latn":
        for _, x, y, n in rows[b]:
            got[x, y] += weight(n)
    elif a == "latn":
        seen = collections.Counter()
        for s in FILES:
            by = collections.defaultdict(dict)
            for _, x, y, n in rows[s]:
                by[y][x] = max(n, by[y].get(x, 0))
            for y, xs in by.items():
                # A form that many names share says little of any two.
                best = sorted(xs, key=lambda x: (-xs[x], x))[:4]
                for i, p in enumerate(best):
                    for q in best[i + 1:]:
                        seen[min(p, q), max(p, q)] += {"cyrl": 2, "hani": 1, "hebr": 1, "arab": 1.5}[s] * min(2, weight(min(xs[p], xs[q])))
        for (p, q), n in sorted(seen.items()):
            if n >= 2 and alike(p, q):
                got[p, q] += n / 4
                got[q, p] += n / 4
        names = sorted({x for s in FILES for _, x, _, n in rows[s]})
        for x in names:
            got[x, x] += 0.5
        for raw in sorted({r[0] for s in FILES for r in rows[s]}):
            x = normal(raw, "latn", None)
            plain = "".join(c if c == "ı" else unicodedata.normalize("NFKD", c)[0] for c in x).translate(str.maketrans("łđðøı", "lddoi"))
            if plain != x:
                got[x, plain] += 1
                got[plain, x] += 1
    else:
        by = [collections.defaultdict(dict), collections.defaultdict(dict)]
        for k, s in enumerate((a, b)):
            for _, x, y, n in rows[s]:
                by[k][x][y] = n
        for x in by[0]:
            for y in sorted(by[0][x], key=lambda y: (-by[0][x][y], y))[:3]:
                for z in sorted(by[1].get(x, {}), key=lambda z: (-by[1][x][z], z))[:3]:
                    if a != b or y == z:
                        got[y, z] += 1
                    else:
                        got[y, z] += 0.5
    return got


def alike(p, q):
    """Whether two Latin names may be spellings of one: they share more than a third of their letters in order."""
    row = [0] * (len(q) + 1)
    for c in p:
        last = 0
        for j, d in enumerate(q):
            keep = row[j + 1]
            row[j + 1] = last + 1 if c == d else max(row[j + 1], row[j])
            last = keep
    return row[-1] * 2 >= max(len(p), len(q)) * 0.9


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


# What Persian writes of its own, and Iraq in Latin script, where Arabic has another letter: the letter of the other script that tells it, the Arabic letters
# it stands for, the Persian one, and with what part of the counts it is added.
PERSIAN = [
    ({"latn": "p", "cyrl": "п"}, ["ب"], "پ", 0.3),
    ({"latn": "ch", "cyrl": "ч"}, ["تش", "ش"], "چ", 0.3),
    ({"latn": "zh", "cyrl": "ж"}, ["ج", "ز"], "ژ", 0.3),
    ({"latn": "j", "cyrl": "ж"}, ["ج"], "ژ", 0.03),
    ({"latn": "g", "cyrl": "г", "hebr": "ג"}, ["غ", "ج", "ك", "ق"], "گ", 0.2),
    ({"latn": "v", "cyrl": "в"}, ["ف"], "و", 0.3),
    ({"latn": "z", "cyrl": "з", "hebr": "ז"}, ["ز"], "ض", 0.1),
    ({"latn": "z", "cyrl": "з", "hebr": "ז"}, ["ز"], "ذ", 0.1),
    ({"latn": "z", "cyrl": "з", "hebr": "ז"}, ["ز"], "ظ", 0.1),
    ({"latn": "s", "cyrl": "с", "hebr": "ס"}, ["س"], "ث", 0.03),
    ({"latn": "gh", "cyrl": "г"}, ["غ"], "ق", 0.1),
    ({"latn": "dh"}, ["ذ", "د"], "ظ", 0.3),
    ({"latn": "dh"}, ["ذ", "د"], "ض", 0.3),
]


def persian(counts, a, b):
    """Adds the pairs of chunks with Persian letters to the counts of a model with Arabic."""
    more = collections.defaultdict(float)
    for (x, y), n in counts.items():
        for tells, old, new, part in PERSIAN:
            for o in old:
                if b == "arab" and a in tells and tells[a] in x and o in y:
                    more[x, y.replace(o, new)] += part * n
                elif a == "arab" and b in tells and tells[b] in y and o in x:
                    more[x.replace(o, new), y] += part * n
                elif a == b == "arab" and x == y and o in x:
                    more[x.replace(o, new), y] += 0.05 * part * n
                    more[x, y.replace(o, new)] += 0.05 * part * n
                    more[x.replace(o, new), y.replace(o, new)] += part * n
    for k, n in more.items():
        counts[k] = counts.get(k, 0) + n


SKIP = 4.5  # what a letter costs that no pair of chunks explains; package name has the same
UNKNOWN = 7.5  # and what one adds to the most that could be


@njit(cache=True)
def chunk_ids(letters, n, most, bits, known, out):
    """The numbers of the chunks that end at each letter: their places in a table, -1 for those that no weight knows."""
    codes = np.zeros((letters.shape[1] + 1, most + 1), np.int64)
    for r in range(len(n)):
        chunk_codes(letters[r], n[r], most, bits, codes)
        for i in range(n[r] + 1):
            for k in range(most + 1):
                out[r, i, k] = slot(known, codes[i, k], False) if codes[i, k] else -1


@njit(cache=True)
def align(a, n, b, m, ra, rb, keys, w, f, back):
    """The weight of the best sequence of pairs of chunks; back keeps how each cell was reached."""
    for i in range(n + 1):
        for j in range(m + 1):
            if i + j == 0:
                f[0, 0] = 0
                continue
            top, how = -1e9, -1
            if abs(i * m - j * n) <= n * m // 3 + max(n, m):
                if i > 0 and f[i - 1, j] - SKIP > top:
                    top, how = f[i - 1, j] - SKIP, -2
                if j > 0 and f[i, j - 1] - SKIP > top:
                    top, how = f[i, j - 1] - SKIP, -3
                for x in range(min(i, ra) + 1):
                    c = np.int64(a[i, x])
                    if c < 0:
                        continue
                    for y in range(min(j, rb) + 1):
                        d = b[j, y]
                        if d < 0 or x + y == 0 or f[i - x, j - y] < -1e8:
                            continue
                        s = slot(keys, (c << 20 | d) + 1, False)
                        if s >= 0 and f[i - x, j - y] + w[s] > top:
                            top, how = f[i - x, j - y] + w[s], (s * 8 + x) * 8 + y
            f[i, j] = top
            back[i, j] = how
    return f[n, m]


@njit(cache=True)
def move(n, m, back, w, seen, step, rate):
    """Moves the weights along the best sequence."""
    i, j = n, m
    while i + j > 0:
        how = back[i, j]
        if how == -1:
            return
        if how == -2:
            i -= 1
        elif how == -3:
            j -= 1
        else:
            s = how // 64
            seen[s] += step * step
            w[s] += rate * step / math.sqrt(seen[s])
            i -= how // 8 % 8
            j -= how % 8


@njit(cache=True)
def sharpen(A, la, acost, B, lb, bcost, weight, other, ra, rb, keys, w, start, seen, odds, rate, pull, order, most):
    """One round of logistic regression: each pair beside the likeliest of its wrong ones, in which either side is another name's."""
    f, back = np.zeros((40, 40)), np.zeros((40, 40), np.int64)
    loss = 0.0
    zs = np.zeros(other.shape[1])
    for r in order:
        for q in range(len(zs)):
            o = other[r, q]
            zs[q] = -1e9
            if o >= 0:
                x, y = (r, o) if q % 2 == 0 else (o, r)
                v = align(A[x], la[x], B[y], lb[y], ra, rb, keys, w, f, back)
                zs[q] = odds[0] + odds[1] * v + odds[2] * 10 * v / max(1.0, (acost[x] + bcost[y]) / 2) + odds[3] * (max(la[x], lb[y]) - 2)
        for turn in range(most + 1):
            x, y, t, part = r, r, 1.0, weight[r]
            if turn > 0:
                q = np.argmax(zs)
                if zs[q] < -1e8:
                    break
                zs[q] = -1e9
                o = other[r, q]
                x, y = (r, o) if q % 2 == 0 else (o, r)
                t, part = 0.0, weight[r] / most
            v = align(A[x], la[x], B[y], lb[y], ra, rb, keys, w, f, back)
            base = max(1.0, (acost[x] + bcost[y]) / 2)
            z = odds[0] + odds[1] * v + odds[2] * 10 * v / base + odds[3] * (max(la[x], lb[y]) - 2)
            p = 1 / (1 + math.exp(-z))
            loss -= part * math.log(max(p if t == 1 else 1 - p, 1e-12))
            d = part * (t - p)
            move(la[x], lb[y], back, w, seen, d * (odds[1] + 10 * odds[2] / base), rate)
            odds[0] += 0.002 * d
            odds[3] += 0.0005 * d * (max(la[x], lb[y]) - 6)
    for s in range(len(w)):
        w[s] += pull * (start[s] - w[s])
    return loss / len(order)


@njit(cache=True)
def features(A, la, acost, B, lb, bcost, xs, ys, ra, rb, keys, w, out):
    f, back = np.zeros((40, 40)), np.zeros((40, 40), np.int64)
    for k in range(len(xs)):
        x, y = xs[k], ys[k]
        v = align(A[x], la[x], B[y], lb[y], ra, rb, keys, w, f, back)
        out[k, 0] = 1
        out[k, 1] = v
        out[k, 2] = 10 * v / max(1.0, (acost[x] + bcost[y]) / 2)
        out[k, 3] = max(la[x], lb[y]) - 2


class Weights:
    """A model: weights of pairs of chunks and costs of letters, in nats, and the numbers of its odds."""

    def __init__(self, a, b, counts):
        self.a, self.b = a, b
        total = sum(counts.values())
        left, right = collections.Counter(), collections.Counter()
        for (x, y), n in counts.items():
            for c in x:
                left[c] += n
            for c in y:
                right[c] += n
        sums = sum(left.values()), sum(right.values())
        self.left = {c: -LAMBDA * math.log(n / sums[0]) for c, n in left.items()}
        self.right = {c: -LAMBDA * math.log(n / sums[1]) for c, n in right.items()}
        self.odds = np.array([-3, 0.1, 0.4, 0.05])
        self.A, self.B = Alphabet(list(self.left), a), Alphabet(list(self.right), b)
        self.ra, self.rb = reach(a, b)
        self.chunks = {x for x, _ in counts}, {y for _, y in counts}
        self.known = []
        for alphabet, chunks in zip((self.A, self.B), self.chunks):
            self.known.append(table(len(chunks)))
            for c in sorted(chunks):
                slot(self.known[-1], alphabet.code(c), True)
            assert len(self.known[-1]) < 1 << 20
        self.keys = table(len(counts))
        self.w = np.zeros(len(self.keys))
        for (x, y), n in sorted(counts.items()):
            w = math.log(n / total) + sum(self.left[c] for c in x) + sum(self.right[c] for c in y)
            c, d = slot(self.known[0], self.A.code(x), False), slot(self.known[1], self.B.code(y), False)
            self.w[slot(self.keys, (c << 20 | d) + 1, True)] = w

    def rows(self):
        """The weights as they are written."""
        out = collections.defaultdict(dict)
        for k, w in zip(self.keys, self.w):
            if k:
                c, d = int(k - 1) >> 20, int(k - 1) & (1 << 20) - 1
                x, y = self.A.chunk(int(self.known[0][c])), self.B.chunk(int(self.known[1][d]))
                out[x][y] = max(-127, min(127, round(w * SCALE)))
        return out

    def encode(self, names, side):
        alphabet, costs = (self.A, self.left) if side == 0 else (self.B, self.right)
        m, n = alphabet.codes(names)
        most = (self.ra, self.rb)[side]
        ids = np.full((len(names), m.shape[1] + 1, most + 1), -1, np.int32)
        chunk_ids(m, n, most, alphabet.bits, self.known[side], ids)
        return ids, n, np.array([sum(costs.get(c, UNKNOWN) for c in "^" + s + "$") for s in names])

    def sharpen(self, pairs, say):
        """Makes the weights those that tell a name from the nearest others best."""
        items = [(x, y, w) for (x, y), w in sorted(pairs.items()) if len(x) < 16 and len(y) < 16 and (x != y or self.a != self.b)]
        items.sort(key=lambda t: hashlib.sha1(("s" + t[0] + t[1]).encode()).digest())
        items = items[:SHARPEN]
        other = nearest_others(items, NEAR)
        left, right = self.encode([t[0] for t in items], 0), self.encode([t[1] for t in items], 1)
        weight = np.array([min(2.0, t[2]) for t in items])
        start, seen = self.w.copy(), np.full(len(self.w), 0.05)
        rng = np.random.default_rng(1)
        for turn in range(TURNS):
            loss = sharpen(*left, *right, weight, other, self.ra, self.rb, self.keys, self.w, start, seen,
                           self.odds, RATE / (1 + turn), PULL, rng.permutation(len(items)), 3)
            say(f"   round {turn}: loss {loss:.3f}")

    def calibrate(self, pairs, say):
        """Fits the odds on pairs that were not learned from: each beside the three nearest names of others."""
        items = [(x, y, w) for (x, y), w in sorted(pairs.items()) if len(x) < 30 and len(y) < 30 and (x != y or self.a != self.b)]
        items.sort(key=lambda t: hashlib.sha1((t[0] + t[1]).encode()).digest())
        items = items[:3000]
        other = nearest_others(items, 3)
        left, right = self.encode([t[0] for t in items], 0), self.encode([t[1] for t in items], 1)
        xs, ys, ts = [], [], []
        for r in range(len(items)):
            xs.append(r), ys.append(r), ts.append(1.0)
            for k, o in enumerate(other[r]):
                if o >= 0:
                    x, y = (r, o) if (r + k) % 2 else (o, r)
                    xs.append(x), ys.append(y), ts.append(0.0)
        X, t = np.zeros((len(xs), 4)), np.array(ts)
        w8 = np.round(self.w * SCALE) / SCALE
        features(*left, *right, np.array(xs), np.array(ys), self.ra, self.rb, self.keys, w8, X)
        sw = np.where(t == 1, 1 / t.sum(), 1 / (1 - t).sum()) * len(t) / 2
        w = np.zeros(4)
        for _ in range(50):
            p = 1 / (1 + np.exp(-np.clip(X @ w, -30, 30)))
            g = X.T @ (sw * (t - p)) - 0.1 * w
            H = (X * (sw * p * (1 - p))[:, None]).T @ X + 0.1 * np.eye(4)
            w += np.linalg.solve(H, g)
        p = X @ w > 0
        tp, fp, fn = (sw * p * t).sum(), (sw * p * (1 - t)).sum(), (sw * ~p * t).sum()
        say(f"   odds {np.round(w, 3).tolist()}: F1 {2 * tp / (2 * tp + fp + fn):.3f} of {int(t.sum())} pairs against as many of the nearest others")
        self.odds = w

    def rank(self, pairs, say):
        """Accuracy@1 of finding the left name of 120 right ones among all the left names."""
        items = sorted(pairs, key=lambda t: hashlib.sha1((t[0] + t[1]).encode()).digest())
        names = sorted({x for x, _ in items})
        true = collections.defaultdict(set)
        for x, y in items:
            true[y].add(x)
        asked = [y for _, y in items[:120]]
        left, right = self.encode(names, 0), self.encode(asked, 1)
        first, mrr = 0, 0.0
        for r, y in enumerate(asked):
            X = np.zeros((len(names), 4))
            features(*left, *right, np.arange(len(names)), np.full(len(names), r), self.ra, self.rb, self.keys, self.w, X)
            z = X @ self.odds
            good = np.array([n in true[y] for n in names])
            better = int((z[~good] >= z[good].max()).sum())
            first += better == 0
            mrr += 1 / (1 + better)
        say(f"   {a_of(first, len(asked))} right at the first place among {len(names)}, MRR {mrr / len(asked):.3f}")


def a_of(n, total):
    return f"{n / total:.3f}"


def nearest_others(items, k):
    """For each pair the numbers of k others whose names are most like its own by pairs of letters and that share no form with it; -1 for none."""
    true = collections.defaultdict(set)
    for x, y, _ in items:
        true["l" + x].add(y)
        true["r" + y].add(x)
    out = np.full((len(items), k), -1, np.int64)
    block = 5000
    for at in range(0, len(items), block):
        part = items[at:at + block]
        near = np.zeros((len(part), len(part)), np.float32)
        for side in (0, 1):
            grams = {}
            rows = [[grams.setdefault(n[i:i + 2], len(grams)) for n in ["^" + t[side] + "$"] for i in range(len(n) - 1)] for t in part]
            m = np.zeros((len(part), len(grams)), np.float32)
            for i, r in enumerate(rows):
                m[i, r] = 1
            m /= np.sqrt(m.sum(1, keepdims=True))
            near += m @ m.T
        best = np.argpartition(-near, min(3 * k, len(part) - 1), axis=1)[:, :3 * k]
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(near, best, 1), axis=1, kind="stable"), 1)
        for i, (x, y, _) in enumerate(part):
            got = 0
            for o in best[i]:
                u, v, _ = part[o]
                if got < k and u != x and v != y and v not in true["l" + x] and u not in true["r" + y] and not true["l" + x] & true["l" + u]:
                    out[at + i, got] = at + o
                    got += 1
    return out


def pinyin(counts):
    """Adds the readings of Chinese letters, which names of people from China have, to the counts of Latin with Chinese."""
    from pypinyin import Style, pinyin as readings
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal
    seen = collections.Counter()
    for (x, y), n in counts.items():
        for c in y:
            seen[c] += n
    for code in sorted(PINYIN_DICT):
        c = chr(code)
        if not ("\u4e00" <= c <= "\u9fff") or not (seen[c] or common(c)):
            continue
        first = to_normal(PINYIN_DICT[code].split(",")[0]).replace("ü", "u")
        for r, n in {first: 3.0, first.replace("x", "hs"): 0.1, first.replace("q", "ch"): 0.3, first.replace("zh", "ch"): 0.3}.items():
            if r == first or n < 1:
                counts[r, c] = counts.get((r, c), 0) + n


KOREAN = {  # vowels of Korean as names have them in Latin script
    "a": ["a", "ah"], "ae": ["ae", "ai"], "ya": ["ya"], "eo": ["eo", "u", "o"], "e": ["e"], "yeo": ["yeo", "yu", "yo", "you"], "ye": ["ye"], "o": ["o", "oh"],
    "wa": ["wa", "hwa"], "oe": ["oe", "oi", "we"], "yo": ["yo"], "u": ["u", "oo", "ou"], "wo": ["won", "wo", "weo"], "we": ["we"], "wi": ["wi"], "yu": ["yu", "you"],
    "eu": ["eu", "u"], "ui": ["ui", "eui"], "i": ["i", "ee"]}


def korean(counts, cc):
    """Adds the readings that Chinese letters have in Korean names (hanja 0.15.1, WTFPL), in the usual spellings."""
    import hanja.table
    first = "g,k kk n d,t tt r,l,n m b,p pp s ss - j,ch jj ch k t p h".split()
    vowel = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
    last = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
    for c, syllable in sorted(hanja.table.hanja_table.items()):
        if len(c) != 1 or not common(c) and not common(cc.convert(c)) or len(syllable) != 1 or not "가" <= syllable <= "힣":
            continue
        n, c = ord(syllable) - 0xAC00, cc.convert(c)
        heads = [h.replace("-", "") for h in first[n // 588].split(",")]
        spelled = {h + v + last[n % 28].replace("-", "") for h in heads for v in KOREAN.get(vowel[n % 588 // 28], [vowel[n % 588 // 28]])}
        for r in sorted(spelled):
            if len(r) <= 6:
                counts[r, c] = counts.get((r, c), 0) + 0.5 / len(spelled)


def common(c):
    """Whether a letter is of the 3,755 most usual, by the order of GB 2312."""
    try:
        return b"\xb0" <= c.encode("gb2312")[:1] <= b"\xd7"
    except UnicodeEncodeError:
        return False


def han_classes(model, target, classes):
    """Writes which classes of consonants each Chinese letter has, from the Latin chunks that it stands for."""
    table = {}
    with open(classes, encoding="utf8") as h:
        for line in h:
            if line.startswith("Latin\t"):
                for cell in line.split("\t")[1].split():
                    k, v = cell.rsplit("=", 1)
                    table[k] = v.split("|")[0].replace("-", "")
    by = collections.defaultdict(collections.Counter)
    for (x, y), n in model.items():
        y, x = y.strip("^$"), x.strip("^$")
        if len(y) == 1 and x:
            key, i = "", 0
            while i < len(x):
                k = next(k for k in (4, 3, 2, 1) if x[i:i + k] in table or k == 1)
                c = table.get(x[i:i + k], "")
                key += c[1:] if c and key[-1:] == c[0] else c
                i += k
            by[y][key] += n
    cells = []
    for c in sorted(by):
        total = sum(by[c].values())
        keep = [k for k, n in by[c].most_common(3) if n > 0.12 * total]
        cells.append(c + "=" + "|".join(k or "-" for k in keep))
    with open(target, "w", encoding="utf8") as f:
        f.write("# made by train/names.py: classes of the consonants that Chinese letters stand for\n")
        for i in range(0, len(cells), 100):
            f.write("Han\t" + " ".join(cells[i:i + 100]) + "\n")


def main():
    ap = argparse.ArgumentParser()
    here = os.path.dirname(os.path.abspath(__file__))
    ap.add_argument("data", nargs="?", default=os.path.join(here, "../../shared/data/names"))
    ap.add_argument("-only", default="", help="pairs of scripts, as latn-arab; the others stay as they are in the file")
    ap.add_argument("-o", default=os.path.join(here, "../internal/name/data/sounds.bin"))
    args = ap.parse_args()
    cc = Simplified(os.path.join(here, "../internal/name/data/simplified.txt"))
    data = read(args.data, cc)
    for s in FILES:
        print(f"{s}: {len(data[s])} rows, {sum(fold_of(r[0]) == 0 for r in data[s])} held back")
    for i, a in enumerate(SCRIPTS):
        for b in SCRIPTS[i:]:
            if args.only and f"{a}-{b}" not in args.only.split(","):
                continue
            start = time.process_time()
            counts = learn(pairs_of(data, a, b, {2, 3, 4}), a, b, print)
            if "arab" in (a, b):
                persian(counts, a, b)
            if (a, b) == ("latn", "hani"):
                pinyin(counts)
                korean(counts, cc)
                han_classes(counts, os.path.join(here, "../internal/name/data/hanclasses.tsv"), os.path.join(here, "../internal/name/data/classes.tsv"))
            m = Weights(a, b, counts)
            trial = pairs_of(data, a, b, {1})
            m.calibrate(trial, print)
            if a == "latn":  # the others have no more than the same names to learn from
                m.sharpen(pairs_of(data, a, b, {2, 3, 4}), print)
                m.calibrate(trial, print)
                m.rank(trial, print)
            print(f"   {time.process_time() - start:.0f} s", flush=True)
            write(args.o, m)


def number(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def signed(v):
    n = round(v * 1000)
    return number(2 * n if n >= 0 else -2 * n - 1)


def text(s):
    e = s.encode()
    return number(len(e)) + e


def varint(b, i):
    n = shift = 0
    while True:
        n |= (b[i] & 127) << shift
        shift += 7
        i += 1
        if b[i - 1] < 128:
            return n, i


def sections(path):
    """The models of a file as they stand in it."""
    out = {}
    if os.path.exists(path):
        with open(path, "rb") as f:
            b = f.read()
        if b[:4] == b"DNS2":
            n, i = varint(b, 4)
            for _ in range(n):
                start, pair = i, (b[i:i + 4].decode(), b[i + 4:i + 8].decode())
                packed, i = varint(b, i + 8)
                _, i = varint(b, i)
                i += packed
                out[pair] = b[start:i]
    return out


def write(path, m):
    """Puts a model into the file: "DNS2" and the number of models; of each the codes of both scripts, its length packed and plain, and its
    body, deflated: the odds in thousandths; of each side its letters with their costs and its chunks; the number of rows, and for each chunk of
    the left how many of the right it has, each as the step from the one before and its weight. Numbers are varints, costs and weights single bytes."""
    body = bytearray(b"".join(map(signed, m.odds)))
    rows = m.rows()
    left, right = sorted(rows), sorted({y for ys in rows.values() for y in ys})
    assert len(left) < 65535 and len(right) < 65535
    for letters, side in ((m.left, left), (m.right, right)):
        body += number(len(letters))
        for c in sorted(letters):
            body += text(c) + bytes([min(255, round(letters[c] * SCALE))])
        body += number(len(side)) + b"".join(map(text, side))
    at = {c: i for i, c in enumerate(right)}
    body += number(sum(map(len, rows.values())))
    for x in left:
        body += number(len(rows[x]))
        last = 0
        for y in sorted(rows[x]):
            body += number(at[y] - last) + struct.pack("b", rows[x][y])
            last = at[y]
    packed = zlib.compress(bytes(body), 9)[2:-4]
    all = sections(path)
    all[m.a, m.b] = m.a.encode() + m.b.encode() + number(len(packed)) + number(len(body)) + packed
    out = b"DNS2" + number(len(all)) + b"".join(all[k] for k in sorted(all, key=lambda k: (SCRIPTS.index(k[0]), SCRIPTS.index(k[1]))))
    with open(path, "wb") as f:
        f.write(out)
    print(f"   {m.a}-{m.b}: {len(left)} and {len(right)} chunks, {sum(map(len, rows.values()))} rows, {len(packed)} bytes; the file has {len(out)}")


if __name__ == "__main__":
    main()
