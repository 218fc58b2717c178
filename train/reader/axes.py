"""Turn the sentence vector of a weights file so that translations come nearest.

    python -m reader.axes --work WORK --reader READER.bin --out OUT.bin --name reader-4-6 [--dims 256]

Vectors are computed for rows of translations. Of their scatter the part within rows (what a translation changes) is told from that
between rows (what the sentence says), and the axes kept are those on which the second is largest against the first: linear
discriminant analysis, the scatter within rows shrunk by half towards a round one. The file is written again with vec.mean and
vec.axes of that; everything else in it stays.
"""
import argparse

import numpy as np

from .feeds import cut
from .vectors import vectors
from .weightsfile import read, reader_of, write
from .work import Work

RARE = "ar"  # fewest rows have it
FIRST = ("ar", "fr", "en")  # of a row these are taken before others
LONGEST = 300  # characters of a sentence
PER_ROW = 5  # languages of a row


def rows_of(work, rng, rare, rest):
    """Rows of translations that have English, `rare` of those with Arabic and `rest` of the others: a list of texts each."""
    rows = [{lang: text for lang, text in row.items() if len(text) < LONGEST} for row in work.objects("corpus.jsonl.xz")]
    rows = [row for row in rows if len(row) > 1 and "en" in row]
    rng.shuffle(rows)
    few, many = [row for row in rows if RARE in row], [row for row in rows if RARE not in row]
    return [some_texts(row, rng) for row in few[:rare] + many[:rest]]


def some_texts(row, rng):
    langs = sorted(row)
    rng.shuffle(langs)
    langs.sort(key=lambda lang: lang not in FIRST)
    return [row[lang] for lang in langs[:PER_ROW]]


def discriminant(v, counts, shrink):
    """The mean of vectors, and the axes, the best first; counts says how many lie together."""
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    mean = v.mean(0)
    centres = np.add.reduceat(v, starts) / counts[:, None]
    within, between = v - np.repeat(centres, counts, 0), centres - mean
    sw, sb = within.T @ within / len(v), between.T @ between / len(centres)
    sw += shrink / (1 - shrink) * np.trace(sw) / len(sw) * np.eye(len(sw))
    e, u = np.linalg.eigh(sw)
    white = u @ np.diag(e ** -0.5) @ u.T
    _, u = np.linalg.eigh(white @ sb @ white)
    return mean, u[:, ::-1].T @ white


def arguments():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("work", "reader", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--name", required=True, help="of the model: vectors are compared with those of the same name alone")
    p.add_argument("--dims", type=int, default=256)
    p.add_argument("--rare", type=int, default=500, help="rows with Arabic")
    p.add_argument("--rest", type=int, default=900, help="other rows")
    p.add_argument("--shrink", type=float, default=0.5, help="how far the scatter within rows is shrunk, from 0 to less than 1")
    p.add_argument("--seed", type=int, default=5)
    return p.parse_args()


def main():
    args = arguments()
    work, w = Work(args.work), read(args.reader)
    rows = rows_of(work, np.random.default_rng(args.seed), args.rare, args.rest)
    texts = [cut(ids) for ids in work.encode([text for row in rows for text in row])]
    v = vectors(work, reader_of(w).encoder.to(work.device), texts)
    mean, axes = discriminant(v.astype(np.float64), np.array([len(row) for row in rows]), args.shrink)
    axes = axes[: args.dims]
    w.put("vec.mean", mean)
    w.put("vec.axes", axes / np.abs(axes).max())
    w.header.update(vector=args.dims, name=args.name)
    write(args.out, w)
    work.say(axes=args.out, rows=len(rows), sentences=len(texts))


if __name__ == "__main__":
    main()
