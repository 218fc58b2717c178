"""The weights of a pair of scripts: made of counts, sharpened, and turned into odds."""
import collections
import hashlib
import math

import numpy as np
from numba import njit

from .chunks import Alphabet, chunk_codes, reach, slot, table
from .extra import SPELLINGS

LAMBDA = 0.85  # of the letters' own probabilities
ROMAN = 0.5
SCALE = 8      # weights are in eighths of a nat
SHARPEN, NEAR = 12000, 8  # pairs whose weights are sharpened, and how many others each is tried with
TURNS, RATE, PULL = 2, 0.15, 0.05
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
        spelled = {tuple(p.split())[::k] for p in SPELLINGS.split(", ") for k in (1, -1)} if a == b == "latn" else set()
        counts = counts | {p: 0.01 for p in spelled if p not in counts and set(p[0]) <= set(left) and set(p[1]) <= set(right)}
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
            if (x, y) in spelled:
                w = max(w, ROMAN * (len(x) + len(y)))
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
        other = nearest_others(items, NEAR, 4 * (self.a == self.b))
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
        other = nearest_others(items, 3, 4 * (self.a == self.b))
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


def nearest_others(items, k, skip=0):
    """For each pair the numbers of k others whose names are most like its own by pairs of letters and that share no form with it, but for the first
    few; -1 for none. In one script the very nearest are too often spellings of one name that the data does not have for one."""
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
        most = 3 * k + skip
        best = np.argpartition(-near, min(most, len(part) - 1), axis=1)[:, :most]
        best = np.take_along_axis(best, np.argsort(-np.take_along_axis(near, best, 1), axis=1, kind="stable"), 1)
        for i, (x, y, _) in enumerate(part):
            got = -skip
            for o in best[i]:
                u, v, _ = part[o]
                if got < k and u != x and v != y and v not in true["l" + x] and u not in true["r" + y] and not true["l" + x] & true["l" + u]:
                    if got >= 0:
                        out[at + i, got] = at + o
                    got += 1
    return out
