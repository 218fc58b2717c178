#!/usr/bin/env python3
"""Makes internal/name/data/sounds.bin, the weights by which package name compares names across scripts.

    pip install numpy pypinyin opencc-python-reimplemented
    train/names.py [DATA] [-log FILE]         DATA is the folder of translit_{ar,ru,he,zh}_80.tsv

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
with the Persian letter, too. Chinese names of people from China are added from the readings of pypinyin (MIT).
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

SCRIPTS = ["latn", "arab", "cyrl", "hebr", "hani"]
FILES = {"arab": "ar", "cyrl": "ru", "hebr": "he", "hani": "zh"}
MOST = 26000        # pairs a model is trained on
ROUNDS = 7
DISCOUNT = 0.6
LAMBDA = 0.85       # of the letters' own probabilities
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
                        seen[min(p, q), max(p, q)] += {"cyrl": 2, "hani": 1, "hebr": 1, "arab": 1}[s] * min(2, weight(min(xs[p], xs[q])))
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


def operations(a, b):
    """How many letters of each side a pair of chunks may have."""
    size = {s: 3 for s in SCRIPTS} | {"hani": 2}
    x, y = size[a], size[b]
    if (a == "hani") != (b == "hani"):
        if a != "hani":
            x = 6 if a == "latn" else 5
        else:
            y = 5
    ops = [(i, j) for i in range(x + 1) for j in range(y + 1) if i + j > 0 and not (i == 0 and j > 1) and not (j == 0 and i > 1)]
    if (a == "hani") != (b == "hani"):
        k = 0 if a == "hani" else 1
        ops = [o for o in ops if o[k] > 0 or o == ((0, 1) if k == 0 else (1, 0))]
        ops = [o for o in ops if o[k] < 2 or o[1 - k] > 0]
    return ops


class Side:
    """The names of one side, padded, and the numbers of their chunks."""

    def __init__(self, names, longest):
        self.alphabet = {c: i + 1 for i, c in enumerate(sorted(set("".join(names))))}
        self.letters = [""] + sorted(self.alphabet)
        self.len = np.array([len(n) for n in names])
        self.width = int(self.len.max())
        m = np.zeros((len(names), self.width), np.int64)
        for r, n in enumerate(names):
            m[r, :len(n)] = [self.alphabet[c] for c in n]
        base = len(self.alphabet) + 1
        self.base = base
        self.step = base ** longest  # apart by length
        # code[k][n, i] is the chunk of k letters that ends at i (exclusive), -1 where there is none
        self.code = [np.zeros((len(names), self.width + 1), np.int64)]
        for k in range(1, longest + 1):
            c = np.full((len(names), self.width + 1), -1, np.int64)
            for i in range(k, self.width + 1):
                v = np.zeros(len(names), np.int64)
                for t in range(i - k, i):
                    v = v * base + m[:, t]
                c[:, i] = np.where(self.len >= i, v, -1)
            self.code.append(c)
        # chunks as small numbers, over all lengths
        flat = np.concatenate([(c + self.step * k * (c >= 0)).ravel() for k, c in enumerate(self.code)])
        self.values, inv = np.unique(flat, return_inverse=True)
        n = self.code[0].size
        self.ids = [inv[k * n:(k + 1) * n].reshape(self.code[0].shape) for k in range(longest + 1)]
        self.none = int(np.searchsorted(self.values, -1)) if (self.values == -1).any() else -1

    def chunk(self, i):
        v = int(self.values[i])
        k = v // self.step
        v -= k * self.step
        out = []
        for _ in range(k):
            out.append(self.letters[v % self.base])
            v //= self.base
        return "".join(reversed(out))


def learn(pairs, a, b, say):
    """Expectation maximisation; returns {(chunk, chunk): (log probability, count)}."""
    limit = {"hani": 7}
    items = [(x, y, w) for (x, y), w in pairs.items() if 1 <= len(x) <= limit.get(a, 12) and 1 <= len(y) <= limit.get(b, 12)]
    items.sort(key=lambda t: (-min(t[2], 3), hashlib.sha1((t[0] + t[1]).encode()).digest()))
    items = items[:MOST if a == "latn" else MOST // 2]
    w = np.array([min(t[2], 6.0) for t in items])
    ops = operations(a, b)
    A = Side(["^" + t[0] + "$" for t in items], max(o[0] for o in ops))
    B = Side(["^" + t[1] + "$" for t in items], max(o[1] for o in ops))
    K = len(B.values)
    cells, keys = [], []
    for i in range(A.width + 1):
        for j in range(B.width + 1):
            for x, y in ops:
                if i < x or j < y:
                    continue
                ia, ib = A.ids[x][:, i], B.ids[y][:, j]
                rows = np.nonzero((ia != A.none) & (ib != B.none) & (A.len >= i) & (B.len >= j))[0]
                # far from the diagonal nothing of use is found
                ra, rb = i / A.len[rows], j / B.len[rows]
                rows = rows[np.abs(ra - rb) < 0.45]
                if len(rows):
                    cells.append((i, j, x, y, rows.astype(np.int32)))
                    keys.append(ia[rows] * K + ib[rows])
    flat = np.concatenate(keys)
    uniq, inv = np.unique(flat, return_inverse=True)
    inv = inv.astype(np.int32)
    parts, at = [], 0
    for k in keys:
        parts.append(inv[at:at + len(k)])
        at += len(k)
    del keys, flat
    ca, cb = uniq // K, uniq % K
    size_a = np.array([int(v) // A.step for v in A.values])[ca]
    size_b = np.array([int(v) // B.step for v in B.values])[cb]
    # at first all small chunks are equal and long ones dear
    p = np.exp(-1.5 * (size_a + size_b)) * np.where((size_a == 0) | (size_b == 0), 0.05, 1)
    edge_a = np.array([("^" in A.chunk(i)) * 1 + ("$" in A.chunk(i)) * 2 for i in range(len(A.values))])[ca]
    edge_b = np.array([("^" in B.chunk(i)) * 1 + ("$" in B.chunk(i)) * 2 for i in range(len(B.values))])[cb]
    p[edge_a != edge_b] = 0
    p /= p.sum()
    N = len(items)
    for turn in range(ROUNDS):
        f = np.zeros((A.width + 1, B.width + 1, N))
        f[0, 0] = 1
        for (i, j, x, y, rows), ids in zip(cells, parts):
            f[i, j][rows] += f[i - x, j - y][rows] * p[ids]
        z = f[A.len, B.len, np.arange(N)]
        ok = z > 0
        g = np.zeros_like(f)
        g[A.len, B.len, np.arange(N)] = np.where(ok, w / np.where(ok, z, 1), 0)
        count = np.zeros(len(p))
        for (i, j, x, y, rows), ids in zip(reversed(cells), reversed(parts)):
            flow = g[i, j][rows] * p[ids]
            g[i - x, j - y][rows] += flow
            count += np.bincount(ids, flow * f[i - x, j - y][rows], len(p))
        ll = np.sum(w[ok] * np.log(z[ok])) / w[ok].sum()
        single = (size_a <= 1) & (size_b <= 1)
        if "hani" in (a, b):
            single = (size_b == 1) if b == "hani" else (size_a == 1)
        count = np.where(single, count, count - DISCOUNT * (1 + (size_a + size_b > 3)))
        count[count < (0.02 if turn < 3 else 0.2)] = 0
        p = count / count.sum()
    say(f"{a}-{b}: {N} pairs, {len(uniq)} pairs of chunks met, {int((p > 0).sum())} kept, log-likelihood {ll:.2f}, {int((~ok).sum())} without a path")
    out = {}
    for k in np.nonzero(p)[0]:
        out[A.chunk(ca[k]), B.chunk(cb[k])] = (math.log(p[k]), count[k])
    return out


# What Persian writes of its own where Arabic has another letter: the letter of the other script that tells it, the Arabic letters
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
        self.rows = collections.defaultdict(dict)
        for (x, y), n in counts.items():
            w = math.log(n / total) + sum(self.left[c] for c in x) + sum(self.right[c] for c in y)
            self.rows[x][y] = max(-127, min(127, round(w * SCALE))) / SCALE
        self.odds = [-4, 0.2, 0.5, 0]
        self.reach = max(map(len, self.rows)), max(len(y) for ys in self.rows.values() for y in ys)

    def align(self, x, y):
        """The weight of the best sequence, as package name finds it."""
        x, y = "^" + x + "$", "^" + y + "$"
        n, m = len(x), len(y)
        cuts = [[(k, self.rows[x[i - k:i]]) for k in range(min(i, self.reach[0]) + 1) if x[i - k:i] in self.rows] for i in range(n + 1)]
        others = [[(k, y[j - k:j]) for k in range(min(j, self.reach[1]) + 1)] for j in range(m + 1)]
        best = [[-1e9] * (m + 1) for _ in range(n + 1)]
        best[0][0] = 0.0
        for i in range(n + 1):
            row = best[i]
            for j in range(m + 1):
                if i + j == 0:
                    continue
                top = -1e9
                if i:
                    top = best[i - 1][j] - SKIP
                if j and row[j - 1] - SKIP > top:
                    top = row[j - 1] - SKIP
                for k, ys in cuts[i]:
                    before = best[i - k]
                    for l, c in others[j]:
                        w = ys.get(c)
                        if w is not None and k + l and before[j - l] + w > top:
                            top = before[j - l] + w
                row[j] = top
        return best[n][m]

    def features(self, x, y):
        s = self.align(x, y)
        most = (self.left.get("^", 0) + self.left.get("$", 0) + sum(self.left.get(c, 7.5) for c in x)
                + self.right.get("^", 0) + self.right.get("$", 0) + sum(self.right.get(c, 7.5) for c in y)) / 2
        return [1, s, s / max(most, 1) * 10, max(len(x), len(y))]


SKIP = 4.5  # for a letter that no pair of chunks explains; package name has the same


def hardest(names, k):
    """For each of the names the k most like it by pairs of letters."""
    grams = collections.defaultdict(lambda: len(grams))
    rows = [[grams[n[i:i + 2]] for n in ["^" + n + "$"] for i in range(len(n) - 1)] for n in names]
    m = np.zeros((len(names), len(grams)), np.float32)
    for i, r in enumerate(rows):
        m[i, r] = 1
    m /= np.sqrt(m.sum(1, keepdims=True))
    near = m @ m.T
    np.fill_diagonal(near, -1)
    return np.argsort(-near, axis=1, kind="stable")[:, :k]


def calibrate(model, pairs, say):
    """Fits the odds on pairs that were not counted: each beside the nearest names of others."""
    items = sorted(pairs, key=lambda t: hashlib.sha1((t[0] + t[1]).encode()).digest())
    items = [p for p in items if p[0] != p[1] or model.a != model.b or len(items) < 900][:900]
    if not items:
        return
    true = collections.defaultdict(set)
    for x, y in pairs:
        true[x].add(y)
        true[y].add(x)
    near = hardest([y for _, y in items], 6)
    xs, ts = [], []
    for i, (x, y) in enumerate(items):
        xs.append(model.features(x, y))
        ts.append(1.0)
        k = 0
        for j in near[i]:
            z = items[j][1]
            if z not in true[x] and not true[x] & true[z] and z != x and k < 3:
                xs.append(model.features(x, z))
                ts.append(0.0)
                k += 1
    X, t = np.array(xs), np.array(ts)
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
    model.odds = w.tolist()


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
    ap.add_argument("-only", default="")
    ap.add_argument("-o", default=os.path.join(here, "../internal/name/data/sounds.bin"))
    args = ap.parse_args()
    cc = Simplified(os.path.join(here, "../internal/name/data/simplified.txt"))
    data = read(args.data, cc)
    for s in FILES:
        print(f"{s}: {len(data[s])} rows, {sum(fold_of(r[0]) == 0 for r in data[s])} held back")
    models = []
    for i, a in enumerate(SCRIPTS):
        for b in SCRIPTS[i:]:
            if args.only and f"{a}-{b}" not in args.only.split(","):
                continue
            start = time.process_time()
            counts = {k: n for k, (_, n) in learn(pairs_of(data, a, b, {2, 3, 4}), a, b, print).items()}
            if "arab" in (a, b):
                persian(counts, a, b)
            if (a, b) == ("latn", "hani"):
                pinyin(counts)
                han_classes(counts, os.path.join(here, "../internal/name/data/hanclasses.tsv"), os.path.join(here, "../internal/name/data/classes.tsv"))
            m = Weights(a, b, counts)
            calibrate(m, pairs_of(data, a, b, {1}), print)
            models.append(m)
            print(f"   {time.process_time() - start:.0f} s", flush=True)
    write(args.o, models)


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


def write(path, models):
    """"DNS2" and the number of models; of each the codes of both scripts, its length packed and plain, and its body, deflated:
    the odds in thousandths; of each side its letters with their costs and its chunks; the number of rows, and for each chunk of the left how many of the
    right it has, each as the step from the one before and its weight. Numbers are varints, costs and weights single bytes."""
    out = bytearray(b"DNS2") + number(len(models))
    for m in models:
        body = bytearray(b"".join(map(signed, m.odds)))
        left, right = sorted(m.rows), sorted({y for ys in m.rows.values() for y in ys})
        assert len(left) < 65535 and len(right) < 65535
        for letters, side in ((m.left, left), (m.right, right)):
            body += number(len(letters))
            for c in sorted(letters):
                body += text(c) + bytes([min(255, round(letters[c] * SCALE))])
            body += number(len(side)) + b"".join(map(text, side))
        at = {c: i for i, c in enumerate(right)}
        body += number(sum(map(len, m.rows.values())))
        for x in left:
            body += number(len(m.rows[x]))
            last = 0
            for y in sorted(m.rows[x]):
                body += number(at[y] - last) + struct.pack("b", round(m.rows[x][y] * SCALE))
                last = at[y]
        packed = zlib.compress(bytes(body), 9)[2:-4]
        out += m.a.encode() + m.b.encode() + number(len(packed)) + number(len(body)) + packed
        print(f"{m.a}-{m.b}: {len(left)} and {len(right)} chunks, {sum(map(len, m.rows.values()))} rows, {len(packed)} bytes")
    with open(path, "wb") as f:
        f.write(out)
    print(f"{path}: {len(out)} bytes")


if __name__ == "__main__":
    main()
