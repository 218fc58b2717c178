"""Sentence vectors, and the axes on which they are kept."""
import numpy as np
import torch
import torch.nn.functional as F

from .encoder import HIDDEN, POSITIONS, pool


@torch.no_grad()
def vectors(work, encoder, texts):
    """The vectors of texts (ids each), at length 1."""
    encoder.eval()
    out = np.zeros((len(texts), HIDDEN), np.float32)
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for at in range(0, len(order), 256):
        which = order[at : at + 256]
        ids, mask = work.pad([texts[i][:POSITIONS] for i in which])
        with work.autocast():
            x = encoder(ids, mask).float()
        out[which] = F.normalize(pool(x, mask), dim=-1).cpu().numpy()
    return out


def axes_of(work, encoder, texts, most=20_000):
    """The mean vector, and the principal axes of the rest, the widest first."""
    v = vectors(work, encoder, texts[:: max(1, len(texts) // most)])
    mean = v.mean(0)
    c = v - mean
    c /= np.linalg.norm(c, axis=1, keepdims=True)
    _, axes = np.linalg.eigh(c.T @ c / len(c))
    return mean.astype(np.float32), axes.T[::-1].astype(np.float32).copy()


def turned(v, mean, axes):
    """Vectors as they ship: centred, on fewer axes, at length 1."""
    v = (v - mean) @ axes.T
    return v / np.linalg.norm(v, axis=1, keepdims=True)
