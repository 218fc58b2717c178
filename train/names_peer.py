#!/usr/bin/env python3
"""What rapidfuzz's ratio over unidecoded names reaches on the questions of eval/names_translit.go.

    pip install rapidfuzz unidecode
    train/names_peer.py [DATA]        DATA is the folder of translit_{ar,ru,he,zh}_80.tsv

The pairs asked are the same: the fifth that was held back, in the order of a SHA-1. The pairs' F1 is at the threshold
that suits this very data best, which nobody would know beforehand.
"""
import collections
import hashlib
import os
import sys

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein
from unidecode import unidecode

ASKED, PAIRS = 150, 500


def main(folder):
    for script in ("ar", "ru", "he", "zh"):
        rows = []
        with open(os.path.join(folder, f"translit_{script}_80.tsv"), encoding="utf8") as f:
            next(f)
            for line in f:
                latin, foreign, _ = line.rstrip("\n").split("\t")
                if hashlib.sha1(latin.encode()).digest()[0] % 5 == 0:
                    rows.append((latin, foreign))
        rows_asked = sorted(rows, key=lambda r: hashlib.sha1(("asked" + r[0] + r[1]).encode()).digest())
        right = collections.defaultdict(set)
        for latin, foreign in rows:
            right[foreign].add(latin)
        names = sorted({r[0] for r in rows})
        plain = [unidecode(n).lower() for n in names]
        good = {n: i for i, n in enumerate(names)}
        first = mrr = 0
        for latin, foreign in rows_asked[:ASKED]:
            s = process.cdist([unidecode(foreign).lower()], plain, scorer=fuzz.ratio)[0]
            mine = np.zeros(len(names), bool)
            mine[[good[n] for n in right[foreign]]] = True
            better = int((s[~mine] >= s[mine].max()).sum())
            first += better == 0
            mrr += 1 / (1 + better)
        same, other = [], []
        for latin, foreign in rows_asked[:PAIRS]:
            d = process.cdist([latin], names, scorer=Levenshtein.distance)[0].astype(int)
            for n in right[foreign]:
                d[good[n]] = 1 << 20
            near = names[int(d.argmin())]
            same.append(fuzz.ratio(unidecode(latin).lower(), unidecode(foreign).lower()))
            other.append(fuzz.ratio(unidecode(near).lower(), unidecode(foreign).lower()))
        same, other = np.array(same), np.array(other)
        f1 = max(2 * (same >= t).sum() / ((same >= t).sum() + len(same) + (other >= t).sum()) for t in range(1, 101))
        print(f"{script}: accuracy@1 {first / ASKED:.3f}  MRR {mrr / ASKED:.3f}  pair F1 {f1:.3f}  ({len(names)} names)", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../shared/data/names"))
