#!/usr/bin/env python3
"""Makes internal/lang/ngrams.bin, the letter sequences that package lang weighs.

    go mod download github.com/pemistahl/lingua-go@v1.4.0
    train/ngrams.py "$(go env GOMODCACHE)/github.com/pemistahl/lingua-go@v1.4.0/language-models"

The conditional probabilities are those of lingua-go 1.4.0 (Apache-2.0), counted by its author in the Wortschatz
corpora of Leipzig University. Kept are, for each language, the sequences of three and four letters that
change the probability of a text most (Stolcke's relative entropy pruning), and all usual pairs.

Format: "DLN1"; number of languages, each as length and code; number of sequences; each, in byte order, as
length of the prefix shared with the one before, length of the rest, the rest, number of languages that have
it, and for each the language's number and -20 ln P of its last letter after the others. Numbers are unsigned
varints, the last two plain bytes.
"""
import math
import os
import struct
import sys
import zipfile

from varints import varint

# The languages of one script that have to be told apart, as languages.txt names them, and lingua's name.
LANGS = {l: l for l in (
    "af ar az be bg ca cs cy da de en es et eu fa fi fr ga hi hr hu id is it kk lt lv mk mn mr ms nl pl pt ro ru sk sl "
    "so sq sr sv sw tl tr uk ur vi").split()}
LANGS["no"] = "nb"
TRIGRAMS, QUADGRAMS = int(os.environ.get("TRI", 2500)), int(os.environ.get("QUAD", 3000))
PAIR = 2e-6  # how often a pair must occur to be kept

LATIN = dict(zip("абвгдђежзијклмнопрстћуфхцчш", "abvgdđežzijklmnoprstćufhcčš"))


def fields(b):
    """Yields number and value of each field of a protocol buffer message."""
    i = 0
    while i < len(b):
        tag, i = varint(b, i)
        if tag & 7 == 0:
            v, i = varint(b, i)
        elif tag & 7 == 1:
            v, i = b[i:i + 8], i + 8
        else:
            n, i = varint(b, i)
            v, i = b[i:i + n], i + n
        yield tag >> 3, v


def read(folder, lang, name):
    with zipfile.ZipFile(f"{folder}/{lang}/{name}grams.pb.bin.zip") as z:
        b = z.read(z.namelist()[0])
    probs = {}
    for number, value in fields(b):
        if isinstance(value, bytes):
            p, grams = 0.0, []
            for n, v in fields(value):
                if isinstance(v, bytes) and len(v) == 8 and n == 1:
                    p = struct.unpack("<d", v)[0]
                elif isinstance(v, bytes):
                    grams.append(v.decode())
            for g in grams:
                probs[g] = p
    return probs


def prune(probs, joint, shorter, keep):
    """Keeps the sequences whose absence would cost most, and returns them with all joint probabilities."""
    here, gain = {}, []
    for g, p in probs.items():
        here[g] = joint.get(g[:-1], 0) * p
        back = shorter.get(g[1:], 1e-5)
        gain.append((-here[g] * abs(math.log(p / back)), g))
    gain.sort()
    return here, {g: probs[g] for _, g in gain[:keep]}


def language(folder, name):
    uni, bi, tri, quad = (read(folder, name, n) for n in ("uni", "bi", "tri", "quadri"))
    j2 = {g: uni.get(g[0], 0) * p for g, p in bi.items()}
    j3, kept3 = prune(tri, j2, bi, TRIGRAMS)
    _, kept4 = prune(quad, j3, tri, QUADGRAMS)
    kept = {g: p for g, p in bi.items() if j2[g] > PAIR}
    kept.update(kept3)
    kept.update(kept4)
    return {g: p for g, p in kept.items() if len(g) == len(g.lower())}


def number(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def main(folder, target):
    codes = sorted(LANGS)
    table = {}
    for i, code in enumerate(codes):
        grams = language(folder, LANGS[code])
        if code == "sr":  # written in both scripts, counted in Cyrillic
            grams.update({"".join(LATIN[c] for c in g): p for g, p in grams.items() if all(c in LATIN for c in g)})
            # The letters that Latin writes with two have no counts of their own: the neighbour's stand in.
            for g, p in language(folder, "hr").items():
                if any(d in g for d in ("lj", "nj", "dž")):
                    grams.setdefault(g, p)
        if code == "no":  # both written forms count as Norwegian
            for g, p in language(folder, "nn").items():
                grams[g] = max(grams.get(g, 0), p / 2)
        for g, p in grams.items():
            table.setdefault(g.encode(), []).append((i, min(255, round(-20 * math.log(p)))))
    out = bytearray(b"DLN1") + number(len(codes))
    for c in codes:
        out += number(len(c)) + c.encode()
    out += number(len(table))
    before = b""
    for g in sorted(table):
        shared = len(os.path.commonprefix([g, before]))
        before = g
        out += number(shared) + number(len(g) - shared) + g[shared:] + number(len(table[g]))
        for i, q in sorted(table[g]):
            out += bytes([i, q])
    with open(target, "wb") as f:
        f.write(out)
    print(f"{target}: {len(codes)} languages, {len(table)} sequences, {len(out)} bytes")


if __name__ == "__main__":
    main(sys.argv[1], os.path.join(os.path.dirname(__file__), "..", "internal", "lang", "ngrams.bin"))
