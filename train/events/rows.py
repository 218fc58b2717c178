"""How far the rows of trigger words are right: phrase by phrase, and what no row finds.

    go run ./eval -explain -rules sentences.jsonl > explained.jsonl
    python train/events/rows.py explained.jsonl [--missed] [--least 2]

Prints phrases that were found in sentences of other types (wrong/all, type, phrase, the types of the sentences), the worst first, and
recall and precision by type; with --missed, for each type the sentences in which no row of it was found.
"""
import argparse
import collections
import json

p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
p.add_argument("explained")
p.add_argument("--missed", action="store_true")
p.add_argument("--least", type=int, default=1, help="wrong hits from which a phrase is printed")
args = p.parse_args()
hits, missed = collections.defaultdict(list), collections.defaultdict(list)
found, wanted, wrong = collections.Counter(), collections.Counter(), collections.Counter()
with open(args.explained, encoding="utf8") as f:
    for line in f:
        row = json.loads(line)
        gold = {t for t, _ in row["gold"]}
        told = {c["type"] for c in row["signals"]}
        for c in row["signals"]:
            hits[c["type"], c["words"].lower()].append(",".join(sorted(gold)) or "NONE" if c["type"] not in gold else "")
        wanted.update(gold)
        found.update(gold & told)
        wrong.update(told - gold)
        for t in gold - told:
            missed[t].append(row["text"])
for (kind, phrase), list_ in sorted(hits.items(), key=lambda h: -sum(map(bool, h[1]))):
    bad = [t for t in list_ if t]
    if len(bad) >= args.least and 2 * len(bad) >= len(list_):
        print(f"{len(bad)}/{len(list_)}", kind, phrase, "|", " ".join(f"{t} {n}" for t, n in collections.Counter(bad).most_common(4)))
for t in sorted(wanted):
    print(t, f"recall {found[t] / wanted[t]:.2f} precision {found[t] / max(1, found[t] + wrong[t]):.2f} of {wanted[t]}")
    if args.missed:
        print("\n".join("    " + s for s in missed[t]))
