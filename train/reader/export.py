"""Write a reader as the program takes it.

    python -m reader.export --model NAME.pt --vocab vocab.npz --out NAME.bin [--dims 256] [--name reader-6]

The weights file is described in docs/model.md. The sentence vector is centred and turned onto its first principal axes (vec.mean,
vec.axes); axes puts better ones in their place.
"""
import argparse

import numpy as np
import torch

from .weightsfile import ENCODER, Weights, put_state, write


def put_vocabulary(w, v):
    w.put("tok.blob", v["blob"], "u8")
    w.put("tok.offsets", v["offsets"], "u32")
    w.put("tok.scores", v["scores"])
    w.put("tok.norm", v["norm"], "u8")


def header(name, saved, pieces, byte, dims):
    return {"format": "dragoman.reader/1", "name": name, "hidden": ENCODER["hidden"], "layers": saved["layers"], "heads": ENCODER["heads"],
            "ffn": ENCODER["ffn"], "pieces": pieces, "positions": ENCODER["positions"], "eps": ENCODER["eps"],
            "bos": 0, "pad": 1, "eos": 2, "unk": 3, "bytes": byte, "vector": dims,
            "heads_of": [{"name": n, "kind": kind, "labels": labels} for n, (kind, labels) in saved["heads"].items()]}


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("model", "vocab", "out"):
        p.add_argument("--" + name, required=True)
    p.add_argument("--dims", type=int, default=256)
    p.add_argument("--name", default="reader")
    args = p.parse_args()
    saved, v = torch.load(args.model, map_location="cpu"), np.load(args.vocab)
    state = {k: x.float().numpy() for k, x in saved["state"].items()}
    w = Weights(header(args.name, saved, len(state["encoder.word.weight"]), int(v["bytes"]), args.dims))
    put_vocabulary(w, v)
    put_state(w, state)
    w.put("vec.mean", saved["mean"].float().numpy())
    w.put("vec.axes", saved["axes"].float().numpy()[: args.dims])
    write(args.out, w)


if __name__ == "__main__":
    main()
