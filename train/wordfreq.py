#!/usr/bin/env python3
"""Write internal/cluster/data/frequent.txt: words so frequent in a language that two
reports share them by chance, in three classes by how frequent.

    pip download --no-deps wordfreq==3.1.1 && unzip wordfreq-3.1.1-*.whl && pip install msgpack
    python3 train/wordfreq.py wordfreq/data > internal/cluster/data/frequent.txt

Words are cut to what package cluster keeps of a word (six letters; in Chinese pairs of
characters), and the frequencies of what is then one are added up.
"""
import gzip, math, os, sys, unicodedata
from collections import defaultdict

import msgpack

LANGS = "en fr ar es de ru fa tr pt it nl zh".split()
CLASSES = [(5.2, "3"), (4.8, "2"), (4.4, "1")]  # Zipf: log10 of occurrences in a thousand million words


def frequencies(folder, lang):
    for size in ("large", "small"):
        path = os.path.join(folder, f"{size}_{lang}.msgpack.gz")
        if os.path.exists(path):
            break
    with gzip.open(path) as f:
        bins = msgpack.load(f, raw=False)
    for i, words in enumerate(bins[1:]):
        for w in words:
            yield w, 10 ** (-i / 100)


def cut(w, lang):
    w = "".join(c for c in unicodedata.normalize("NFKD", w.lower()) if not unicodedata.combining(c))
    if lang == "zh":
        return w if len(w) == 2 else ""
    return w[:6] if w.isalpha() and len(w) >= 3 else ""


def main():
    print("# Words that are frequent in texts of all sorts: language, class (3 the most frequent), words.")
    print("# Source: wordfreq 3.1.1 (Robyn Speer, 2022), word lists. Licence: CC BY-SA 4.0")
    print("# Written by train/wordfreq.py; do not edit.")
    for lang in LANGS:
        total = defaultdict(float)
        for w, f in frequencies(sys.argv[1], lang):
            if c := cut(w, lang):
                total[c] += f
        rows = defaultdict(list)
        for w, f in total.items():
            for least, name in CLASSES:
                if math.log10(f) + 9 >= least:
                    rows[name].append(w)
                    break
        for _, name in CLASSES:
            print(lang, name, *sorted(rows[name]))


main()
