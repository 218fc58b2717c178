"""The encoder in PyTorch: teacher and reader are the same shape, but for the number of layers and pieces."""
import torch
import torch.nn as nn
import torch.nn.functional as F

HIDDEN, HEADS, FFN, POSITIONS, EPS = 384, 12, 1536, 512, 1e-12


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.ao = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.fi, self.fo = nn.Linear(HIDDEN, FFN), nn.Linear(FFN, HIDDEN)
        self.aln, self.oln = nn.LayerNorm(HIDDEN, EPS), nn.LayerNorm(HIDDEN, EPS)

    def forward(self, x, mask, drop):
        b, n, h = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, HEADS, h // HEADS).permute(2, 0, 3, 1, 4)
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.ao(a.transpose(1, 2).reshape(b, n, h))
        x = self.aln(x + F.dropout(a, drop, self.training))
        f = self.fo(F.gelu(self.fi(x)))
        return self.oln(x + F.dropout(f, drop, self.training))


class Encoder(nn.Module):
    def __init__(self, pieces, layers):
        super().__init__()
        self.word = nn.Embedding(pieces, HIDDEN)
        self.pos = nn.Embedding(POSITIONS, HIDDEN)
        self.ln = nn.LayerNorm(HIDDEN, EPS)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.drop = 0.0

    def forward(self, ids, mask):
        """States [batch, tokens, hidden] after the last layer; mask is true where a token is."""
        x = self.word(ids) + self.pos.weight[: ids.shape[1]]
        x = F.dropout(self.ln(x), self.drop, self.training)
        keys = mask[:, None, None, :]
        for layer in self.layers:
            x = layer(x, keys, self.drop)
        return x


def pool(x, mask):
    """The mean of the states of each text."""
    m = mask.unsqueeze(-1).to(x.dtype)
    return (x * m).sum(1) / m.sum(1)


def from_teacher(tensors, layers):
    """An encoder with the teacher's weights, of its layers the ones named."""
    e = Encoder(tensors["emb.word"].shape[0], len(layers))

    def t(name):
        return torch.tensor(tensors[name], dtype=torch.float32)

    with torch.no_grad():
        e.word.weight.copy_(t("emb.word"))
        e.pos.weight.copy_(t("emb.pos") + t("emb.type")[0])  # all texts are of one type
        e.ln.weight.copy_(t("emb.ln.w"))
        e.ln.bias.copy_(t("emb.ln.b"))
        for mine, l in zip(e.layers, layers):
            mine.qkv.weight.copy_(torch.cat([t(f"l{l}.{n}.w") for n in "qkv"]))
            mine.qkv.bias.copy_(torch.cat([t(f"l{l}.{n}.b") for n in "qkv"]))
            for n in ("ao", "fi", "fo", "aln", "oln"):
                m = getattr(mine, n)
                m.weight.copy_(t(f"l{l}.{n}.w"))
                m.bias.copy_(t(f"l{l}.{n}.b"))
    return e
