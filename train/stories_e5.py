#!/usr/bin/env python3
"""How alike multilingual-e5-small finds the texts that stories are measured on: eval/testdata/e5.cos.

    EVAL_TEXTS=texts.jsonl go run ./eval -only stories
    train/reader/fetch.sh DIR
    PYTHONPATH=train python3 train/stories_e5.py DIR texts.jsonl eval/testdata/e5.cos

Needs numpy, tokenizers and torch (train/reader/requirements.txt); some ten minutes on two cores. Each text is title and body behind
"query: ", its first 256 pieces, or 128 of pairs. Only cosines are kept, a byte each; eval/baselines_e5.go has the layout.
"""
import json
import os
import sys

import numpy as np
import torch
from tokenizers import Tokenizer

from reader.encoder import from_teacher, pool
from reader.teacher import Teacher

PAD = 1
PIECES = {"square": 256, "pairs": 128}
LEAST, SPAN = 0.6, 0.4


def read(path):
    """{(set, kind): [(key, text), ...]} in the order of the file."""
    sets = {}
    with open(path, encoding="utf8") as f:
        for line in f:
            r = json.loads(line)
            sets.setdefault((r["set"], r["kind"]), []).append((r["key"], r["text"]))
    return sets


@torch.no_grad()
def vectors(encoder, tok, texts, most):
    """Vectors at length 1; texts alike in length are read together."""
    ids = [e.ids if len(e.ids) <= most else e.ids[: most - 1] + e.ids[-1:] for e in tok.encode_batch(["query: " + t[:8000] for t in texts])]
    out = np.zeros((len(texts), encoder.word.embedding_dim), np.float32)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for at in range(0, len(order), 16):
        which = order[at : at + 16]
        batch = torch.full((len(which), max(len(ids[i]) for i in which)), PAD)
        for row, i in enumerate(which):
            batch[row, : len(ids[i])] = torch.tensor(ids[i])
        v = pool(encoder(batch, batch != PAD), batch != PAD).numpy()
        out[which] = v / np.linalg.norm(v, axis=1, keepdims=True)
        print(f"\r{at + len(which)} of {len(order)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return out


def as_bytes(c):
    return np.rint(np.clip((c - LEAST) / SPAN, 0, 1) * 255).astype(np.uint8).tobytes()


def main(folder, texts, out):
    teacher = Teacher(os.path.join(folder, "e5-small-q4.bin"))
    encoder = from_teacher(teacher.tensors, range(teacher.layers)).eval()
    tok = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tok.no_truncation()
    with open(out, "wb") as f:
        for (name, kind), rows in read(texts).items():
            v = vectors(encoder, tok, [t for _, t in rows], PIECES[kind])
            f.write(f"{name} {kind} {len(rows)}\n".encode() + b"".join(bytes.fromhex(k) for k, _ in rows))
            if kind == "square":
                f.write(as_bytes((v @ v.T)[np.tril_indices(len(rows), -1)]))
            else:
                f.write(as_bytes((v[0::2] * v[1::2]).sum(1)))


if __name__ == "__main__":
    if len(sys.argv) != 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
