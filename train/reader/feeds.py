"""What training reads, batch after batch."""
import re

import numpy as np

from . import LANGS
from .work import EOS

TEXT = 96  # tokens of a running text
LONG = 256  # tokens of a long text
LABELLED_TEXTS = 20_000  # labelled texts that are also read as running text
SHARES = {"ar": 4.0, "fr": 3.0, "en": 2.0, "fa": 1.5}  # how often a language comes in texts made of words, where another comes once
FLATTER = 0.6  # the power of a word's frequency by which it is drawn


class Feed:
    """Batches of items for ever. Their order depends on the seed alone, so that a run can go on where it stopped."""

    def __init__(self, items, plan, seed):
        self.items, self.plan, self.seed = items, plan, seed
        self.go_to((0, 0))

    def go_to(self, place):
        """Be at a place that `place` told."""
        self.epoch, self.at = place
        rng = np.random.default_rng([self.seed, self.epoch])
        self.batches = self.plan(rng)
        if not self.batches:
            raise SystemExit("too little text for one batch")
        rng.shuffle(self.batches)

    def place(self):
        return self.epoch, self.at

    def next(self):
        if self.at == len(self.batches):
            self.go_to((self.epoch + 1, 0))
        self.at += 1
        return [self.items[i] for i in self.batches[self.at - 1]]


def rows_feed(rows, size, seed):
    """Labelled rows, those of like length together."""
    n = np.array([len(r["ids"]) for r in rows])

    def plan(rng):
        order = np.argsort(n + rng.random(len(n)) * 8)
        return [order[i : i + size] for i in range(0, len(order), size)]

    return Feed(rows, plan, seed)


def pairs_feed(pairs, size, seed):
    """Pairs of like length together, fewer of long ones: size of those of 40 tokens, never more."""
    n = np.array([max(len(a), len(b)) for a, b in pairs])

    def plan(rng):
        order = np.argsort(n + rng.random(len(n)) * 10)
        at, out = 0, []
        while at < len(order):
            longest = max(8, n[order[min(at + size, len(order)) - 1]])
            k = int(max(32, min(size, size * 40 // longest)))
            out.append(order[at : at + k])
            at += k
        return [b for b in out if len(b) > 8]  # a handful has nothing to be told apart from

    return Feed(pairs, plan, seed)


def cut(ids, n=TEXT):
    return np.append(ids[: n - 1], EOS) if len(ids) > n else ids


def running_text(work, rng):
    """Token ids of the running text: pairs of translations, single lines, and of the pairs those with English by the other language.

    Each text is paired with English, or with another language of its row where that has no English; one pair a row is of two
    others. Arabic and Persian count twice: they have least."""
    rows = work.objects("corpus.jsonl.xz")
    flat = [(i, lang) for i, row in enumerate(rows) for lang in row]
    ids = dict(zip(flat, map(cut, work.encode([rows[i][lang] for i, lang in flat]))))
    pairs, with_english = [], {}
    for i, row in enumerate(rows):
        langs = sorted(row)
        pivot = "en" if "en" in row else langs[rng.integers(len(langs))]
        others = [lang for lang in langs if lang != pivot]
        for lang in others:
            pair = ids[i, lang], ids[i, pivot]
            pairs += [pair] * (2 if lang in ("ar", "fa") else 1)
            if pivot == "en":
                with_english.setdefault(lang, []).append(pair)
        if len(others) > 1:
            a, b = rng.choice(len(others), 2, False)
            pairs.append((ids[i, others[a]], ids[i, others[b]]))
    return pairs, [cut(t) for t in work.encode(list(work.lines("mono.txt.xz")))], with_english


def text_of_labels(rows, rng):
    """Labelled texts, without their labels, as running text."""
    texts = [r["ids"] for r in rows]
    rng.shuffle(texts)
    return texts[:LABELLED_TEXTS]


def long_pairs(pairs, rng, n):
    """n pairs of long texts, each of two to eight translations put together: running text is single sentences, and the program reads leads
    of reports. pairs are those of each language with English, by language; a language comes as often as any other."""
    out = []
    for lang, some in sorted(pairs.items()):
        for _ in range(n // len(pairs)):
            chosen = [some[i] for i in rng.integers(len(some), size=rng.integers(2, 9))]
            out.append(tuple(cut(np.concatenate([chosen[0][k][:1], *(p[k][1:-1] for p in chosen), chosen[0][k][-1:]]), LONG) for k in (0, 1)))
    return out


def made_of_words(work, rng, n):
    """n texts of two to eight words of a language, drawn by how frequent they are: running text has few of the words of everyday
    speech and of news, above all in Arabic, and the teacher has seen them all."""
    listed = work.objects("words.jsonl.gz")[0]
    share = np.array([SHARES.get(lang, 1.0) for lang in LANGS])
    texts = []
    for lang, many in zip(LANGS, (n * share / share.sum()).astype(int)):
        words, f = np.array(listed[lang]["words"], object), np.array(listed[lang]["frequencies"]) ** FLATTER
        sizes = rng.integers(2, 9, size=many)
        drawn, ends = rng.choice(words, sizes.sum(), p=f / f.sum()), np.cumsum(sizes)
        stops = rng.choice(["", ".", ".", "?"], many)
        texts += [("" if lang == "zh" else " ").join(drawn[e - k : e]) + str(stop) for k, e, stop in zip(sizes, ends, stops)]
    return work.encode(texts)


ENGLISH = re.compile(r"\b(the|of|said)\b")


def news_sentences(work):
    """Sentences of the single lines that are English by their words: these are news, for handbooks lie with the translations. A reader
    that sees no news but labelled sentences tags well-known names less than it should."""
    parts = [s for line in work.lines("mono.txt.xz") for s in re.split(r"(?<=[.!?])\s+", line)]
    return [{"ids": cut(ids)} for ids in work.encode([s for s in parts if 20 < len(s) < 260 and ENGLISH.search(s)])]
