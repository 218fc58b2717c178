"""Train the reader: first a guide with all of the teacher's layers that learns the labels, then one with fewer layers that begin as some of
these, follow the teacher in its vectors and the guide in its tags, and learn the labels too.

    python -m reader.train --work WORK --name tagger --layers 0,1,2,3,4,5,6,7,8,9,10,11 --tags --minutes 3 --labelled 128
    python -m reader.train --work WORK --name r6 --layers 0,2,4,7,9,11 --guide tagger --minutes 14 --long 0.12 --words 0.15

WORK is described in work.py; it gets NAME.pt. The length is in --minutes, or in --steps where runs on several machines should be
alike. Every few minutes NAME.ckpt is written; the same command goes on from it, and gives what a run without a stop would
have given. All random numbers come from --seed. Losses are logged every 500 steps.
"""
import argparse
import os
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from .encoder import pool
from .feeds import long_pairs, made_of_words, news_sentences, pairs_feed, rows_feed, running_text, text_of_labels
from .heads import HEADS, Reader, encode_rows, labelled_loss, load
from .quant import make_quantisable, quantise
from .score import retrieval_vectors, score_dims, score_retrieval, score_tags
from .vectors import axes_of
from .work import LAYERS, Work

# What following the guide in a head weighs: on plain text, and on disturbed labelled text.
FOLLOWED = {"names": 2.0, "roles": 0.5, "trigger": 0.5, "actor": 0.3, "speaker": 0.3}
FOLLOWED_DISTURBED = {"names": 3.0, "roles": 1.0, "trigger": 1.5, "status": 0.2, "actor": 0.6, "recipient": 0.6, "speaker": 0.6,
                      "date": 0.4, "place": 0.4, "quote": 0.4, "indirect": 0.4, "source": 0.4}
HEAT = 0.05  # similarities are divided by this before they are compared as probabilities
WARM_UP = 500  # steps
FOLLOWED_TYPES = 2.0  # what following the guide in the types of disturbed labelled text weighs
SAMPLED, LOGGED, SCORED = 20, 500, 4000  # every how many steps losses are looked at, logged, and tags scored
LOSSES = ("states", "vector", "relation", "pairs", "follow", "labelled")


def divergence(mine, theirs, m):
    kl = F.kl_div(F.log_softmax(mine.float(), -1), F.log_softmax(theirs.float(), -1), reduction="none", log_target=True).sum(-1)
    return (kl * m).sum() / m.sum()


@torch.no_grad()
def neighbours(weight, n=8):
    """For each piece those whose word rows are nearest: what may stand in its place when text is disturbed."""
    w = F.normalize(weight, dim=-1)
    out = []
    for at in range(0, len(w), 2048):
        s = w[at : at + 2048] @ w.T
        s[:, :4] = -1  # never a special piece or a byte
        s[:, -256:] = -1
        out.append(s.topk(n + 1, dim=-1).indices[:, 1:])
    return torch.cat(out)


def disturbed(ids, mask, near, share=0.15):
    """ids with some pieces replaced by ones that are like them, a quarter of the texts as they are."""
    which = torch.randint(near.shape[1], ids.shape, device=ids.device)
    other = near[ids].gather(-1, which.unsqueeze(-1)).squeeze(-1)
    rate = share * 2 * torch.rand(ids.shape[0], 1, device=ids.device) * (torch.rand(ids.shape[0], 1, device=ids.device) < 0.75)
    swap = (torch.rand(ids.shape, device=ids.device) < rate) & mask & (ids > 3)
    return torch.where(swap, other, ids)


class Teacher:
    """The teacher at work: it reads a text behind its prefix "query: ", as it was trained to."""

    def __init__(self, work):
        self.work, self.model = work, work.teacher().eval()
        self.prefix = np.array(work.tok.encode("query:").ids[1:-1], np.int64)

    @torch.no_grad()
    def __call__(self, texts):
        """States of the texts' own tokens, padded as Work.pad pads them, and vectors of the whole."""
        ids, mask = self.work.pad([np.concatenate([t[:1], self.prefix, t[1:]]) for t in texts])
        with self.work.autocast():
            x = self.model(ids, mask).float()
        v = pool(x, mask)
        n = -(-max(len(t) for t in texts) // 8) * 8
        x = torch.cat([x[:, :1], x[:, 1 + len(self.prefix) :]], 1)[:, :n]
        return F.pad(x, (0, 0, 0, n - x.shape[1])), v

    def mean(self, texts):
        """The mean vector: losses look at what a text has beyond it."""
        return torch.cat([F.normalize(self(texts[i : i + 256])[1], dim=-1) for i in range(0, len(texts), 256)]).mean(0)


def new_reader(work, args, guide):
    """The reader to begin from: --go-on, else the layers of the guide, else those of the teacher."""
    if args.go_on:
        return load(work, args.go_on)
    reader = Reader(work.teacher(args.layers)).to(work.device)
    if guide:
        theirs = guide.state_dict()
        mine = {k: v for k, v in theirs.items() if ".layers." not in k}
        for k, layer in enumerate(args.layers):
            old = f"encoder.layers.{layer}."
            mine.update({f"encoder.layers.{k}." + n[len(old) :]: v for n, v in theirs.items() if n.startswith(old)})
        reader.load_state_dict(mine)
    return reader


class Run:
    """One training run."""

    def __init__(self, work, args):
        self.work, self.args, self.device = work, args, work.device
        self.rng = np.random.default_rng(args.seed)
        torch.manual_seed(args.seed)
        self.rows, self.dev = encode_rows(work, "train.jsonl.gz"), encode_rows(work, "dev.jsonl.gz")
        self.pairs, self.lines, self.with_english = ([], [], {}) if args.tags else running_text(work, self.rng)
        self.lines += text_of_labels(self.rows, self.rng)
        self.teacher = Teacher(work)
        self.guide = load(work, args.guide).eval() if args.guide else None
        self.reader = new_reader(work, args, self.guide)
        make_quantisable(self.reader.encoder)
        self.reader.encoder.drop = args.drop
        self.near = neighbours(self.teacher.model.word.weight) if self.guide else None
        self.feeds = self.make_feeds()
        self.mean = None if args.tags else self.teacher.mean(self.some_texts())
        self.opt = torch.optim.AdamW(self.reader.parameters(), lr=args.rate, weight_decay=0.01, fused=self.device.type == "cuda")
        self.step, self.tokens, self.seconds = 0, 0, 0.0
        self.sums = np.zeros(len(LOSSES))
        self.quantised = False

    def make_feeds(self):
        a, seed = self.args, self.args.seed * 10
        feeds = {"labelled": rows_feed(self.rows, a.labelled, seed + 2)}
        if self.guide:
            feeds["disturbed"] = rows_feed(self.rows + news_sentences(self.work), a.disturbed, seed + 3)
        if not a.tags:
            feeds["pairs"] = pairs_feed(self.pairs, a.batch, seed)
            feeds["lines"] = pairs_feed([(t, t) for t in self.lines], 2 * a.batch, seed + 1)
        if a.long:
            feeds["long"] = pairs_feed(long_pairs(self.with_english, self.rng, a.long_pairs), a.batch, seed + 4)
        if a.words:
            feeds["words"] = pairs_feed([(t, t) for t in made_of_words(self.work, self.rng, a.made_texts)], 2 * a.batch, seed + 5)
        return feeds

    def chosen_feed(self):
        """Of what this step's running text is: the shares of long texts and of texts made of words are of all steps, that of translations
        is of the rest."""
        a, dice = self.args, self.rng.random()
        if dice < a.long:
            return "long"
        if dice < a.long + a.words:
            return "words"
        return "pairs" if self.rng.random() < a.paired else "lines"

    def some_texts(self):
        chosen = self.rng.choice(len(self.pairs), min(4096, len(self.pairs)), False)
        return [self.pairs[i][k] for i in chosen for k in (0, 1)]

    # Losses

    def read(self, ids, mask):
        with self.work.autocast():
            return self.reader(ids, mask)

    def ask_guide(self, ids, mask):
        with torch.no_grad(), self.work.autocast():
            return self.guide(ids, mask)[2]

    def centred(self, v):
        return F.normalize(F.normalize(v.float(), dim=-1) - self.mean, dim=-1)

    def text_losses(self):
        """Following the teacher, and in its tags the guide, on running text: nothing where tags alone are learned."""
        if self.args.tags:
            return (torch.zeros((), device=self.device),) * 5
        kind = self.chosen_feed()
        paired = kind in ("pairs", "long")
        part = self.feeds[kind].next()
        texts = [p[0] for p in part] + ([p[1] for p in part] if paired else [])
        ids, mask = self.work.pad(texts)
        self.tokens += ids.numel()
        tx, tv = self.teacher(texts)
        x, pooled, out = self.read(ids, mask)
        m = mask.float()
        states = (((x.float() - tx) ** 2).mean(-1) * m).sum() / ((tx ** 2).mean(-1) * m).sum()
        s, t = self.centred(pooled), self.centred(tv)
        vector = (1 - (s * t).sum(-1)).mean()
        relation = F.kl_div(F.log_softmax(s @ s.T / HEAT, -1), F.softmax(t @ t.T / HEAT, -1), reduction="batchmean")
        zero = torch.zeros((), device=self.device)
        pairs = self.pairs_loss(s, t, len(part)) if paired else zero
        follow = zero
        if self.guide and kind != "words":
            soft = self.ask_guide(ids, mask)
            follow = sum(w * divergence(out[h], soft[h], m) for h, w in FOLLOWED.items())
        return states, vector, relation, pairs, follow

    @staticmethod
    def pairs_loss(s, t, k):
        """Translations have one vector, between those that the teacher gives the two, and are told from all others."""
        both = F.normalize(t[:k] + t[k:], dim=-1)
        logits, y = s[:k] @ s[k:].T / HEAT, torch.arange(k, device=s.device)
        near = (1 - (s * both.repeat(2, 1)).sum(-1)).mean()
        return 2 * near + (F.cross_entropy(logits, y) + F.cross_entropy(logits.T, y)) / 4

    def labelled_losses(self):
        """Labels, and the guide's tags on labelled text and English news with some of its pieces replaced: the labels would no longer hold,
        and the guide shows what it would say of far more texts than there are labelled ones."""
        rows = self.feeds["labelled"].next()
        ids, mask = self.work.pad([r["ids"] for r in rows])
        total = labelled_loss(self.read(ids, mask)[2], rows, ids.shape[1])
        if self.guide:
            ids, mask = self.work.pad([r["ids"] for r in self.feeds["disturbed"].next()])
            ids = disturbed(ids, mask, self.near)
            soft, out, m = self.ask_guide(ids, mask), self.read(ids, mask)[2], mask.float()
            total = total + sum(w * divergence(out[h], soft[h], m) for h, w in FOLLOWED_DISTURBED.items())
            total = total + FOLLOWED_TYPES * F.binary_cross_entropy_with_logits(out["types"].float(), soft["types"].float().sigmoid())
        return total

    # Steps

    def done(self):
        """The share of the run that is over."""
        a = self.args
        return self.step / a.steps if a.steps else self.seconds / (60 * a.minutes)

    def start_rounding(self, done):
        """Late in a run, for rounding slows learning; at once when going on from a reader that was trained with it."""
        if not self.quantised and done > (0.02 if self.args.go_on else 0.6):
            self.quantised = True
            quantise(self.reader.encoder)
            self.work.say(step=self.step, quantised=True)

    def one_step(self, done):
        a = self.args
        for g in self.opt.param_groups:
            g["lr"] = a.rate * min(1, self.step / WARM_UP) * (1 - done) ** 0.9 + 1e-6
        self.reader.train()
        states, vector, relation, pairs, follow = self.text_losses()
        labelled = self.labelled_losses()
        loss = a.hidden * (1 - done) * states + 3 * vector + 0.5 * relation + pairs + 2 * follow + a.supervised * labelled
        self.opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self.opt.step()
        self.step += 1
        if self.step % SAMPLED == 0:
            self.sums += torch.stack([states, vector, relation, pairs, follow, labelled]).detach().cpu().numpy()
        if self.step % LOGGED == 0:
            means = self.sums * SAMPLED / LOGGED
            self.work.say(step=self.step, tokens=self.tokens, losses=dict(zip(LOSSES, (round(float(v), 4) for v in means))))
            self.sums[:] = 0

    def train(self):
        """Train to the end, or to --stop-at; whether the end was reached."""
        saved = last = time.time()
        while (done := self.done()) < 1:
            if self.step == self.args.stop_at:
                self.save_checkpoint()
                return False
            self.start_rounding(done)
            self.one_step(done)
            now = time.time()
            self.seconds, last = self.seconds + now - last, now
            if self.step % SCORED == 0:
                self.work.say(step=self.step, **score_tags(self.work, self.reader, self.dev))
                last = time.time()  # scoring does not count
            if now - saved > 60 * self.args.checkpoint:
                self.save_checkpoint()
                saved = last = time.time()
        return True

    # Checkpoints

    def checkpoint_path(self):
        return self.work.path(self.args.name + ".ckpt")

    def settings(self):
        """What has to be the same for a run to go on."""
        return {k: v for k, v in vars(self.args).items() if k not in ("work", "checkpoint", "stop_at")}

    def save_checkpoint(self):
        state = {
            "settings": self.settings(), "reader": self.reader.state_dict(), "opt": self.opt.state_dict(), "mean": self.mean,
            "step": self.step, "tokens": self.tokens, "seconds": self.seconds, "sums": self.sums.tolist(), "quantised": self.quantised,
            "places": {k: f.place() for k, f in self.feeds.items()}, "rng": self.rng.bit_generator.state, "torch": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state() if self.device.type == "cuda" else None,
        }
        torch.save(state, self.checkpoint_path() + ".new")
        os.replace(self.checkpoint_path() + ".new", self.checkpoint_path())  # a stop while writing leaves the old one
        self.work.say(step=self.step, checkpoint=self.args.name)

    def load_checkpoint(self):
        if not os.path.exists(self.checkpoint_path()):
            return
        state = torch.load(self.checkpoint_path(), map_location="cpu")
        if state["settings"] != self.settings():
            raise SystemExit(f"{self.checkpoint_path()} is of a run with other settings: remove it, or repeat them: {state['settings']}")
        self.reader.load_state_dict(state["reader"])
        self.opt.load_state_dict(state["opt"])
        self.mean = None if state["mean"] is None else state["mean"].to(self.device)
        self.step, self.tokens, self.seconds = state["step"], state["tokens"], state["seconds"]
        self.sums, self.quantised = np.array(state["sums"]), state["quantised"]
        if self.quantised:
            quantise(self.reader.encoder)
        for k, place in state["places"].items():
            self.feeds[k].go_to(place)
        self.rng.bit_generator.state = state["rng"]
        torch.set_rng_state(state["torch"])
        if state["cuda"] is not None and self.device.type == "cuda":
            torch.cuda.set_rng_state(state["cuda"])
        self.work.say(step=self.step, resumed=self.args.name)

    def finish(self):
        """Score the reader and save it with the axes of its vectors."""
        work, name, encoder = self.work, self.args.name, self.reader.encoder
        work.say(done=name, layers=self.args.layers, steps=self.step, tokens=self.tokens, minutes=round(self.seconds / 60, 2),
                 **score_tags(work, self.reader, self.dev))
        mean, axes = axes_of(work, encoder, [p[0] for p in self.pairs[::20]] + [r["ids"] for r in self.rows[:3000]] + self.lines[:3000])
        if not self.args.tags:
            found = retrieval_vectors(work, encoder)
            work.say(name=name, **score_retrieval(found))
            work.say(name=name, dims=score_dims(found, mean, axes))
        state = {k: v.half() for k, v in self.reader.state_dict().items()}
        torch.save({"layers": len(self.args.layers), "heads": HEADS, "state": state, "mean": torch.tensor(mean), "axes": torch.tensor(axes)},
                   work.path(name + ".pt"))
        if os.path.exists(self.checkpoint_path()):
            os.remove(self.checkpoint_path())


def arguments():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--work", required=True)
    p.add_argument("--name", required=True, help="of the reader that is made")
    p.add_argument("--layers", required=True, type=lambda s: [int(n) for n in s.split(",")], help="layers of the teacher to begin from")
    p.add_argument("--minutes", type=float, default=8)
    p.add_argument("--steps", type=int, default=0, help="instead of --minutes")
    p.add_argument("--tags", action="store_true", help="learn the labels alone, and leave running text and vectors out")
    p.add_argument("--guide", default="", help="reader with all layers to begin from and to follow in its tags")
    p.add_argument("--go-on", default="", help="reader with the same layers to go on training")
    p.add_argument("--batch", type=int, default=256, help="pairs of 40 tokens a step")
    p.add_argument("--labelled", type=int, default=48, help="labelled texts a step")
    p.add_argument("--disturbed", type=int, default=192, help="disturbed labelled texts a step")
    p.add_argument("--rate", type=float, default=4e-4)
    p.add_argument("--drop", type=float, default=0.0)
    p.add_argument("--hidden", type=float, default=1.0, help="weight of following the teacher's states")
    p.add_argument("--supervised", type=float, default=1.0, help="weight of the labels")
    p.add_argument("--paired", type=float, default=0.6, help="share of the other steps on translations")
    p.add_argument("--long", type=float, default=0.0, help="share of steps on long texts put together of translations")
    p.add_argument("--words", type=float, default=0.0, help="share of steps on texts made of words")
    p.add_argument("--long-pairs", type=int, default=60_000, help="long texts that are drawn from")
    p.add_argument("--made-texts", type=int, default=400_000, help="texts made of words that are drawn from")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--checkpoint", type=float, default=3, help="minutes between checkpoints")
    p.add_argument("--stop-at", type=int, default=-1, help="step at which to stop, to go on later")
    args = p.parse_args()
    if not all(0 <= n < LAYERS for n in args.layers):
        p.error(f"the teacher has the layers 0 to {LAYERS - 1}")
    return args


def main():
    args = arguments()
    work = Work(args.work)
    run = Run(work, args)
    work.say(run=args.name, settings=run.settings(), device=work.device.type, torch=torch.__version__, rows=len(run.rows), dev=len(run.dev),
             pairs=len(run.pairs), lines=len(run.lines))
    run.load_checkpoint()
    if run.train():
        run.finish()


if __name__ == "__main__":
    main()
