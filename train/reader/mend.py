"""Go on training the tags of a weights file for a short while, with its vectors held where they are.

    python -m reader.mend --work WORK --reader READER.bin --guide GUIDE.bin --out OUT.bin [--steps 420]

What it is for: a reader that learned vectors and tags together, from text half of which is English and most of that handbooks without
names, tags English news less than it should. Half of each batch is English news (WORK/mono.txt.xz) as GUIDE tags it, a weights file
of any number of layers that learned tags first of all; half are labelled rows. Word rows stay, and vectors are held to those of the
file by their cosine. It takes minutes and keeps no checkpoint.
"""
import argparse
import re

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from .feeds import TEXT, cut, rows_feed
from .heads import encode_row, labelled_loss
from .quant import make_quantisable, quantise
from .score import score_tags
from .train import FOLLOWED_DISTURBED, divergence
from .weightsfile import put_back, read, reader_of, write
from .work import Work

WARM_UP, LOGGED = 20, 10  # steps
SCORED = 3  # every which held-back row is scored
ENGLISH = re.compile(r"\b(the|of|said)\b")


def labelled_rows(work, rng, most):
    """Labelled rows that are not long."""
    rows = work.objects("train.jsonl.gz")
    rng.shuffle(rows)
    return [r for r in (encode_row(work.tok, row) for row in rows[:most]) if len(r["ids"]) <= TEXT]


def english(work, rng, most):
    """Sentences of the single lines that are English by their words: these are news, for handbooks lie with the translations."""
    parts = [s for line in work.lines("mono.txt.xz") for s in re.split(r"(?<=[.!?])\s+", line)]
    some = [s for s in parts if 20 < len(s) < 260 and ENGLISH.search(s)]
    rng.shuffle(some)
    return [{"ids": cut(ids)} for ids in work.encode(some[:most])]


class Mending:
    """A reader while it is mended, beside what it was and its guide."""

    def __init__(self, work, args):
        self.work, self.args, self.file = work, args, read(args.reader)
        self.reader, self.before = (reader_of(self.file).to(work.device) for _ in range(2))
        self.guide = reader_of(read(args.guide)).to(work.device)
        make_quantisable(self.reader.encoder)
        quantise(self.reader.encoder)
        self.reader.encoder.word.weight.requires_grad_(False)
        rng = np.random.default_rng(args.seed)
        self.labelled = rows_feed(labelled_rows(work, rng, args.rows), args.batch, args.seed)
        self.news = rows_feed(english(work, rng, args.rows), args.batch, args.seed + 1)
        self.opt = torch.optim.AdamW([q for q in self.reader.parameters() if q.requires_grad], lr=args.rate, weight_decay=0.0)

    def read(self, rows):
        """Pieces of rows, where they are, what the heads say, and how far the vectors moved."""
        ids, mask = self.work.pad([r["ids"] for r in rows])
        _, pooled, out = self.reader(ids, mask)
        with torch.no_grad():
            was = self.before(ids, mask)[1]
        return ids, mask, out, (1 - F.cosine_similarity(pooled, was)).mean()

    def losses(self):
        """What labels say, what the guide says of the news, and how far the vectors moved on both."""
        rows = self.labelled.next()
        ids, _, out, moved = self.read(rows)
        labels = labelled_loss(out, rows, ids.shape[1])
        ids, mask, out, also = self.read(self.news.next())
        with torch.no_grad():
            said = self.guide(ids, mask)[2]
        followed = sum(weight * divergence(out[h], said[h], mask.float()) for h, weight in FOLLOWED_DISTURBED.items())
        return torch.stack([labels, followed, moved + also])

    def one_step(self, step):
        for g in self.opt.param_groups:
            g["lr"] = self.args.rate * min(1, (step + 1) / WARM_UP) * (1 - step / self.args.steps)
        losses = self.losses()
        self.opt.zero_grad(set_to_none=True)
        (losses[0] + losses[1] + self.args.held * losses[2]).backward()
        nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self.opt.step()
        return losses.detach().cpu().numpy()

    def mend(self):
        self.reader.train()
        sums = np.zeros(3)
        for step in range(self.args.steps):
            sums += self.one_step(step)
            if (step + 1) % LOGGED == 0:
                self.work.say(mend=step + 1, losses=dict(zip(("labelled", "followed", "moved"), (round(float(v) / LOGGED, 4) for v in sums))))
                sums[:] = 0

    def score(self):
        dev = [encode_row(self.work.tok, row) for row in self.work.objects("dev.jsonl.gz")[::SCORED]]
        self.work.say(mended=self.args.out, before=score_tags(self.work, self.before, dev), after=score_tags(self.work, self.reader, dev))


def arguments():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("work", "reader", "guide", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--steps", type=int, default=420)
    p.add_argument("--batch", type=int, default=12, help="labelled rows a step, and as many sentences of news")
    p.add_argument("--rows", type=int, default=12_000, help="labelled rows and sentences of news that are used")
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--held", type=float, default=30, help="weight of keeping the vectors")
    p.add_argument("--seed", type=int, default=1)
    return p.parse_args()


def main():
    args = arguments()
    torch.set_flush_denormal(True)  # what is not tagged has gradients near nothing, ten times as slow on a CPU
    work = Work(args.work)
    mending = Mending(work, args)
    work.say(mend=args.reader, settings=vars(args), rows=len(mending.labelled.items), news=len(mending.news.items))
    mending.mend()
    put_back(mending.file, mending.reader)
    write(args.out, mending.file)
    mending.score()


if __name__ == "__main__":
    main()
