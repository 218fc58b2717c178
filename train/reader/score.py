"""Score a reader on the fifth held back and on translations to be found.

    python -m reader.score --work WORK --name r6             # rounded as it would ship, vectors also on fewer axes
    python -m reader.score --work WORK --reader reader.bin   # a weights file
    python -m reader.score --work WORK --name teacher        # the teacher's vectors, with its prefix "query: "
"""
import argparse

import numpy as np
import torch

from . import LANGS
from .heads import HEADS, IGNORE, TAG_HEADS, encode_rows, load
from .quant import make_quantisable, quantise
from .vectors import turned, vectors
from .weightsfile import read, reader_of
from .work import Work

DIMS = (128, 192, 256, 384)


def spans_of(tags):
    """Spans (first, last+1, kind) of a list of BIO labels; an I without its B begins one."""
    out, start, kind = [], None, None
    for i, t in enumerate(list(tags) + ["O"]):
        if start is not None and (t == "O" or t[0] == "B" or t[2:] != kind):
            out.append((start, i, kind))
            start = None
        if t != "O" and start is None:
            start, kind = i, t[2:]
    return out


class Counts:
    """Right, superfluous and missing by what is asked and language."""

    def __init__(self):
        self.of = {}

    def add(self, name, lang, right, superfluous, missing):
        self.of[name, lang] = np.add(self.of.get((name, lang), 0), (right, superfluous, missing))

    def sets(self, name, lang, gold, got):
        self.add(name, lang, len(gold & got), len(got - gold), len(gold - got))

    def scores(self):
        """Micro-F1 by name, that of names also by language."""
        def f1(c):
            return round(float(2 * c[0] / max(1, 2 * c[0] + c[1] + c[2])), 4)

        out = {}
        for name in sorted({n for n, _ in self.of}):
            out[name] = f1(np.sum([c for (n, _), c in self.of.items() if n == name], 0))
            if name == "names":
                out["names by language"] = {lang: f1(c) for (n, lang), c in sorted(self.of.items()) if n == name}
        return out


def count_tags(counts, head, row, best):
    y = row["y"][head]
    on = y != IGNORE
    if not on.any():
        return
    best, labels = best[: len(y)], HEADS[head][1]
    if head == "status":
        wrong = int((best[on] != y[on]).sum())
        counts.add("status", row["lang"], int(on.sum()) - wrong, wrong, wrong)
        return
    gold = set(spans_of([labels[v] if v > 0 else "O" for v in y]))
    got = set(spans_of([labels[v] if o else "O" for v, o in zip(best, on)]))
    if head == "names":
        counts.sets("names", row["lang"], {s for s in gold if s[2] != "NAT"}, {s for s in got if s[2] != "NAT"})
        if row["nat"]:
            counts.sets("nat", row["lang"], {s for s in gold if s[2] == "NAT"}, {s for s in got if s[2] == "NAT"})
    else:
        counts.sets(head, row["lang"], gold, got)


@torch.no_grad()
def score_tags(work, reader, rows):
    """Micro-F1 of each head on rows; names are PER ORG LOC, nationalities are counted apart."""
    reader.eval()
    counts = Counts()
    for at in range(0, len(rows), 64):
        part = rows[at : at + 64]
        ids, mask = work.pad([r["ids"] for r in part])
        with work.autocast():
            _, _, out = reader(ids, mask)
        best = {h: out[h].argmax(-1).cpu().numpy() for h in TAG_HEADS}
        types = (out["types"] > 0).cpu().numpy()
        for k, r in enumerate(part):
            for h in TAG_HEADS:
                count_tags(counts, h, r, best[h][k])
            if r["types"][0] != IGNORE:
                counts.sets("types", r["lang"], set(np.flatnonzero(r["types"] == 1)), set(np.flatnonzero(types[k])))
    return counts.scores()


def retrieval_pairs(work):
    """{(set, languages): [(a, b), ...]}: Tatoeba and XQuAD with English, XQuAD also Arabic with Russian."""
    out = {}
    for name in ("tatoeba", "xquad"):
        rows = work.objects(name + ".jsonl.gz")
        for lang in LANGS[1:]:
            out[name, lang] = [(r[lang], r["en"]) for r in rows if r.get(lang) and r.get("en")]
        if name == "xquad":
            out[name, "ar-ru"] = [(r["ar"], r["ru"]) for r in rows]
    return {k: v for k, v in out.items() if v}


def retrieval_vectors(work, encoder, prefix=""):
    return {k: tuple(vectors(work, encoder, work.encode([prefix + p[side] for p in pairs])) for side in (0, 1))
            for k, pairs in retrieval_pairs(work).items()}


def score_retrieval(found):
    """Share whose translation is the nearest of all, mean of both ways, by set and by languages."""
    by = {}
    for (name, langs), (a, b) in found.items():
        s, right = a @ b.T, np.arange(len(a))
        by[name, langs] = round(float(((s.argmax(1) == right).mean() + (s.argmax(0) == right).mean()) / 2), 4)
    means = {n: round(float(np.mean([v for (m, _), v in by.items() if m == n])), 4) for n in sorted({m for m, _ in by})}
    return {**means, **{f"{n} {langs}": v for (n, langs), v in by.items()}}


def score_dims(found, mean, axes):
    return {d: score_retrieval({k: (turned(a, mean, axes[:d]), turned(b, mean, axes[:d])) for k, (a, b) in found.items()})
            for d in DIMS if d <= len(axes)}


def trained(work, name):
    """A reader of the work folder, rounded, with the mean and the axes of its vectors."""
    reader = load(work, name)
    make_quantisable(reader.encoder)
    quantise(reader.encoder)
    saved = torch.load(work.path(name + ".pt"), map_location="cpu")
    return reader, saved["mean"].numpy(), saved["axes"].numpy()


def shipped(work, path):
    """The same of a weights file."""
    w = read(path)
    return reader_of(w).to(work.device), w.array("vec.mean"), w.array("vec.axes")


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--work", required=True)
    which = p.add_mutually_exclusive_group(required=True)
    which.add_argument("--name", help="of a reader in the work folder, or teacher")
    which.add_argument("--reader", help="a weights file")
    args = p.parse_args()
    work = Work(args.work)
    if args.name == "teacher":
        work.say(name="teacher", **score_retrieval(retrieval_vectors(work, work.teacher(), "query: ")))
        return
    name = args.name or args.reader
    reader, mean, axes = trained(work, name) if args.name else shipped(work, name)
    work.say(name=name, **score_tags(work, reader, encode_rows(work, "dev.jsonl.gz")))
    found = retrieval_vectors(work, reader.encoder)
    work.say(name=name, **score_retrieval(found))
    work.say(name=name, dims=score_dims(found, mean, axes))


if __name__ == "__main__":
    main()
