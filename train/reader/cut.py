"""Cut the teacher to the pieces that are kept.

    python -m reader.cut --e5 E5_FILE --tokenizer TOKENIZER_JSON --vocab vocab.npz --out WORK

WORK gets tokenizer.json (the reference tokenizer with the kept pieces, and byte pieces instead of unknown characters) and
teacher.npz (all tensors as they are in the package, matrices in four bits, of the word rows those of the kept pieces). The rows
of byte pieces begin as that of the unknown piece.
"""
import argparse
import json
import os

import numpy as np

from .teacher import Teacher

UNKNOWN = 3


def cut_tokenizer(path, keep):
    with open(path, encoding="utf8") as f:
        spec = json.load(f)
    vocab = spec["model"]["vocab"]
    lowest = min(score for _, score in vocab)  # for bytes: a character without a piece costs 10 more than that, here as in the program
    spec["model"]["vocab"] = [vocab[i] for i in keep] + [[f"<0x{b:02X}>", lowest] for b in range(256)]
    spec["model"]["byte_fallback"] = True
    spec["added_tokens"] = [a for a in spec["added_tokens"] if a["id"] <= UNKNOWN]  # <mask> is cut off
    return spec


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("e5", "tokenizer", "vocab", "out"):
        p.add_argument("--" + name, required=True)
    args = p.parse_args()
    old = np.load(args.vocab)["old_ids"]
    keep = [int(i) for i in old if i >= 0]
    if list(old[len(keep) :]) != [-1] * 256:
        raise SystemExit("the byte pieces have to come last")
    teacher = Teacher(args.e5)
    os.makedirs(args.out, exist_ok=True)
    with open(os.path.join(args.out, "tokenizer.json"), "w", encoding="utf8") as f:
        json.dump(cut_tokenizer(args.tokenizer, keep), f, ensure_ascii=False)
    tensors = {k: teacher.raw.get(k, v) for k, v in teacher.tensors.items()}
    word = teacher.raw["emb.word"]
    tensors["emb.word"] = np.concatenate([word[keep], np.repeat(word[UNKNOWN : UNKNOWN + 1], 256, 0)])
    np.savez(os.path.join(args.out, "teacher.npz"), **tensors)
    print(len(old), "pieces")


if __name__ == "__main__":
    main()
