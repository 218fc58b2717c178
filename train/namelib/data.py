"""The pairs of names, as package name sees their letters."""
import collections
import hashlib
import math
import os
import unicodedata

SCRIPTS = ["latn", "arab", "cyrl", "hebr", "hani"]
FILES = {"arab": "ar", "cyrl": "ru", "hebr": "he", "hani": "zh"}

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
            if n >= 3 and alike(p, q):
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
    elif a != b:
        by = [collections.defaultdict(dict), collections.defaultdict(dict)]
        for k, s in enumerate((a, b)):
            for _, x, y, n in rows[s]:
                by[k][x][y] = n
        for x in by[0]:
            for y in sorted(by[0][x], key=lambda y: (-by[0][x][y], y))[:3]:
                for z in sorted(by[1].get(x, {}), key=lambda z: (-by[1][x][z], z))[:3]:
                    got[y, z] += 1
    else:
        own = collections.defaultdict(set)
        for _, x, y, _ in rows[a]:
            own[x].add(y)
            got[y, y] += 0.5
        # Two Latin names that another script writes alike are spellings of one, and so are their forms here.
        for s in FILES:
            by = collections.defaultdict(set)
            for _, x, y, _ in rows[s]:
                by[y].add(x)
            for y in sorted(by) if s != a else []:
                for p in sorted(by[y])[:6]:
                    for q in sorted(by[y])[:6]:
                        if p != q and alike(p, q):
                            for u in own.get(p, ()):
                                for v in own.get(q, ()):
                                    if u != v and (a == "hani" or alike(u, v)):
                                        got[u, v] += 0.5
        for x in sorted(own):
            for u in own[x]:
                for v in own[x]:
                    if u != v:
                        got[u, v] += 1
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
