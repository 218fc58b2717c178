"""What training reads, batch after batch."""
import numpy as np

from .work import EOS

TEXT = 96  # tokens of a running text
LABELLED_TEXTS = 20_000  # labelled texts that are also read as running text


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


def cut(ids):
    return np.append(ids[: TEXT - 1], EOS) if len(ids) > TEXT else ids


def running_text(work, rng):
    """Token ids of the running text: pairs of translations, and single lines.

    Each text is paired with English, or with another language of its row where that has no English; one pair a row is of two
    others. Arabic and Persian count twice: they have least."""
    rows = work.objects("corpus.jsonl.xz")
    flat = [(i, lang) for i, row in enumerate(rows) for lang in row]
    ids = dict(zip(flat, map(cut, work.encode([rows[i][lang] for i, lang in flat]))))
    pairs = []
    for i, row in enumerate(rows):
        langs = sorted(row)
        pivot = "en" if "en" in row else langs[rng.integers(len(langs))]
        others = [lang for lang in langs if lang != pivot]
        for lang in others:
            pairs += [(ids[i, lang], ids[i, pivot])] * (2 if lang in ("ar", "fa") else 1)
        if len(others) > 1:
            a, b = rng.choice(len(others), 2, False)
            pairs.append((ids[i, others[a]], ids[i, others[b]]))
    return pairs, [cut(t) for t in work.encode(list(work.lines("mono.txt.xz")))]


def text_of_labels(rows, rng):
    """Labelled texts, without their labels, as running text."""
    texts = [r["ids"] for r in rows]
    rng.shuffle(texts)
    return texts[:LABELLED_TEXTS]
