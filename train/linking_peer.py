#!/usr/bin/env python3
"""What rapidfuzz's ratio over unidecoded names, and Jaro-Winkler, reach on the names of people of eval/linking.go.

    pip install rapidfuzz unidecode
    train/linking_peer.py [FILE]        FILE is bsnlp2021_dev.jsonl

The forms compared are the same: of each topic and language fifteen reports, each way to write a person in a language once.
F1 of pairs is at the one threshold that suits all of these very pairs best, which nobody would know beforehand.
"""
import json
import os
import sys

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler
from unidecode import unidecode

LINKED = 15
CYRILLIC = {"ru", "uk", "bg"}


def forms(path):
    parts = {}
    with open(path, encoding="utf8") as f:
        for line in f:
            r = json.loads(line)
            parts.setdefault((r["topic"], r["lang"]), []).append(r)
    found = {}
    for rows in parts.values():
        n = min(LINKED, len(rows))
        for r in (rows[i * len(rows) // n] for i in range(n)):
            for e in r["entities"]:
                if e["type"] == "PER":
                    found[r["lang"], e["text"], e["id"]] = True
    return list(found)


def f1(said, same):
    return 2 * (said & same).sum() / max(said.sum() + same.sum(), 1)


def main(path):
    all_forms = forms(path)
    lang = np.array([f[0] for f in all_forms])
    ids = np.array([f[2] for f in all_forms])
    plain = [unidecode(f[1]).lower() for f in all_forms]
    upper = np.triu_indices(len(all_forms), 1)
    same = (ids[:, None] == ids[None, :])[upper]
    a, b = lang[upper[0]], lang[upper[1]]
    cyrillic = np.isin(lang, list(CYRILLIC))
    for name, scorer, most in (("ratio", fuzz.ratio, 100), ("Jaro-Winkler", JaroWinkler.similarity, 1)):
        s = process.cdist(plain, plain, scorer=scorer)[upper]
        best = max((t * most / 100 for t in range(40, 100)), key=lambda t: f1(s >= t, same))
        said = s >= best
        print(f"{name} from {best:.2f}: all {f1(said, same):.3f}")
        print(f"  two languages {f1(said[a != b], same[a != b]):.3f}")
        two = cyrillic[upper[0]] != cyrillic[upper[1]]
        print(f"  two scripts {f1(said[two], same[two]):.3f}")
        for one in ("ru", "uk", "bg", "pl", "cs", "sl"):
            of = (a == one) & (b == one)
            print(f"  {one} {f1(said[of], same[of]):.3f}  ({same[of].sum()} pairs)")


if __name__ == "__main__":
    data = os.environ.get("EVAL_DATA", "../shared/data")
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.join(data, "ner", "bsnlp2021_dev.jsonl"))
