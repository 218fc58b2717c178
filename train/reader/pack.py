"""Put the running text in order for training, and lay what is measured beside it.

    python -m reader.pack --corpus CORPUS --data DATA --out WORK [--seed 3]

WORK gets corpus.jsonl.xz (translations), mono.txt.xz (single lines), words.jsonl.gz (the WORDS most frequent words of each
language, from wordfreq), tatoeba.jsonl.gz and xquad.jsonl.gz (copies of what
retrieval is scored on, so that WORK is all that training needs). Texts that occur in the last two are taken out of the first
(compared without case, accents and punctuation). No source gives more than LIMIT rows, but every row in Arabic or Persian is
kept: these two have least. Rows of English and Spanish alone are left out, as this pair has more than any other.
"""
import argparse
import collections
import glob
import gzip
import itertools
import json
import lzma
import os
import random
import re
import unicodedata

from . import LANGS
from .vocab import wordfreq

WORDS = 20_000
LIMIT = 9000  # twice that for LibreOffice's help, the best running text in nine languages
LONGEST = 500  # characters of a translation
LONGEST_LINE = 400
MEASURED = ("tatoeba", "xquad")


def plain(s):
    return re.sub(r"\W+", "", "".join(c for c in unicodedata.normalize("NFKD", s.lower()) if not unicodedata.combining(c)))


def measured(data):
    """What retrieval is scored on: whole texts, and the sentences of paragraphs."""
    found = set()
    for name in MEASURED:
        with open(os.path.join(data, "parallel", name + ".jsonl"), encoding="utf8") as f:
            for line in f:
                for text in json.loads(line).values():
                    if isinstance(text, str):
                        found.update(plain(s) for s in [text] + re.split(r"(?<=[.!?])\s+", text))
    return found


def rows_of(path, out):
    """The rows of one source that may be trained on."""
    with gzip.open(path, "rt", encoding="utf8") as f:
        for line in f:
            row = {}
            for lang, text in json.loads(line).items():
                short = len(plain(text)) < 12  # "Save as": too short to be a copy of what is measured
                if lang in LANGS and len(text) > 3 and (short or plain(text) not in out):
                    row[lang] = re.sub(r"\s+", " ", text)[:LONGEST]
            if len(row) > 1 and set(row) != {"en", "es"} and sum(map(len, row.values())) / len(row) > 12:
                yield row


def translations(corpus, out, rng):
    kept = []
    for path in sorted(glob.glob(os.path.join(corpus, "parallel", "*.jsonl.gz"))):
        rows = list(rows_of(path, out))
        rng.shuffle(rows)
        rows.sort(key=lambda r: -("ar" in r) - ("fa" in r))
        limit = LIMIT * (2 if "help" in path else 1)
        rare = sum("ar" in r or "fa" in r for r in rows)
        kept += rows[: max(limit, rare)]
        print(os.path.basename(path), len(rows), "rows, kept", len(rows[: max(limit, rare)]))
    rng.shuffle(kept)
    return kept


def single_lines(corpus, data, rng):
    lines = []
    for path in sorted(glob.glob(os.path.join(corpus, "mono", "*.txt.gz"))):
        with gzip.open(path, "rt", encoding="utf8") as f:
            lines += [line.strip() for line in f if len(line) > 20]
    with open(os.path.join(data, "events", "ngec_synthetic.jsonl"), encoding="utf8") as f:
        for line in f:
            lines += [p.strip()[:LONGEST_LINE] for p in json.loads(line)["text"].split("\n") if len(p) > 30]
    rng.shuffle(lines)
    return lines


def frequent(lang):
    known = wordfreq().get_frequency_dict(lang)
    words = [w for w in itertools.islice(known, WORDS) if not w.isnumeric()]
    return {"words": words, "frequencies": [known[w] for w in words]}


def write_gz(path, data):
    with open(path, "wb") as f, gzip.GzipFile(fileobj=f, mode="wb", mtime=0) as z:
        z.write(data)


def write(path, lines):
    with lzma.open(path, "wt", preset=2, encoding="utf8") as f:
        f.writelines(line + "\n" for line in lines)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("corpus", "data", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--seed", type=int, default=3)
    args = p.parse_args()
    rng = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)
    rows = translations(args.corpus, measured(args.data), rng)
    lines = single_lines(args.corpus, args.data, rng)
    write(os.path.join(args.out, "corpus.jsonl.xz"), (json.dumps(r, ensure_ascii=False) for r in rows))
    write(os.path.join(args.out, "mono.txt.xz"), lines)
    for name in MEASURED:
        with open(os.path.join(args.data, "parallel", name + ".jsonl"), "rb") as f:
            write_gz(os.path.join(args.out, name + ".jsonl.gz"), f.read())
    listed = {lang: frequent(lang) for lang in LANGS}
    write_gz(os.path.join(args.out, "words.jsonl.gz"), json.dumps(listed, ensure_ascii=False).encode() + b"\n")
    print(len(rows), "rows of translations,", dict(collections.Counter(k for r in rows for k in r)), "and", len(lines), "lines")


if __name__ == "__main__":
    main()
