"""Fit the weights of package event's decision: whether a sentence tells of an event of a type.

    go run ./eval -explain sentences.jsonl > explained.jsonl      # labelled sentences that the reading model was not trained on
    python train/events/decide.py explained.jsonl > internal/event/data/decision.tsv

Logistic regression with L2 over the signs that the program lists for each candidate; a candidate is right if its type is among
those of the sentence. Two sets of weights: where the reading model has read the text, and where only rows of words speak. The same
input gives the same numbers. --folds prints the macro-F1 of five-fold cross-validation and writes nothing.
"""
import argparse
import collections
import json
import sys
import zlib

import numpy as np

L2, STEPS = 1.0, 300
MODEL = ("sentence", "other type", "tag", "rival", "tagged", "row and tag", "no words")  # signs that only the reading model gives
HEAD = """# What each sign adds to the log odds that a sentence tells of an event of a type: where it is used (read: the reading
# model has read the text, in one of its languages; rules: only rows speak), sign, weight. Fitted by train/events/decide.py. Licence: Apache-2.0.
"""


def candidates(rows, read):
    """Signs and answer of each candidate, and the sentence that it is of."""
    out = []
    for n, row in enumerate(rows):
        gold = {t for t, _ in row["gold"]}
        for c in row["signals"]:
            signs = c["signs"] if read else {k: v for k, v in c["signs"].items() if k not in MODEL}
            if read or "row" in signs or "weak row" in signs:
                out.append((n, c["type"], (c["from"], c["to"]), signs, c["type"] in gold))
    return out


def fit(some):
    names = sorted({k for c in some for k in c[3]})
    x = np.array([[c[3].get(k, 0.0) for k in names] for c in some])
    y = np.array([c[4] for c in some], float)
    w = np.zeros(len(names))
    pull = np.array([0.05 if k == "bias" else L2 for k in names])
    for _ in range(STEPS):  # Newton
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x.T * (p * (1 - p) + 1e-9)) @ x + np.diag(pull), x.T @ (p - y) + pull * w)
        w -= step
        if abs(step).max() < 1e-8:
            break
    return dict(zip(names, w))


def chosen(some, w, first, second):
    """The types that are told of each sentence, as package event chooses them."""
    by = collections.defaultdict(list)
    for n, kind, words, signs, _ in some:
        by[n].append((1 / (1 + np.exp(-sum(w.get(k, 0) * v for k, v in signs.items()))), kind, words))
    said = collections.defaultdict(set)
    for n, list_ in by.items():
        top = max(list_)
        for p, kind, words in list_:
            taken = p >= (first if kind == top[1] else second)
            for q, other, at in list_:
                if other != kind and at[0] < words[1] and words[0] < at[1] and q > p:
                    taken = False
            if taken:
                said[n].add(kind)
    return said


def macro(rows, said):
    right, wrong, missed = (collections.Counter() for _ in range(3))
    for n, row in enumerate(rows):
        want, got = {t for t, _ in row["gold"]} or {"NONE"}, said.get(n) or {"NONE"}
        right.update(want & got)
        wrong.update(got - want)
        missed.update(want - got)
    kinds = set(right) | set(missed) | set(wrong)
    return sum(2 * right[k] / max(1, 2 * right[k] + wrong[k] + missed[k]) for k in kinds) / len(kinds)


def folds(rows, read, first, second):
    fold = [zlib.crc32(row["id"].encode()) % 5 for row in rows]
    said = {}
    some = candidates(rows, read)
    for k in range(5):
        w = fit([c for c in some if fold[c[0]] != k])
        said.update(chosen([c for c in some if fold[c[0]] == k], w, first, second))
    return macro(rows, said)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("explained")
    p.add_argument("--folds", action="store_true")
    args = p.parse_args()
    with open(args.explained, encoding="utf8") as f:
        rows = [json.loads(line) for line in f]
    if args.folds:
        for read in (True, False):
            for first in (0.3, 0.35, 0.4, 0.45, 0.5):
                print("read" if read else "rules", first, [round(folds(rows, read, first, second), 3) for second in (0.4, 0.5, 0.6, 0.7)])
        return
    sys.stdout.write(HEAD)
    print("read", "languages", " ".join(sorted({row["lang"] for row in rows})), sep="\t")
    for read in (True, False):
        for name, weight in fit(candidates(rows, read)).items():
            print("read" if read else "rules", name, f"{weight:.4f}", sep="\t")


if __name__ == "__main__":
    main()
