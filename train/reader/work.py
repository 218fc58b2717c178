"""The work folder, in which all that training needs lies and to which its results go.

teacher.npz, tokenizer.json (cut.py), train.jsonl.gz, dev.jsonl.gz (labels.py), corpus.jsonl.xz, mono.txt.xz, tatoeba.jsonl.gz,
xquad.jsonl.gz (pack.py); readers as NAME.pt, unfinished ones as NAME.ckpt; and log.jsonl, to which every run adds.
"""
import gzip
import json
import lzma
import os
import time

import numpy as np
import torch
from tokenizers import Tokenizer

from .encoder import from_teacher
from .quant import unpack_four

PAD, EOS = 1, 2
LAYERS = 12  # of the teacher


class Work:
    """The folder, and the device to work on: a GPU where there is one."""

    def __init__(self, folder):
        self.folder = folder
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.backends.cuda.enable_cudnn_sdp(False)  # it plans anew for every shape
        torch.backends.cuda.matmul.allow_tf32 = True
        self.tok = Tokenizer.from_file(self.path("tokenizer.json"))
        self.start = time.time()

    def path(self, name):
        return os.path.join(self.folder, name)

    def say(self, **what):
        """Print and log one line, with the seconds since the command began."""
        line = json.dumps({"t": round(time.time() - self.start, 1), **what})
        print(line, flush=True)
        with open(self.path("log.jsonl"), "a", encoding="utf8") as f:
            f.write(line + "\n")

    def lines(self, name):
        with (lzma if name.endswith(".xz") else gzip).open(self.path(name), "rt", encoding="utf8") as f:
            for line in f:
                yield line.rstrip("\n")

    def objects(self, name):
        return [json.loads(line) for line in self.lines(name)]

    def encode(self, texts):
        return [np.array(e.ids, np.int64) for e in self.tok.encode_batch(texts)]

    def teacher_tensors(self):
        """The teacher's tensors in float32."""
        with np.load(self.path("teacher.npz")) as kept:
            return {k: unpack_four(v) if v.dtype == np.uint8 else v.astype(np.float32) for k, v in kept.items()}

    def teacher(self, layers=range(LAYERS)):
        return from_teacher(self.teacher_tensors(), layers).to(self.device)

    def autocast(self):
        return torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda")

    def pad(self, texts):
        """ids [batch, tokens] and where they are: tokens is a multiple of 8, so that shapes come again."""
        n = -(-max(len(t) for t in texts) // 8) * 8
        ids = np.full((len(texts), n), PAD, np.int64)
        for k, t in enumerate(texts):
            ids[k, : len(t)] = t
        ids = torch.from_numpy(ids)
        if self.device.type == "cuda":
            ids = ids.pin_memory().to(self.device, non_blocking=True)
        return ids, ids != PAD
