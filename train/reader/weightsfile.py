"""The weights file: read, written, and made of a reader and the other way round.

The file is described in docs/model.md ("The weights file"). Matrices of the layers are whole numbers of seven bits with a scale a row,
word rows have four bits, and queries come divided by the root of a head's width. What is said here of layout is for export, axes and
score; what goes into the file is for them to say.
"""
import json
import os
import struct

import numpy as np
import torch

from .encoder import EPS, FFN, HEADS, HIDDEN, POSITIONS, Encoder
from .heads import HEADS as ASKED
from .heads import Reader
from .quant import four, seven, unpack_four

MAGIC, VERSION, ALIGN = b"DRGR", 1, 64
ENCODER = {"hidden": HIDDEN, "heads": HEADS, "ffn": FFN, "positions": POSITIONS, "eps": EPS}  # of the header: what encoder.py computes
DTYPES = {"f32": "<f4", "u32": "<u4", "u8": "u1", "i8": "i1", "i7": "i1", "q4": "u1"}


class Weights:
    """A weights file in memory: its header without the tensors, and these in their order as {name: (dtype, shape, bytes)}."""

    def __init__(self, header):
        self.header, self.tensors = header, {}

    def put(self, name, a, dtype="f32", shape=None):
        """Put a tensor at the end, or in the place of the one of that name."""
        a = np.ascontiguousarray(a, DTYPES[dtype])
        self.tensors[name] = (dtype, list(shape or a.shape), a.tobytes())

    def array(self, name):
        """A tensor as it lies in the file; of four-bit rows the bytes."""
        dtype, shape, data = self.tensors[name]
        a = np.frombuffer(data, DTYPES[dtype])
        return a.reshape(shape[0], -1) if dtype == "q4" else a.reshape(shape)

    def entries(self, at):
        """The header's list of tensors, where the first may begin at `at`."""
        out = []
        for name, (dtype, shape, data) in self.tensors.items():
            at += -at % ALIGN
            out.append({"name": name, "dtype": dtype, "shape": shape, "offset": at, "bytes": len(data)})
            at += len(data)
        return out


def read(path):
    with open(path, "rb") as f:
        data = f.read()
    magic, version, n = struct.unpack_from("<4sII", data)
    if (magic, version) != (MAGIC, VERSION):
        raise SystemExit(f"{path} is not a weights file of version {VERSION}")
    w = Weights(json.loads(data[12 : 12 + n]))
    for t in w.header.pop("tensors"):
        w.tensors[t["name"]] = (t["dtype"], t["shape"], data[t["offset"] : t["offset"] + t["bytes"]])
    return w


def write(path, w):
    longest = dict(w.header, tensors=w.entries(1 << 30))  # no offset will have more digits
    entries = w.entries(12 + len(json.dumps(longest)) + ALIGN)
    text = json.dumps(dict(w.header, tensors=entries)).encode()
    with open(path + ".new", "wb") as f:
        f.write(struct.pack("<4sII", MAGIC, VERSION, len(text)) + text)
        for entry, (_, _, data) in zip(entries, w.tensors.values()):
            f.write(b"\0" * (entry["offset"] - f.tell()))
            f.write(data)
        print(path, f.tell(), "bytes")
    os.replace(path + ".new", path)  # a stop while writing leaves no half of a file


# A reader in the file


def places(layers, heads):
    """Where each of a reader's weights lies: its name in PyTorch, its name in the file, and the dtype there. The file has this order."""
    yield "encoder.word.weight", "emb.word", "q4"
    yield "encoder.pos.weight", "emb.pos", "f32"
    yield "encoder.ln.weight", "emb.ln.w", "f32"
    yield "encoder.ln.bias", "emb.ln.b", "f32"
    for l in range(layers):
        for n in ("qkv", "ao", "fi", "fo", "aln", "oln"):
            yield f"encoder.layers.{l}.{n}.weight", f"l{l}.{n}.w", "f32" if n.endswith("ln") else "i7"
            yield f"encoder.layers.{l}.{n}.bias", f"l{l}.{n}.b", "f32"
    for h in heads:
        yield f"heads.{h}.weight", f"head.{h}.w", "f32"
        yield f"heads.{h}.bias", f"head.{h}.b", "f32"


def queries(name, a, change):
    """A tensor with its queries, if it has any, multiplied or divided by the root of a head's width."""
    if ".qkv." in name:
        a = a.copy()
        change(a[:HIDDEN], np.sqrt(HIDDEN / HEADS), out=a[:HIDDEN], casting="same_kind")
    return a


def decoded(w, name):
    """A tensor of the file as PyTorch has it."""
    a, dtype = w.array(name), w.tensors[name][0]
    if dtype == "q4":
        a = unpack_four(a)
    elif dtype == "i7":
        a = a.astype(np.float32) * w.array(name + ".s")[:, None]
    return queries(name, a, np.multiply)


def put_state(w, state):
    """Put a reader's weights (float32 arrays by their names in PyTorch) into the file. Those that are in it already stay to the byte:
    rounded a second time a scale could come out different in its last bit."""
    for mine, name, dtype in places(w.header["layers"], [h["name"] for h in w.header["heads_of"]]):
        a = state[mine]
        if name in w.tensors and np.array_equal(decoded(w, name), a):
            continue
        shape, a = a.shape, queries(name, a, np.divide)
        if dtype == "q4":
            w.put(name, four(a), dtype, shape)
        elif dtype == "i7":
            q, scale = seven(a)
            w.put(name, q, dtype)
            w.put(name + ".s", scale)
        else:
            w.put(name, a)


def put_back(w, reader):
    """Put the weights of a reader that was read from a file into it again."""
    put_state(w, {k: v.detach().float().cpu().numpy() for k, v in reader.state_dict().items()})


def reader_of(w):
    """The reader in a file, of any number of layers, with its weights as they were rounded."""
    other = {k: w.header[k] for k, v in ENCODER.items() if w.header[k] != v}
    if other:
        raise SystemExit(f"encoder.py has other widths than the weights file: {other}")
    if [(h["name"], h["kind"], h["labels"]) for h in w.header["heads_of"]] != [(n, kind, labels) for n, (kind, labels) in ASKED.items()]:
        raise SystemExit("heads.py has other heads or labels than the weights file")
    reader = Reader(Encoder(w.header["pieces"], w.header["layers"]))
    reader.load_state_dict({mine: torch.from_numpy(decoded(w, name).copy()) for mine, name, _ in places(w.header["layers"], ASKED)})
    return reader.eval()
