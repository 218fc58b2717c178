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
With Latin on one side the weights are then sharpened: two rounds of logistic regression, each pair beside the likeliest of its wrong ones. The best sequence's
sum is a weight of evidence. Four numbers a model turn it, its share of what could be and the length of the name into a probability, fitted on
pairs that nothing was learned from (the second fifth), each beside the three nearest names of others.

Added is what these names show too seldom: letters of Persian where the Latin or Cyrillic side tells them, spellings of one sound in Latin script, and
the readings of Chinese letters in names from China (pypinyin 0.55, MIT) and Korea (hanja 0.15.1, WTFPL). Everything is seeded: the same
pairs give the same weights.
"""
import argparse
import os
import time

from namelib.chunks import learn
from namelib.data import FILES, SCRIPTS, Simplified, fold_of, pairs_of, read
from namelib.extra import han_classes, korean, persian, pinyin
from namelib.file import write
from namelib.weights import Weights


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
                if a != b:
                    m.rank(trial, print)
            print(f"   {time.process_time() - start:.0f} s", flush=True)
            write(args.o, m)


if __name__ == "__main__":
    main()
