"""Go on training a weights file: its vectors on texts made of words, and what it says of events on labelled sentences.

    python -m reader.tune --work WORK --reader READER.bin --out OUT.bin [--steps 1000]                       # vectors; tags are held
    python -m reader.tune --work WORK --reader READER.bin --out OUT.bin --speech 24 --pairs 8 --learn 16     # events; vectors are held

What it is for: the running text is handbooks and the words on buttons, so a reader has seen few of the words of everyday speech and of news,
above all in Arabic. The teacher has seen them all, and says of any row of words what its vector is. Texts are made of the word lists of
wordfreq, drawn by frequency, beside translations of the running text; the reader follows the teacher's vectors, and how near they lie to
one another. What the teacher says of them is computed once and kept in WORK. Word rows and the first layer stay; tags are held to what the
file says of labelled texts. With --learn, labelled sentences of events are learned as well, and only names and titles are held. Every fifty
steps OUT is written, so that it can be looked at, and gone on from as READER (with --tags-of the file whose tags are to be held).
"""
import argparse
import itertools
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from . import LANGS
from .encoder import HIDDEN, pool
from .feeds import TEXT, rows_feed
from .heads import encode_row, labelled_loss
from .mend import labelled_rows
from .quant import make_quantisable, quantise
from .train import FOLLOWED_DISTURBED, HEAT, Run, Teacher, divergence
from .vocab import wordfreq
from .weightsfile import put_back, read, reader_of, write
from .work import Work

WARM_UP, LOGGED, SAVED = 40, 20, 50  # steps
SHARES = {"ar": 4.0, "fr": 3.0, "en": 2.0, "fa": 1.5}  # how often a language comes, where another comes once
WORDS = 20_000  # of a language
FLATTER = 0.6  # the power of a word's frequency by which it is drawn
LONGEST = 48  # pieces of a translation
ROW = 64  # pieces of a labelled text
LOSSES = ("vector", "relation", "pairs", "held", "learned")


def drawn(langs):
    """Languages with how likely each is drawn."""
    share = np.array([SHARES.get(lang, 1.0) for lang in langs])
    return langs, share / share.sum()


class Speech:
    """Texts of two to eight words of a language."""

    def __init__(self, work, rng):
        self.work, self.rng = work, rng
        self.langs, self.share = drawn(list(LANGS))
        self.words = {lang: self.listed(lang) for lang in self.langs}

    @staticmethod
    def listed(lang):
        known = wordfreq().get_frequency_dict(lang)
        words = [w for w in itertools.islice(known, WORDS) if not w.isnumeric()]
        f = np.array([known[w] for w in words]) ** FLATTER
        return np.array(words, object), f / f.sum()

    def text(self):
        lang = self.langs[self.rng.choice(len(self.langs), p=self.share)]
        words, p = self.words[lang]
        some = self.rng.choice(words, self.rng.integers(2, 9), p=p)
        return ("" if lang == "zh" else " ").join(some) + str(self.rng.choice(["", ".", ".", "?"]))

    def next(self, n):
        return self.work.encode([self.text() for _ in range(n)])


class Pairs:
    """Translations that are short, with English where a row has it."""

    def __init__(self, work, rng):
        self.work, self.rng, self.of = work, rng, {}
        for row in work.objects("corpus.jsonl.xz"):
            short = {lang: row[lang] for lang in LANGS if 12 < len(row.get(lang, "")) < 160}
            for lang in short if len(short) > 1 else ():
                self.of.setdefault(lang, []).append(short)
        self.langs, self.share = drawn([lang for lang in LANGS if lang != "en" and lang in self.of])

    def next(self, n):
        """n texts, and behind them their n translations."""
        a, b = [], []
        for _ in range(n):
            lang = self.langs[self.rng.choice(len(self.langs), p=self.share)]
            row = self.of[lang][self.rng.integers(len(self.of[lang]))]
            other = "en" if "en" in row else next(o for o in row if o != lang)
            a.append(row[lang])
            b.append(row[other])
        return [ids[:LONGEST] for ids in self.work.encode(a + b)]


def of_events(work):
    """Labelled sentences of events that are not long."""
    rows = [row for row in work.objects("train.jsonl.gz") if "events" in row["has"]]
    return [r for r in (encode_row(work.tok, row) for row in rows) if len(r["ids"]) <= TEXT]


class Pool:
    """Texts made of words and translations, each with the teacher's vector."""

    def __init__(self, work, args, rng):
        self.path = work.path(f"pool-{args.texts}-{args.translations}.npz")
        if not os.path.exists(self.path):
            self.make(work, args, rng)
        kept = np.load(self.path)
        ends, flat = kept["ends"], kept["ids"]
        self.ids = [flat[a:b].astype(np.int64) for a, b in zip([0, *ends[:-1]], ends)]
        self.vectors = torch.from_numpy(kept["vectors"].astype(np.float32)).to(work.device)
        self.speech = int(kept["speech"])
        self.pairs = (len(self.ids) - self.speech) // 2
        self.mean = F.normalize(self.vectors[::20], dim=-1).mean(0)

    def make(self, work, args, rng):
        texts = Speech(work, rng).next(args.texts) + Pairs(work, rng).next(args.translations)
        teacher, order = Teacher(work), sorted(range(len(texts)), key=lambda i: len(texts[i]))
        vectors = np.zeros((len(texts), HIDDEN), np.float16)
        for at in range(0, len(order), 128):
            some = order[at : at + 128]
            vectors[some] = F.normalize(teacher([texts[i] for i in some])[1].float(), dim=-1).cpu().numpy()
        np.savez(self.path, ids=np.concatenate(texts).astype(np.int32), ends=np.cumsum([len(t) for t in texts]), vectors=vectors, speech=args.texts)


class Tuning:
    def __init__(self, work, args):
        self.work, self.args, self.file, self.step = work, args, read(args.reader), 0
        self.reader = reader_of(self.file).to(work.device)
        self.before = reader_of(read(args.tags_of or args.reader)).to(work.device)
        make_quantisable(self.reader.encoder)
        quantise(self.reader.encoder)
        e = self.reader.encoder
        for part in (e.word, e.pos, e.ln, e.layers[0]):
            part.requires_grad_(False)
        self.rng = np.random.default_rng(args.seed)
        self.pool = Pool(work, args, self.rng)
        self.rows = [r for r in labelled_rows(work, self.rng, args.rows) if len(r["ids"]) <= ROW]
        self.hold = {h: w for h, w in FOLLOWED_DISTURBED.items() if not args.learn or h in ("names", "roles")}
        if args.learn:
            self.lessons = rows_feed(of_events(work), args.learn, args.seed)
        self.opt = torch.optim.AdamW([q for q in self.reader.parameters() if q.requires_grad], lr=args.rate, weight_decay=0.0)

    def centred(self, v):
        return F.normalize(F.normalize(v.float(), dim=-1) - self.pool.mean, dim=-1)

    def vectors(self, at):
        """The reader's vectors and the teacher's, short texts and long ones read apart."""
        order = sorted(range(len(at)), key=lambda i: len(self.pool.ids[at[i]]))
        mine = []
        for part in np.array_split(order, 3):
            ids, mask = self.work.pad([self.pool.ids[at[i]] for i in part])
            mine.append(pool(self.reader.encoder(ids, mask), mask))
        back = torch.from_numpy(np.argsort(order))
        return self.centred(torch.cat(mine)[back]), self.centred(self.pool.vectors[at])

    def held(self):
        """How far the tags moved on labelled texts: looked at in every other step."""
        if self.step % 2:
            return torch.zeros((), device=self.work.device)
        rows = [self.rows[i] for i in self.rng.integers(len(self.rows), size=self.args.held_rows)]
        ids, mask = self.work.pad([r["ids"] for r in rows])
        out = self.reader(ids, mask)[2]
        with torch.no_grad():
            said = self.before(ids, mask)[2]
        return sum(w * divergence(out[h], said[h], mask.float()) for h, w in self.hold.items())

    def learned(self):
        """The loss of what the reader says of labelled sentences of events."""
        if not self.args.learn:
            return torch.zeros((), device=self.work.device)
        rows = self.lessons.next()
        ids, mask = self.work.pad([r["ids"] for r in rows])
        return labelled_loss(self.reader(ids, mask)[2], rows, ids.shape[1])

    def losses(self):
        n, p = self.args.speech, self.pool
        some = p.speech + self.rng.integers(p.pairs, size=self.args.pairs)
        s, t = self.vectors(np.concatenate([self.rng.integers(p.speech, size=n), some, some + p.pairs]))
        vector = (1 - (s * t).sum(-1)).mean()
        relation = F.kl_div(F.log_softmax(s @ s.T / HEAT, -1), F.softmax(t @ t.T / HEAT, -1), reduction="batchmean")
        return torch.stack([vector, relation, Run.pairs_loss(s[n:], t[n:], self.args.pairs), self.held(), self.learned()])

    def one_step(self):
        a = self.args
        for g in self.opt.param_groups:
            g["lr"] = a.rate * min(1, (self.step + 1) / WARM_UP) * (1 - self.step / a.steps) ** 0.5
        vector, relation, pairs, held, learned = losses = self.losses()
        self.opt.zero_grad(set_to_none=True)
        (3 * vector + 0.5 * relation + pairs + 4 * held + learned).backward()
        nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self.opt.step()
        self.step += 1
        return losses.detach().cpu().numpy()

    def save(self):
        put_back(self.file, self.reader)
        write(self.args.out, self.file)

    def tune(self):
        sums = np.zeros(len(LOSSES))
        self.reader.train()
        while self.step < self.args.steps:
            sums += self.one_step()
            if self.step % LOGGED == 0:
                self.work.say(tune=self.step, losses=dict(zip(LOSSES, (round(float(v) / LOGGED, 4) for v in sums))))
                sums[:] = 0
            if self.step % SAVED == 0:
                self.save()
        self.save()


def arguments():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("work", "reader", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--tags-of", default="", help="weights file whose tags are held, if not the reader's own")
    p.add_argument("--steps", type=int, default=1000)
    p.add_argument("--speech", type=int, default=80, help="texts made of words a step")
    p.add_argument("--pairs", type=int, default=20, help="translations a step")
    p.add_argument("--held-rows", type=int, default=8, help="labelled texts on which tags are held, every other step")
    p.add_argument("--learn", type=int, default=0, help="labelled sentences of events a step that are learned")
    p.add_argument("--texts", type=int, default=70_000, help="texts made of words that are drawn from")
    p.add_argument("--translations", type=int, default=20_000, help="translations that are drawn from")
    p.add_argument("--rows", type=int, default=12_000, help="labelled rows that are used")
    p.add_argument("--rate", type=float, default=2.5e-4)
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


def main():
    args = arguments()
    torch.set_flush_denormal(True)  # see mend.py
    work = Work(args.work)
    tuning = Tuning(work, args)
    work.say(tune=args.reader, settings=vars(args))
    tuning.tune()


if __name__ == "__main__":
    main()
