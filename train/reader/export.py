"""Write the weights that ship.

    python -m reader.export --model NAME.pt --vocab vocab.npz --out reader.bin [--dims 256] [--name reader-6]

The file is described in docs/model.md ("The weights file"). Matrices of the layers become whole numbers of seven bits with a scale a row,
word rows four bits; the sentence vector is centred and turned onto its first principal axes (vec.mean, vec.axes).
"""
import argparse
import json
import struct

import numpy as np
import torch

from .encoder import EPS, FFN, HEADS, HIDDEN, POSITIONS
from .quant import four, seven

ALIGN = 64


class Tensors:
    """The tensors of the file in their order: (name, dtype, shape, array)."""

    def __init__(self):
        self.all = []

    def put(self, name, a, dtype="f32", shape=None):
        a = np.ascontiguousarray(a)
        self.all.append((name, dtype, list(shape or a.shape), a))

    def matrix(self, name, a):
        q, s = seven(a)
        self.put(name, q, "i7")
        self.put(name + ".s", s)

    def entries(self, at):
        """Their descriptions, where the first may begin at `at`."""
        out = []
        for name, dtype, shape, a in self.all:
            at += -at % ALIGN
            out.append({"name": name, "dtype": dtype, "shape": shape, "offset": at, "bytes": a.nbytes})
            at += a.nbytes
        return out


def put_vocabulary(t, v):
    t.put("tok.blob", v["blob"], "u8")
    t.put("tok.offsets", v["offsets"].astype(np.uint32), "u32")
    t.put("tok.scores", v["scores"].astype(np.float32))
    t.put("tok.norm", v["norm"], "u8")


def put_encoder(t, w, layers):
    word = w["encoder.word.weight"]
    t.put("emb.word", four(word), "q4", word.shape)
    t.put("emb.pos", w["encoder.pos.weight"])
    t.put("emb.ln.w", w["encoder.ln.weight"])
    t.put("emb.ln.b", w["encoder.ln.bias"])
    for l in range(layers):
        def of(name):
            return w[f"encoder.layers.{l}.{name}"]

        qkv, bias = of("qkv.weight").copy(), of("qkv.bias").copy()
        for a in (qkv, bias):  # queries come divided by the root of a head's width
            a[:HIDDEN] /= np.sqrt(HIDDEN / HEADS)
        t.matrix(f"l{l}.qkv.w", qkv)
        t.put(f"l{l}.qkv.b", bias)
        for n in ("ao", "fi", "fo"):
            t.matrix(f"l{l}.{n}.w", of(n + ".weight"))
            t.put(f"l{l}.{n}.b", of(n + ".bias"))
        for n in ("aln", "oln"):
            t.put(f"l{l}.{n}.w", of(n + ".weight"))
            t.put(f"l{l}.{n}.b", of(n + ".bias"))


def put_heads(t, w, heads):
    for name in heads:
        t.put(f"head.{name}.w", w[f"heads.{name}.weight"])
        t.put(f"head.{name}.b", w[f"heads.{name}.bias"])


def write(path, header, t):
    header["tensors"] = t.entries(1 << 30)  # as long as any offset will be written
    header["tensors"] = t.entries(12 + len(json.dumps(header)) + ALIGN)
    text = json.dumps(header).encode()
    with open(path, "wb") as f:
        f.write(b"DRGR" + struct.pack("<II", 1, len(text)) + text)
        for entry, (_, _, _, a) in zip(header["tensors"], t.all):
            f.write(b"\0" * (entry["offset"] - f.tell()))
            f.write(a.tobytes())
        print(path, f.tell(), "bytes")


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("model", "vocab", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--dims", type=int, default=256)
    p.add_argument("--name", default="reader")
    args = p.parse_args()
    saved, v, t = torch.load(args.model, map_location="cpu"), np.load(args.vocab), Tensors()
    w = {k: x.float().numpy() for k, x in saved["state"].items()}
    put_vocabulary(t, v)
    put_encoder(t, w, saved["layers"])
    put_heads(t, w, saved["heads"])
    t.put("vec.mean", saved["mean"].float().numpy())
    t.put("vec.axes", saved["axes"].float().numpy()[: args.dims])
    header = {"format": "dragoman.reader/1", "name": args.name, "hidden": HIDDEN, "layers": saved["layers"], "heads": HEADS, "ffn": FFN,
              "pieces": len(w["encoder.word.weight"]), "positions": POSITIONS, "eps": EPS, "bos": 0, "pad": 1, "eos": 2, "unk": 3,
              "bytes": int(v["bytes"]), "vector": args.dims,
              "heads_of": [{"name": name, "kind": kind, "labels": labels} for name, (kind, labels) in saved["heads"].items()]}
    write(args.out, header, t)


if __name__ == "__main__":
    main()
