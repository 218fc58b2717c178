"""What the reader is asked: its heads, how labelled rows become their labels, and the loss on these."""
import functools
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from tokenizers import Tokenizer

from .encoder import HIDDEN, Encoder, pool

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT".split()
STATUSES = "occurred planned called_for denied background".split()
NAMES = ["PER", "ORG", "LOC", "NAT"]


def bio(kinds):
    return ["O"] + [p + k for k in kinds for p in ("B-", "I-")]


# Kind "tags" is one label a token, "sentence" yes or no to each label for the whole text.
HEADS = {
    "names": ("tags", bio(NAMES)), "roles": ("tags", bio(["ROLE"])),
    "actor": ("tags", bio(["A"])), "recipient": ("tags", bio(["R"])), "trigger": ("tags", bio(TYPES)), "status": ("tags", STATUSES),
    "speaker": ("tags", bio(["S"])), "date": ("tags", bio(["D"])), "place": ("tags", bio(["P"])), "quote": ("tags", bio(["Q"])),
    "indirect": ("tags", bio(["I"])), "source": ("tags", bio(["B"])), "types": ("sentence", TYPES),
}
TAG_HEADS = [h for h, (kind, _) in HEADS.items() if kind == "tags"]
EVENT_TAGS = {"A": "actor", "R": "recipient", "S": "speaker", "D": "date", "P": "place", "Q": "quote", "I": "indirect", "B": "source"}
IGNORE = -100
LONGEST = 200  # tokens of a labelled row


class Reader(nn.Module):
    """An encoder with its heads."""

    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder
        self.heads = nn.ModuleDict({h: nn.Linear(HIDDEN, len(labels)) for h, (_, labels) in HEADS.items()})

    def forward(self, ids, mask):
        """The last states, their means, and what each head says."""
        x = self.encoder(ids, mask)
        pooled = pool(x, mask)
        return x, pooled, {h: self.heads[h](x if kind == "tags" else pooled) for h, (kind, _) in HEADS.items()}


def load(work, name):
    """A reader that was trained before."""
    saved = torch.load(work.path(name + ".pt"), map_location=work.device)
    reader = Reader(Encoder(saved["state"]["encoder.word.weight"].shape[0], saved["layers"])).to(work.device)
    reader.load_state_dict({k: v.float() for k, v in saved["state"].items()})
    return reader


# Labels


class Labels:
    """The labels of one row by head, filled in span by span."""

    def __init__(self, offsets):
        self.offsets = offsets
        self.body = [i for i, (a, b) in enumerate(offsets) if b > a]  # all but <s> and </s>
        self.of = {h: np.full(len(offsets), IGNORE, np.int16) for h in TAG_HEADS}

    def nothing(self, head):
        self.of[head][self.body] = 0

    def tokens(self, start, end):
        return [i for i in self.body if self.offsets[i][0] < end and self.offsets[i][1] > start]

    def span(self, head, label, start, end):
        for k, i in enumerate(self.tokens(start, end)):
            self.of[head][i] = HEADS[head][1].index(("I-" if k else "B-") + label)

    def status(self, status, start, end):
        if status in STATUSES:
            self.of["status"][self.tokens(start, end)] = STATUSES.index(status)


def offsets_of(encoding, text):
    """Offsets of pieces without the space that they begin with."""
    out = []
    for a, b in encoding.offsets:
        while a < b and text[a].isspace():
            a += 1
        out.append((a, b))
    return out


def encode_row(tok, row):
    """ids, labels by head and types of one labelled row."""
    encoding, has = tok.encode(row["text"]), set(row["has"])
    labels = Labels(offsets_of(encoding, row["text"])[:LONGEST])
    labels.nothing("names")
    if "roles" in has:
        labels.nothing("roles")
    types = np.full(len(TYPES), IGNORE, np.int16)
    if "events" in has:
        for h in [*EVENT_TAGS.values(), "trigger"]:
            labels.nothing(h)
        types[:] = 0
        types[[TYPES.index(t) for t, _ in row["events"] if t in TYPES]] = 1
    for start, end, label, *event in row["spans"]:
        if label in NAMES:
            labels.span("names", label, start, end)
        elif label == "ROLE" and "roles" in has:
            labels.span("roles", label, start, end)
        elif label == "T" and "events" in has and event[0] <= len(row["events"]):
            kind, status = row["events"][event[0] - 1]
            if kind in TYPES:
                labels.span("trigger", kind, start, end)
                labels.status(status, start, end)
        elif label in EVENT_TAGS and "events" in has:
            labels.span(EVENT_TAGS[label], label, start, end)
    ids = np.array(encoding.ids[:LONGEST], np.int64)
    return {"ids": ids, "y": labels.of, "types": types, "nat": "nat" in has, "lang": row["lang"]}


def some_rows(path, rows):
    """encode_row of each row, with the tokenizer in path: the work of one process."""
    tok = Tokenizer.from_file(path)
    return [encode_row(tok, row) for row in rows]


def encode_rows(work, name):
    """The labelled rows of a file in the work folder, shared among as many processes as there are processors."""
    rows, n = work.objects(name), os.cpu_count() or 1
    if len(rows) < 5000 or n < 3:
        return [encode_row(work.tok, row) for row in rows]
    parts = [rows[i : i + 1000] for i in range(0, len(rows), 1000)]
    with ProcessPoolExecutor(n - 1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return [r for part in pool.map(functools.partial(some_rows, work.path("tokenizer.json")), parts) for r in part]


# Loss


def types_loss(logits, rows):
    y = torch.from_numpy(np.stack([r["types"] for r in rows])).to(logits.device).float()
    on = (y >= 0).float()
    rare = torch.tensor(3.0, device=logits.device)  # a sentence has one or two of sixteen types
    each = F.binary_cross_entropy_with_logits(logits, y.clamp(min=0), pos_weight=rare, reduction="none")
    return (each * on).sum() / on.sum().clamp(min=1)


def tags_loss(head, logits, y, nat):
    on, logp = y != IGNORE, F.log_softmax(logits, -1)
    picked = logp.gather(-1, y.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    weight = 1.0 if head in ("roles", "trigger") else 0.5
    if head == "names":  # sets that do not mark nationalities: where they say nothing it may be one
        labels, weight = HEADS["names"][1], 2.0
        free = torch.logsumexp(logp[..., [0, labels.index("B-NAT"), labels.index("I-NAT")]], -1)
        picked = torch.where(y == 0, torch.where(nat[:, None], logp[..., 0], free), picked)
    return -weight * (picked * on).sum() / on.sum().clamp(min=1)


def labelled_loss(out, rows, width):
    """The loss of what the heads say of rows, which were padded to width."""
    device = out["names"].device
    nat = torch.tensor([r["nat"] for r in rows], device=device)
    total = types_loss(out["types"].float(), rows)
    for h in TAG_HEADS:
        y = np.full((len(rows), width), IGNORE, np.int64)
        for k, r in enumerate(rows):
            y[k, : len(r["ids"])] = r["y"][h]
        total = total + tags_loss(h, out[h].float(), torch.from_numpy(y).to(device), nat)
    return total
