"""The whole numbers that weights ship as: seven bits a weight in layers, four in the word rows.

In training the same rounding is done in front of each product while gradients pass as if it were not there, so that the weights
that ship are the ones that were trained.
"""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

BLOCK = 32  # weights of a word row that share a scale
BLOCK_BYTES = 2 + BLOCK // 2


def seven(w):
    """Whole numbers from -63 to 63 and a scale a row (dtype i7 of docs/model.md)."""
    s = np.abs(w).max(1, keepdims=True).clip(1e-8) / 63
    return np.round(w / s).clip(-63, 63).astype(np.int8), s[:, 0].astype(np.float32)


def four(w):
    """Blocks of four bits (dtype q4 of docs/model.md), as [rows, bytes]. The weight that is furthest from zero is -8 times the scale."""
    b = w.reshape(-1, BLOCK).astype(np.float32)
    at = np.abs(b).argmax(1)
    d = (b[np.arange(len(b)), at] / -8).astype(np.float16)
    f = d.astype(np.float32)[:, None]
    q = np.where(f == 0, 0, np.round(b / np.where(f == 0, 1, f))).clip(-8, 7).astype(np.int8) + 8
    half = BLOCK // 2
    packed = (q[:, :half] | q[:, half:] << 4).astype(np.uint8)
    return np.concatenate([d.view(np.uint8).reshape(-1, 2), packed], 1).reshape(w.shape[0], -1)


def unpack_four(raw):
    """Weights in float32 of [rows, bytes]: the inverse of four, and how the teacher's package keeps its matrices."""
    rows = raw.shape[0]
    blocks = raw.reshape(rows, -1, BLOCK_BYTES)
    scale = np.ascontiguousarray(blocks[:, :, :2]).view("<f2").astype(np.float32)
    low, high = blocks[:, :, 2:] & 15, blocks[:, :, 2:] >> 4
    return ((np.concatenate([low, high], 2).astype(np.float32) - 8) * scale).reshape(rows, -1)


def fake7(w):
    s = w.detach().abs().amax(1, keepdim=True).clamp(min=1e-8) / 63
    return w + ((w.detach() / s).round() * s - w.detach())


def fake4(w):
    b = w.detach().reshape(-1, BLOCK)
    at = b.abs().argmax(1, keepdim=True)
    d = (b.gather(1, at) / -8).half().float()
    q = torch.where(d == 0, torch.zeros_like(b), (b / torch.where(d == 0, torch.ones_like(d), d)).round().clamp(-8, 7)) * d
    return w + (q.reshape(w.shape) - w.detach())


class QuantLinear(nn.Linear):
    quantised = False

    def forward(self, x):
        return F.linear(x, fake7(self.weight) if self.quantised else self.weight, self.bias)


class QuantEmbedding(nn.Embedding):
    quantised = False

    def forward(self, ids):
        e = F.embedding(ids, self.weight)
        return fake4(e) if self.quantised else e


def matrices(encoder):
    return [m for layer in encoder.layers for m in (layer.qkv, layer.ao, layer.fi, layer.fo)]


def make_quantisable(encoder):
    encoder.word.__class__ = QuantEmbedding
    for m in matrices(encoder):
        m.__class__ = QuantLinear


def quantise(encoder):
    """From now on round before each product."""
    for m in [encoder.word, *matrices(encoder)]:
        m.quantised = True
