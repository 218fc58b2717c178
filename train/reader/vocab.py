"""Choose the pieces that the reader keeps of the 250,002 of multilingual-e5-small.

    python -m reader.vocab --tokenizer TOKENIZER_JSON --corpus CORPUS --data DATA --out vocab.npz [--by saving]
    python -m reader.vocab --tokenizer TOKENIZER_JSON --like READER_BIN --out vocab.npz      # the pieces of weights that there are

The pieces of the full vocabulary are counted in texts of the eleven languages; a language weighs as much as
any other, however much text there is of it, and languages that the cut would cost more than the rest weigh more. Kept are

  - the special tokens (<s> <pad> </s> <unk>; <mask> is left out, as nothing is masked when reading),
  - single characters: Latin, Greek, Hebrew, Arabic, Cyrillic, Chinese, digits, punctuation, symbols, and every other one that
    occurs in the texts,
  - up to --size the pieces that occur most often or, with --by saving, those that save most: how often one occurs, times
    how many others it would take without it,
  - 256 byte pieces <0x00>..<0xFF>, which spell the characters that no piece covers.

Texts, all free to use (none of those that are for measuring only): own sentences (DATA/sentences), corpora (CORPUS/parallel/
*.jsonl.gz with a key a language, CORPUS/mono/*.txt.gz with the language in the name), word lists of wordfreq, and
names (DATA/names/translit_*_80.tsv, countries.json).

vocab.npz holds: old_ids int32 [V] (-1 for byte pieces), blob uint8, offsets uint32 [V+1], scores float32 [V], norm uint8 (the
normaliser, as described at `charsmap`), bytes int32 (id of the first byte piece).
"""
import argparse
import base64
import glob
import gzip
import importlib.machinery
import importlib.util
import itertools
import json
import os
import re
import sys
import unicodedata
from collections import Counter

import numpy as np
from tokenizers import Tokenizer

from . import LANGS

LATIN = "en fr es de tr pt it".split()
SCRIPTS = ("LATIN", "GREEK", "HEBREW", "ARABIC", "CYRILLIC", "CJK UNIFIED")
SPACE = "\u2581"
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
MAX_TEXT = 6_000_000  # characters of a corpus file that are counted for one language
# What each sort of text weighs in a language, where all are there.
SHARES = {"sentences": 0.25, "corpus": 0.40, "words": 0.30, "names": 0.05}
# What the vocabulary's own scores weigh beside them, where a script is hardly any other language's: they say how frequent a piece
# is in a hundred languages. Chinese needs it most, as its pieces run across the words of a list.
SCORES = {"zh": 0.05}
RARE = 1e-5  # characters below this share of a language's words are not of its script
# How often a word of a list, which are lower case, is written otherwise.
CASES = ((str.title, 0.25), (str.upper, 0.02))
BYTE_SCORE = -1000.0


# The normaliser

def charsmap(data):
    """The rules of a SentencePiece charsmap as {key: value}, both UTF-8.

    The map is a double-array trie (four bytes of size, then units of four bytes) whose leaves are offsets into the
    rest, where values end with a zero byte."""
    size = int.from_bytes(data[:4], "little")
    units = np.frombuffer(data, "<u4", size // 4, 4)
    values = data[4 + size:]
    labels = np.arange(1, 256)
    rules = {}

    def offset(unit):
        return (unit >> 10) << ((unit & (1 << 9)) >> 6)

    stack = [(offset(int(units[0])), b"")]
    while stack:
        node, key = stack.pop()
        at = node ^ labels
        inside = at < len(units)
        hits = labels[inside][(units[at[inside]] & 0x800000FF) == labels[inside]]
        for c in hits.tolist():
            unit = int(units[node ^ c])
            child, longer = (node ^ c) ^ offset(unit), key + bytes([c])
            if unit >> 8 & 1:
                start = int(units[child]) & 0x7FFFFFFF
                rules[longer] = values[start:values.index(0, start)]
            stack.append((child, longer))
    return rules


def reached(rules):
    """The rules that can ever apply: the reference replaces clusters of fewer than six bytes by the shortest key that begins
    them, and other code points one by one. Of 220,000 keys of several code points less than a thousand remain."""
    texts = {k.decode(): v for k, v in rules.items()}
    return {k.encode(): v for k, v in texts.items()
            if len(k) == 1 or len(k.encode()) < 6 and not any(k[:i] in texts for i in range(1, len(k)))}


def pack_rules(rules):
    """tok.norm: by key, one byte of length and the key, one byte of length and the value."""
    return b"".join(bytes([len(k)]) + k + bytes([len(v)]) + v for k, v in sorted(rules.items()))


# The texts

def sentences(data):
    for path in sorted(glob.glob(os.path.join(data, "sentences", "*.jsonl"))):
        with open(path, encoding="utf-8") as f:
            for line in f:
                row = json.loads(line)
                yield row["lang"], row["text"]


def language_of(path):
    parts = re.split(r"[^a-z]+", os.path.basename(path).lower())
    return next((p for p in parts if p in LANGS), None)


def rows(path):
    try:
        with gzip.open(path, "rt", encoding="utf-8", errors="replace") as f:
            yield from f
    except (EOFError, OSError) as e:
        print(f"{path}: {e}; what came before it is used", file=sys.stderr)


def corpus(folder):
    for path in sorted(glob.glob(os.path.join(folder, "mono", "*.txt.gz"))):
        lang, room = language_of(path), MAX_TEXT
        for line in rows(path):
            if lang is None or room < 0:
                break
            room -= len(line)
            yield lang, line.strip()
    for path in sorted(glob.glob(os.path.join(folder, "parallel", "*.jsonl.gz"))):
        room = Counter({lang: MAX_TEXT for lang in LANGS})
        for line in rows(path):
            try:
                row = json.loads(line)
            except ValueError:
                continue
            for lang in LANGS:
                text = row.get(lang)
                if isinstance(text, str) and room[lang] > 0:
                    room[lang] -= len(text)
                    yield lang, text


def wordfreq():
    """The package of this name. Steps run in train/, whose script wordfreq.py would be taken for it."""
    train = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))
    spec = importlib.machinery.PathFinder.find_spec("wordfreq", [p for p in sys.path if os.path.realpath(p or ".") != train])
    if "wordfreq" not in sys.modules:
        sys.modules["wordfreq"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["wordfreq"])
    return sys.modules["wordfreq"]


def words(lang, most):
    for w, f in itertools.islice(wordfreq().get_frequency_dict(lang).items(), most):
        yield w, f
        for change, share in CASES:
            if change(w) != w:
                yield change(w), f * share


def names(data):
    for code in ("ar", "ru", "zh"):
        with open(os.path.join(data, "names", f"translit_{code}_80.tsv"), encoding="utf-8") as f:
            next(f)
            for line in f:
                latin, native = line.rstrip("\n").split("\t")[:2]
                yield code, native.title()
                yield "latin", latin.title()
    three = {"fra": "fr", "deu": "de", "ita": "it", "por": "pt", "rus": "ru", "spa": "es", "ara": "ar", "per": "fa", "tur": "tr", "zho": "zh"}
    with open(os.path.join(data, "names", "countries.json"), encoding="utf-8") as f:
        for c in json.load(f):
            for name in [c["name"]["common"], c["name"]["official"], *c.get("capital", [])]:
                yield "en", name
            for code, v in c.get("translations", {}).items():
                if code in three:
                    yield three[code], v["common"]
                    yield three[code], v["official"]


# Counting

class Counts:
    """How often each piece of the full vocabulary occurs: shares by language and sort of text."""

    def __init__(self, tokenizer, size):
        self.tokenizer, self.size = tokenizer, size
        self.of = {}

    def add(self, sort, pairs):
        """Count (language, text) or (language, text, weight)."""
        batch = []
        for pair in pairs:
            batch.append(pair)
            if len(batch) == 20_000:
                self.flush(sort, batch)
                batch = []
        self.flush(sort, batch)

    def flush(self, sort, batch):
        encoded = self.tokenizer.encode_batch_fast([p[1] for p in batch], add_special_tokens=False)
        by = {}
        for pair, e in zip(batch, encoded):
            ids, weights = by.setdefault(pair[0], ([], []))
            ids.extend(e.ids)
            weights.extend([pair[2] if len(pair) > 2 else 1.0] * len(e.ids))
        for lang, (ids, weights) in by.items():
            total = self.of.setdefault((lang, sort), np.zeros(self.size))
            total += np.bincount(np.array(ids, np.int64), np.array(weights), self.size)

    def read(self, data, folder, most):
        self.add("sentences", sentences(data))
        self.add("corpus", corpus(folder))
        self.add("names", names(data))
        for lang in LANGS:
            self.add("words", ((lang, w, f) for w, f in words(lang, most)))

    def save(self, path):
        np.savez_compressed(path, **{f"{lang} {sort}": n.astype(np.float32) for (lang, sort), n in self.of.items()})

    def load(self, path):
        with np.load(path) as kept:
            self.of = {tuple(name.split(" ")): kept[name].astype(float) for name in kept}

    def script(self, lang, pieces):
        """Which pieces have only characters that are usual in words of the language."""
        n = Counter()
        for i in np.nonzero(self.of[lang, "words"])[0].tolist():
            for c in pieces[i]:
                n[c] += self.of[lang, "words"][i]
        floor = 0 if lang == "zh" else RARE * sum(n.values())
        usual = {c for c, v in n.items() if v > floor and (lang != "zh" or ord(c) > 0x2E00)} | {SPACE}
        return np.array([usual.issuperset(p) for p in pieces])

    def share(self, lang, pieces, scores):
        """Shares of the pieces in a language, sorts of text mixed as SHARES says."""
        prior = np.where(self.script(lang, pieces), np.exp(scores.astype(float)), 0)
        prior[:len(SPECIAL)] = 0
        weight = SCORES.get(lang, 0.0)
        mixed = weight * prior / prior.sum()
        for sort, w in SHARES.items():
            n = self.of.get((lang, sort), 0) + (self.of.get(("latin", sort), 0) if lang in LATIN else 0)
            if np.sum(n) > 0:
                mixed += w * n / n.sum()
                weight += w
        return mixed / weight


# The choice

def must_keep(pieces, seen):
    """Ids of the single characters that are kept however rare they are."""
    kept = []
    for i, p in enumerate(pieces):
        if len(p) == 2 and p[0] == SPACE and unicodedata.category(p[1])[0] in "NP":
            kept.append(i)  # punctuation apart from words, as tokenised texts have it
        if len(p) == 1:
            name = unicodedata.name(p, "")
            if p == "\u2581" or name.startswith(SCRIPTS) or unicodedata.category(p)[0] in "NPS" or seen[i] > 0:
                kept.append(i)
    return kept


def without(spec, ids):
    """The tokenizer with only the pieces of ids, which no text can spell if they are special."""
    vocab = [spec["model"]["vocab"][i] for i in ids]
    model = {"type": "Unigram", "unk_id": ids.index(SPECIAL.index("<unk>")), "vocab": vocab}
    return Tokenizer.from_str(json.dumps(dict(spec, added_tokens=[], post_processor=None, model=model)))


def extra(spec, pieces, ids):
    """How many pieces more a text has, by piece, if one of it is left out: what the pieces of ids cut it into, less one. A piece
    of ids itself is taken to fall in two."""
    parts = np.full(len(pieces), 2.0)
    rest = sorted(set(range(len(SPECIAL), len(pieces))) - set(ids))
    cut = without(spec, ids).encode_batch_fast([pieces[i].replace(SPACE, " ") for i in rest], add_special_tokens=False)
    for i, e in zip(rest, cut):
        parts[i] = len(e.ids) - (not pieces[i].startswith(SPACE))  # the marker that a text begins with is not the piece's
    return np.maximum(parts - 1, 0.5)


def choose(pieces, shares, cost, size):
    """Ids of the pieces to keep, and by language what the cut costs: pieces more per piece of the full vocabulary. Weights of
    languages move until the cut costs all the same."""
    special = [pieces.index(s) for s in SPECIAL]
    weights = {lang: 1.0 for lang in shares}
    first = set(special) | set(must_keep(pieces, sum(shares.values())))
    for _ in range(16):
        value = sum(weights[lang] * s for lang, s in shares.items()) * cost
        value[pieces.index("<mask>")] = -1
        rest = [i for i in np.argsort(-value, kind="stable").tolist() if i not in first][:size - len(first)]
        kept = sorted(first | set(rest))
        dropped = np.ones(len(pieces), bool)
        dropped[kept] = False
        lost = {lang: float((s * cost)[dropped].sum()) for lang, s in shares.items()}
        mean = sum(lost.values()) / len(lost)
        if mean > 0:
            weights = {lang: w * (lost[lang] / mean) ** 0.5 for lang, w in weights.items()}
    return kept, lost


def pieces_of(path):
    """The pieces of a weights file (docs/model.md), those of bytes left out."""
    with open(path, "rb") as f:
        data = f.read()
    header = json.loads(data[12:12 + int.from_bytes(data[8:12], "little")])
    at = {t["name"]: t["offset"] for t in header["tensors"]}
    ends = np.frombuffer(data, "<u4", header["pieces"] + 1, at["tok.offsets"])
    blob = data[at["tok.blob"]:at["tok.blob"] + int(ends[-1])]
    return [blob[a:b].decode() for a, b in zip(ends, ends[1:])][:header["bytes"]]


def counted(a, pieces, scores):
    """Ids of the pieces to keep by what is in the texts."""
    counts = Counts(Tokenizer.from_file(a.tokenizer), len(pieces))
    if a.counts and os.path.exists(a.counts):
        counts.load(a.counts)
    else:
        counts.read(a.data, a.corpus, a.words)
        if a.counts:
            counts.save(a.counts)
    for lang in LANGS:
        print(lang, {sort: int(counts.of[lang, sort].sum()) for sort in SHARES if sort != "words" and (lang, sort) in counts.of})
    shares = {lang: counts.share(lang, pieces, scores) for lang in LANGS}
    cost = np.ones(len(pieces))
    if a.by == "saving":
        base, _ = choose(pieces, shares, cost, a.size // 2)
        with open(a.tokenizer, encoding="utf-8") as f:
            cost = extra(json.load(f), pieces, base)
    kept, lost = choose(pieces, shares, cost, a.size)
    print("pieces more, of one:", {lang: round(v, 4) for lang, v in lost.items()})
    return kept


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--like", default="", help="weights file whose pieces are kept: nothing is counted")
    p.add_argument("--corpus")
    p.add_argument("--data")
    p.add_argument("--counts", default="", help="keep the counts in this file, or take them from it")
    p.add_argument("--size", type=int, default=79_744, help="pieces beside the 256 of bytes")
    p.add_argument("--words", type=int, default=100_000, help="words of a language's list that are counted")
    p.add_argument("--by", choices=["count", "saving"], default="count")
    a = p.parse_args()
    if not a.like and not (a.corpus and a.data):
        p.error("either --like or --corpus and --data")
    with open(a.tokenizer, encoding="utf-8") as f:
        spec = json.load(f)
    full = spec["model"]["vocab"]
    pieces, scores = [p for p, _ in full], np.array([s for _, s in full], np.float32)
    rules = reached(charsmap(base64.b64decode(spec["normalizer"]["normalizers"][0]["precompiled_charsmap"])))

    if a.like:
        ids = {piece: i for i, piece in enumerate(pieces)}
        kept = [ids[piece] for piece in pieces_of(a.like)]
    else:
        kept = counted(a, pieces, scores)
    texts = [pieces[i].encode() for i in kept] + [b"<0x%02X>" % i for i in range(256)]
    np.savez_compressed(
        a.out,
        old_ids=np.concatenate([kept, np.full(256, -1)]).astype(np.int32),
        blob=np.frombuffer(b"".join(texts), np.uint8),
        offsets=np.cumsum([0] + [len(t) for t in texts]).astype(np.uint32),
        scores=np.concatenate([scores[kept], np.full(256, BYTE_SCORE)]).astype(np.float32),
        norm=np.frombuffer(pack_rules(rules), np.uint8),
        bytes=np.int32(len(kept)),
    )
    print(f"{len(kept)} pieces and 256 bytes, {len(rules)} rules -> {a.out}")


if __name__ == "__main__":
    main()
