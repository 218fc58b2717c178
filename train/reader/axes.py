"""Turn the sentence vector so that translations come nearest.

    python -m reader.axes READER.bin TOKENIZER_JSON CORPUS.jsonl.xz OUT.bin [--dims 192] [--name reader-1]

The vectors of a weights file are computed for rows of translations; of their scatter the part within rows (what a translation
changes) is told from that between rows (what the sentence says), and the axes kept are those on which the second is largest against
the first: linear discriminant analysis, the scatter within rows shrunk by half towards a round one. The file is written again with
vec.mean and vec.axes of that; everything else in it stays.
"""
import argparse
import json
import lzma
import random
import struct

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from . import LANGS
from .encoder import Encoder, pool
from .quant import unpack_four

ALIGN = 64
SHRINK = 1.0


def read(path):
    """The header and the tensors of a weights file, as they lie in it."""
    data = open(path, "rb").read()
    n = struct.unpack_from("<I", data, 8)[0]
    header = json.loads(data[12:12 + n])
    return header, {t["name"]: data[t["offset"]:t["offset"] + t["bytes"]] for t in header["tensors"]}


def encoder_of(header, raw):
    shapes = {t["name"]: t["shape"] for t in header["tensors"]}
    f32 = lambda n: torch.from_numpy(np.frombuffer(raw[n], "<f4").reshape(shapes[n]).copy())

    def matrix(n):
        w = np.frombuffer(raw[n], np.int8).reshape(shapes[n]).astype(np.float32)
        return torch.from_numpy(w) * f32(n + ".s")[:, None]

    h = header["hidden"]
    e = Encoder(header["pieces"], header["layers"])
    with torch.no_grad():
        e.word.weight.copy_(torch.from_numpy(unpack_four(np.frombuffer(raw["emb.word"], np.uint8).reshape(header["pieces"], -1))))
        e.pos.weight.copy_(f32("emb.pos"))
        e.ln.weight.copy_(f32("emb.ln.w"))
        e.ln.bias.copy_(f32("emb.ln.b"))
        for l, layer in enumerate(e.layers):
            qkv, bias = matrix(f"l{l}.qkv.w"), f32(f"l{l}.qkv.b")
            qkv[:h] *= (h // header["heads"]) ** 0.5
            bias[:h] *= (h // header["heads"]) ** 0.5
            layer.qkv.weight.copy_(qkv)
            layer.qkv.bias.copy_(bias)
            for n in ("ao", "fi", "fo"):
                getattr(layer, n).weight.copy_(matrix(f"l{l}.{n}.w"))
                getattr(layer, n).bias.copy_(f32(f"l{l}.{n}.b"))
            for n in ("aln", "oln"):
                getattr(layer, n).weight.copy_(f32(f"l{l}.{n}.w"))
                getattr(layer, n).bias.copy_(f32(f"l{l}.{n}.b"))
    return e.eval()


@torch.no_grad()
def vectors(encoder, tok, texts, size=64):
    out = np.zeros((len(texts), encoder.word.weight.shape[1]), np.float32)
    ids = [e.ids[:95] + [2] if len(e.ids) > 96 else e.ids for e in tok.encode_batch(texts)]
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for at in range(0, len(order), size):
        ix = order[at:at + size]
        n = max(len(ids[i]) for i in ix)
        batch = torch.tensor([ids[i] + [1] * (n - len(ids[i])) for i in ix])
        mask = batch != 1
        out[ix] = F.normalize(pool(encoder(batch, mask), mask), dim=-1).numpy()
        if at // size % 50 == 0:
            print(f"{at} of {len(order)}", flush=True)
    return out


def sample(corpus, seed, rare=4500, rest=2000, per_row=6):
    """Rows of translations, those with Arabic or Persian first, since there are fewest of them."""
    rng = random.Random(seed)
    rows = []
    for line in lzma.open(corpus, "rt", encoding="utf8"):
        r = {k: v for k, v in json.loads(line).items() if k in LANGS and len(v) < 300}
        if len(r) > 1:
            rows.append(r)
    rng.shuffle(rows)
    few = [r for r in rows if "ar" in r or "fa" in r][:rare]
    for r in few + [r for r in rows if not ("ar" in r or "fa" in r)][:rest]:
        langs = sorted(r)
        rng.shuffle(langs)
        langs.sort(key=lambda l: l not in ("ar", "fa"))
        yield [r[l] for l in langs[:per_row]]


def axes(v, counts):
    """The mean of vectors, and the axes, the best first; counts says how many lie together."""
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]])
    mean = v.mean(0)
    centres = np.add.reduceat(v, starts) / counts[:, None]
    within, between = v - np.repeat(centres, counts, 0), centres - mean
    sw, sb = within.T @ within / len(v), between.T @ between / len(centres)
    sw += SHRINK * np.trace(sw) / len(sw) * np.eye(len(sw))
    e, u = np.linalg.eigh(sw)
    white = u @ np.diag(e ** -0.5) @ u.T
    _, u = np.linalg.eigh(white @ sb @ white)
    return mean, u[:, ::-1].T @ white


def write(path, header, raw):
    """The weights file with its tensors laid out anew."""
    def entries(base):
        out, at = [], base
        for t in header["tensors"]:
            at += -at % ALIGN
            out.append({**t, "offset": at, "bytes": len(raw[t["name"]])})
            at += len(raw[t["name"]])
        return out

    widest = dict(header, tensors=entries(1 << 30))
    header = dict(header, tensors=entries(12 + len(json.dumps(widest)) + ALIGN))
    text = json.dumps(header).encode()
    with open(path, "wb") as f:
        f.write(b"DRGR" + struct.pack("<II", 1, len(text)) + text)
        for t in header["tensors"]:
            f.write(b"\0" * (t["offset"] - f.tell()))
            f.write(raw[t["name"]])


def main():
    p = argparse.ArgumentParser()
    for name in ("reader", "tokenizer", "corpus", "out"):
        p.add_argument(name)
    p.add_argument("--dims", type=int, default=192)
    p.add_argument("--name", default="reader-1")
    p.add_argument("--seed", type=int, default=1)
    args = p.parse_args()
    header, raw = read(args.reader)
    groups = list(sample(args.corpus, args.seed))
    v = vectors(encoder_of(header, raw), Tokenizer.from_file(args.tokenizer), [t for g in groups for t in g])
    mean, a = axes(v.astype(np.float64), np.array([len(g) for g in groups]))
    a = a[:args.dims] / np.abs(a[:args.dims]).max()
    raw["vec.mean"], raw["vec.axes"] = mean.astype("<f4").tobytes(), a.astype("<f4").tobytes()
    for t in header["tensors"]:
        if t["name"] == "vec.axes":
            t["shape"] = [args.dims, header["hidden"]]
    write(args.out, dict(header, vector=args.dims, name=args.name), raw)
    print(len(groups), "rows,", len(v), "sentences")


if __name__ == "__main__":
    main()
