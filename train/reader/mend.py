"""Go on training a weights file's tags for a short while, on two cores, with its vectors held where they are.

    python -m reader.mend READER.bin GUIDE.bin WORK OUT.bin --minutes 15

What it is for: a reader that learned vectors and tags together from text half of which is English, most of it handbooks without
names, tags English news less than it should. Half of each batch is English news (WORK/mono.txt.xz) as GUIDE tags it, a reader
of the same shape that followed a tagger, half are labelled rows. Word rows stay; vectors are held to those of the file by their cosine.
"""
import argparse
import re
import time

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from .axes import encoder_of, read, write
from .feeds import rows_feed
from .heads import HEADS, Reader, encode_row, labelled_loss
from .quant import make_quantisable, quantise, seven
from .score import score_tags
from .train import FOLLOWED_DISTURBED, divergence
from .work import Work

HIDDEN, LANE = 384, 32
ROWS, TOKENS, SIZE = 12_000, 96, 12  # rows that are used of each kind, their longest, and how many of each a step
HELD = 30  # what keeping the vectors weighs


def reader_of(path):
    """The header and tensors of a weights file, and the reader in it."""
    header, raw = read(path)
    r = Reader(encoder_of(header, raw))
    with torch.no_grad():
        for n in HEADS:
            for part, to in (("w", r.heads[n].weight), ("b", r.heads[n].bias)):
                to.copy_(torch.from_numpy(np.frombuffer(raw[f"head.{n}.{part}"], "<f4").reshape(tuple(to.shape)).copy()))
    return header, raw, r


def put_back(raw, r):
    """The tensors of the file with the reader's weights in their place."""
    w = {k: v.detach().numpy() for k, v in r.state_dict().items()}

    def put(name, a):
        raw[name] = np.ascontiguousarray(a.astype("<f4")).tobytes()

    def matrix(name, a):
        q, s = seven(a)
        raw[name] = q.tobytes()
        put(name + ".s", s)

    for l in range(len(r.encoder.layers)):
        def of(name):
            return w[f"encoder.layers.{l}.{name}"]

        qkv, bias = of("qkv.weight").copy(), of("qkv.bias").copy()
        for a in (qkv, bias):  # queries come divided by the root of a head's width
            a[:HIDDEN] /= np.sqrt(LANE)
        matrix(f"l{l}.qkv.w", qkv)
        put(f"l{l}.qkv.b", bias)
        for n in ("ao", "fi", "fo"):
            matrix(f"l{l}.{n}.w", of(n + ".weight"))
            put(f"l{l}.{n}.b", of(n + ".bias"))
        for n in ("aln", "oln"):
            put(f"l{l}.{n}.w", of(n + ".weight"))
            put(f"l{l}.{n}.b", of(n + ".bias"))
    for n in HEADS:
        put(f"head.{n}.w", w[f"heads.{n}.weight"])
        put(f"head.{n}.b", w[f"heads.{n}.bias"])
    return raw


def english(work, rng):
    """Sentences of the running text that are English news by their words."""
    some = [s for line in work.lines("mono.txt.xz") for s in re.split(r"(?<=[.!?])\s+", line) if 20 < len(s) < 260 and re.search(r"\b(the|of|said)\b", s)]
    rng.shuffle(some)
    return [{"ids": np.array(work.tok.encode(s).ids[:TOKENS], np.int64)} for s in some[:ROWS]]


def padded(rows):
    n = max(len(r["ids"]) for r in rows)
    ids = torch.tensor([[*r["ids"]] + [1] * (n - len(r["ids"])) for r in rows])
    return ids, ids != 1


def step_loss(reader, before, guide, labelled, news):
    """The loss of a step: labels, what the guide says of the news, and how far the vectors moved."""
    total = 0.0
    for rows, other in ((labelled, None), (news, guide)):
        ids, mask = padded(rows)
        _, pooled, out = reader(ids, mask)
        with torch.no_grad():
            _, was, _ = before(ids, mask)
            said = other(ids, mask)[2] if other else None
        total = total + HELD * (1 - F.cosine_similarity(pooled, was)).mean()
        if other:
            total = total + sum(w * divergence(out[h], said[h], mask.float()) for h, w in FOLLOWED_DISTURBED.items())
        else:
            total = total + labelled_loss(out, rows, ids.shape[1])
    return total


def main():
    p = argparse.ArgumentParser()
    for name in ("reader", "guide", "work", "out"):
        p.add_argument(name)
    p.add_argument("--minutes", type=float, default=15)
    p.add_argument("--rate", type=float, default=2e-4)
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    torch.manual_seed(args.seed)
    torch.set_flush_denormal(True)  # what is not tagged has gradients near nothing
    rng = np.random.default_rng(args.seed)
    work = Work(args.work)
    work.device = torch.device("cpu")
    header, raw, reader = reader_of(args.reader)
    before, guide = reader_of(args.reader)[2].eval(), reader_of(args.guide)[2].eval()
    make_quantisable(reader.encoder)
    quantise(reader.encoder)
    reader.encoder.word.weight.requires_grad_(False)
    rows = work.objects("train.jsonl.gz")
    rng.shuffle(rows)
    rows = [r for r in (encode_row(work.tok, r) for r in rows[:ROWS]) if len(r["ids"]) <= TOKENS]
    labelled, news = rows_feed(rows, SIZE, args.seed), rows_feed(english(work, rng), SIZE, args.seed)
    opt = torch.optim.AdamW([q for q in reader.parameters() if q.requires_grad], lr=args.rate, weight_decay=0.0)
    begun, step, total = time.time(), 0, 0.0
    while (done := (time.time() - begun) / (60 * args.minutes)) < 1:
        for g in opt.param_groups:
            g["lr"] = args.rate * min(1, (step + 1) / 20) * (1 - done)
        loss = step_loss(reader.train(), before, guide, labelled.next(), news.next())
        opt.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        opt.step()
        step, total = step + 1, total + loss.item()
        if step % 25 == 0:
            work.say(mend=step, loss=round(total / 25, 4))
            total = 0.0
    write(args.out, header, put_back(raw, reader))
    dev = [encode_row(work.tok, r) for r in work.objects("dev.jsonl.gz")[::3]]
    work.say(steps=step, before=score_tags(work, before, dev), after=score_tags(work, reader, dev))


if __name__ == "__main__":
    main()
