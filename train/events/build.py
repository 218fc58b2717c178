"""Labelled sentences of political events, written for Dragoman: from lines with tags to JSON lines with spans.

    python train/events/build.py [--out FOLDER] [LANG.txt ...]      # checks; with --out writes LANG.jsonl

A line is TYPE<TAB>STATUS<TAB>text. The text has tags that may nest; offsets count code points:

    <A c="TUR" s="GOV">..</A>  actor      <R c= s=>..</R>  recipient   <T>..</T>  the words that tell of the event
    <P c="QAT">..</P>          its place  <D v="..">..</D> its date    <B>..</B>  the source of the claim
    <S>..</S>  speaker         <Q>..</Q>  direct quote without marks   <I>..</I>  indirect quote
    <PER>..</PER> <ORG>..</ORG> <LOC>..</LOC> names, <NAT>..</NAT> adjectives of a nationality

c is ISO 3166-1 alpha-3 (or UNO EUE NAT ARL AFU IGO NGO), s a PLOVER sector. A second event has e="2" on its T, A and R, and its type and
status behind a comma. A sentence that tells of none is NONE, none. A line that breaks a rule is named with its number, and the rest are kept.
"""
import argparse
import collections
import json
import os
import re
import sys

TYPES = "AGREE CONSULT SUPPORT CONCEDE COOPERATE AID RETREAT REQUEST ACCUSE REJECT THREATEN PROTEST SANCTION MOBILIZE COERCE ASSAULT NONE".split()
STATUSES = "occurred planned called_for denied background none".split()
LABELS = "A R T P D S Q I B PER ORG LOC NAT".split()
TAG = re.compile(r'<(/?)([A-Z]+)((?: [a-z]+="[^"]*")*)>')
HERE = os.path.dirname(os.path.abspath(__file__))


class Broken(Exception):
    """A line that breaks a rule, with the rule in words."""


def rule(holds, words):
    if not holds:
        raise Broken(words)


def spans_of(marked):
    """The text without its tags, and what they say of it."""
    text, spans, opened, at = "", [], [], 0
    for m in TAG.finditer(marked):
        text += marked[at : m.start()]
        at = m.end()
        if not m[1]:
            rule(m[2] in LABELS, f"tag <{m[2]}>")
            opened.append({"start": len(text), "end": 0, "label": m[2], **dict(re.findall(r'([a-z]+)="([^"]*)"', m[3]))})
            continue
        rule(opened and opened[-1]["label"] == m[2], f"</{m[2]}> closes nothing")
        opened[-1]["end"] = len(text)
        spans.append(opened.pop())
    rule(not opened, "a tag stays open")
    text += marked[at:]
    rule("<" not in text and ">" not in text, "a stray < or >")
    for s in spans:
        words = text[s["start"] : s["end"]]
        rule(words and words.strip() == words, f"an empty or padded <{s['label']}>")
    return text, sorted(spans, key=lambda s: (s["start"], -s["end"]))


def item(line):
    parts = line.split("\t")
    rule(len(parts) == 3, "not three columns")
    types, statuses, (text, spans) = parts[0].split(","), parts[1].split(","), spans_of(parts[2])
    rule(len(types) == len(statuses) < 3 and set(types) <= set(TYPES) and set(statuses) <= set(STATUSES), "types or statuses")
    rule((types == ["NONE"]) == (statuses == ["none"]), "NONE goes with none")
    for n in range(1, len(types) + 1):
        has = any(s["label"] == "T" and s.get("e", "1") == str(n) for s in spans)
        rule(has == (types[n - 1] != "NONE"), f"trigger of event {n}")
    return {"events": [{"type": t, "status": s} for t, s in zip(types, statuses)], "text": text, "spans": spans}


def read(path):
    """The items of a file, and its broken lines in words."""
    items, broken, seen, lang = [], [], set(), os.path.basename(path).split(".")[0]
    with open(path, encoding="utf8") as f:
        for n, line in enumerate(f, 1):
            line = line.rstrip("\n")
            if not line.strip() or line.startswith("#"):
                continue
            try:
                o = item(line)
                rule(o["text"] not in seen, "said before")
            except Broken as e:
                broken.append(f"{path}:{n}: {e}")
                continue
            seen.add(o["text"])
            items.append({"id": f"{lang}-e{n:04d}", "lang": lang, **o})
    return items, broken


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--out", help="folder for LANG.jsonl")
    p.add_argument("files", nargs="*")
    args = p.parse_args()
    failed = 0
    for path in args.files or sorted(os.path.join(HERE, f) for f in os.listdir(HERE) if f.endswith(".txt")):
        items, broken = read(path)
        failed += len(broken)
        print("\n".join([*broken, f"{os.path.basename(path)} {len(items)}: " + " ".join(f"{t} {n}" for t, n in sorted(collections.Counter(o["events"][0]["type"] for o in items).items()))]))
        if args.out:
            with open(os.path.join(args.out, items[0]["lang"] + ".jsonl"), "w", encoding="utf8") as f:
                f.writelines(json.dumps(o, ensure_ascii=False) + "\n" for o in items)
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
