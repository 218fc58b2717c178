"""Gather the labelled sentences that weights may be trained on, and make variants of them.

    python -m reader.labels --data DATA --out WORK [--seed 7] [--variants 9]      # WORK gets train.jsonl.gz and dev.jsonl.gz

Sources and licences: sentences/ and train/events (this project's own), ner/ar_anercorp_train (CC BY-SA 4.0, CAMeL Lab),
ner/ar_wojood_sample_train (MIT), ner/en_wikigold (CC BY 4.0). Nothing else under ner/ may train. A fifth of each (held_back)
is dev: never trained on, nor does it lend its names to variants.

A variant is a sentence with other names in the place of some of its own, from the other sentences, from
names/translit_*_80.tsv (MIT, from Wikidata), natural_earth_places.tsv (public domain) and countries.json (ODbL 1.0).

A row: {"lang","set","id","text","spans":[[start,end,label,...],...],"events":[[type,status],...],"has":[...]}; has says which heads
the row teaches: "names" (PER ORG LOC), "nat" (nationalities), "roles", "events" (all the rest).
"""
import argparse
import glob
import gzip
import json
import os
import random
import re

from events.build import read as tagged_lines

from . import LANGS, held_back

NAMES = ("PER", "ORG", "LOC")
NAMES_AND_NATIONS = NAMES + ("NAT",)
EVENT = ("A", "R", "T", "S", "D", "P", "Q", "I", "B")
PUBLIC = ("ar_anercorp_train", "ar_wojood_sample_train", "en_wikigold")
EVENTS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "events")
LONGEST = 1200
COUNTRY_CODES = dict(en="eng", fr="fra", ar="ara", es="spa", de="deu", ru="rus", fa="per", tr="tur", pt="por", it="ita", zh="zho")
# The column of places by language; Italian and Turkish, which have none, write most places as English does.
PLACE_COLUMNS = dict(en="name_en", fr="name_fr", es="name_es", de="name_de", pt="name_pt", ru="name_ru", zh="name_zh", it="name_en", tr="name_en")
COUNTRY_TIMES = 6  # a country is picked as often as that many places: news is full of them
HAS_CASE = ("en", "fr", "es", "de", "ru", "pt", "it", "tr")


def json_lines(*path):
    with open(os.path.join(*path), encoding="utf8") as f:
        for line in f:
            yield json.loads(line)


# The sets


def outermost(spans):
    """Of the names those that lie in no other."""
    return [s for s in spans if not any(o is not s and o[0] <= s[0] and s[1] <= o[1] and (o[0], o[1]) != (s[0], s[1]) for o in spans)]


def own(data):
    for lang in LANGS:
        for kind in ("", "-names"):
            for o in json_lines(data, "sentences", lang + kind + ".jsonl"):
                names = outermost([[s["start"], s["end"], s["label"]] for s in o["spans"] if s["label"] in NAMES_AND_NATIONS])
                rest = [[s["start"], s["end"], s["label"], int(s.get("e", 1))] for s in o["spans"] if s["label"] in EVENT + ("ROLE",)]
                events = [] if kind else [[e["type"], e["status"]] for e in o["events"]]
                has = ["names", "nat", "roles" if kind else "events"]
                yield {"lang": lang, "set": "own" + kind, "id": o["id"], "text": o["text"], "spans": names + rest, "events": events, "has": has}


def told(folder):
    """The sentences of events in a folder like train/events."""
    for path in sorted(glob.glob(os.path.join(folder, "*.txt"))):
        lang = os.path.basename(path).split(".")[0]
        for o in tagged_lines(path)[0]:
            names = outermost([[s["start"], s["end"], s["label"]] for s in o["spans"] if s["label"] in NAMES_AND_NATIONS])
            rest = [[s["start"], s["end"], s["label"], int(s.get("e", 1))] for s in o["spans"] if s["label"] in EVENT]
            events = [[e["type"], e["status"]] for e in o["events"]]
            yield {"lang": lang, "set": "own-events", "id": o["id"], "text": o["text"], "spans": names + rest, "events": events, "has": ["names", "nat", "events"]}


def joined(tokens, tags):
    """The text of tokens and the spans of their BIO tags."""
    text, spans, inside = "", [], False
    for token, tag in zip(tokens, tags):
        if text and token[0] not in ".,;:!?)]}%،؛؟'’" and text[-1] not in "([{":
            text += " "
        if tag[0] == "B" or tag[0] == "I" and not (inside and spans[-1][2] == tag[2:]):
            spans.append([len(text), 0, tag[2:]])
        text += token
        inside = tag[0] != "O"
        if inside:
            spans[-1][1] = len(text)
    return text, [s for s in spans if s[2] in NAMES]


def public(data):
    for name in PUBLIC:
        for o in json_lines(data, "ner", name + ".jsonl"):
            text, spans = joined(o["tokens"], o["tags"])
            if 0 < len(text) < LONGEST:
                yield {"lang": o["lang"], "set": o["set"], "id": name + o["id"], "text": text, "spans": spans, "events": [], "has": ["names"]}


# Variants


class Names:
    """Names to put in the place of others, by language and kind."""

    def __init__(self, rows, data, rng):
        self.rng, self.pool = rng, {}
        for r in rows:
            for s in r["spans"]:
                if s[2] in NAMES and r["set"].startswith("own"):
                    self.add(r["lang"], s[2], r["text"][s[0] : s[1]])
        self.read_parts(os.path.join(data, "names"))
        self.read_places(os.path.join(data, "names"))

    def add(self, lang, kind, name):
        self.pool.setdefault((lang, kind), []).append(name)

    def read_parts(self, folder):
        """Parts of personal names, in Latin letters and in those of three languages."""
        self.latin, self.native = [], {}
        for lang in ("ar", "ru", "zh"):
            self.native[lang] = []
            with open(os.path.join(folder, f"translit_{lang}_80.tsv"), encoding="utf8") as f:
                next(f)
                for line in f:
                    latin, form, _ = line.rstrip("\n").split("\t")
                    if len(form) < 2 or " " in form:
                        continue
                    self.native[lang].append(form.title() if lang == "ru" else form)
                    if len(latin) > 2:
                        self.latin.append(latin.title())

    def read_places(self, folder):
        with open(os.path.join(folder, "natural_earth_places.tsv"), encoding="utf8") as f:
            head, *lines = f.read().splitlines()
        for line in lines:
            fields = dict(zip(head.split("\t"), line.split("\t")))
            for lang, column in PLACE_COLUMNS.items():
                if fields.get(column):
                    self.add(lang, "LOC", fields[column])
        with open(os.path.join(folder, "countries.json"), encoding="utf8") as f:
            countries = json.load(f)
        for c in countries:
            for lang, code in COUNTRY_CODES.items():
                name = c["name"]["common"] if lang == "en" else c["translations"].get(code, {}).get("common")
                for _ in range(COUNTRY_TIMES if name else 0):
                    self.add(lang, "LOC", name)

    def pick(self, lang, kind):
        if kind == "PER" and self.rng.random() < 0.6:
            n = 2 if self.rng.random() < 0.8 else 1
            if lang in ("ar", "ru"):
                return " ".join(self.rng.choice(self.native[lang]) for _ in range(n))
            if lang == "zh":
                return "·".join(self.rng.choice(self.native[lang]) for _ in range(n))
            if lang != "fa":  # no list has names in Persian letters
                return " ".join(self.rng.choice(self.latin) for _ in range(n))
        return self.rng.choice(self.pool[lang, kind])


def renamed(row, names, rng):
    """Text and spans of the row with other names in the place of some; names that hold other spans stay as they are."""
    old_text, edges = row["text"], sorted({e for s in row["spans"] for e in s[:2]})
    text, at, k = "", 0, 0
    moved = {}  # where each end of a span has gone
    for s in sorted((s for s in row["spans"] if s[2] in NAMES), key=lambda s: s[0]):
        if s[0] < at:
            continue
        name = old_text[s[0] : s[1]]
        if not any(s[0] < e < s[1] for e in edges) and rng.random() < 0.6:
            name = names.pick(row["lang"], s[2])
        while k < len(edges) and edges[k] < s[1]:
            moved[edges[k]] = len(text) + edges[k] - at  # ends within the name only where it stays
            k += 1
        text += old_text[at : s[0]] + name
        at = s[1]
        if k < len(edges) and edges[k] == at:
            moved[at] = len(text)
            k += 1
    for e in edges[k:]:
        moved[e] = len(text) + e - at
    return text + old_text[at:], [[moved[s[0]], moved[s[1]]] + s[2:] for s in row["spans"]]


def variant(row, names, rng):
    """The row with other names, now and then in other letters or without its full stop."""
    text, spans = renamed(row, names, rng)
    dice = rng.random()
    if row["lang"] in HAS_CASE:
        other = text.upper() if dice < 0.04 else text.title() if dice < 0.07 and row["lang"] == "en" else text
        if len(other) == len(text):
            text = other
    if dice > 0.9 and text[-1] in ".。" and all(s[1] < len(text) for s in spans):
        text = text[:-1]
    return dict(row, text=text, spans=spans)


SENTENCE_END = re.compile(r"(?<=[.!?؟])[»”\"’]?\s+|(?<=。)")


def sentence_of(row, rng):
    """One sentence of a paragraph, with what lies in it: the program reads sentence by sentence."""
    cuts = [0] + [m.end() for m in SENTENCE_END.finditer(row["text"])] + [len(row["text"])]
    cuts = [c for c in sorted(set(cuts)) if not any(s[0] < c < s[1] for s in row["spans"])]
    if len(cuts) < 3:
        return row
    k = rng.randrange(len(cuts) - 1)
    a, b = cuts[k], cuts[k + 1]
    text = row["text"][a:b].rstrip()
    return dict(row, text=text, spans=[[s[0] - a, s[1] - a] + s[2:] for s in row["spans"] if a <= s[0] and s[1] <= a + len(text)])


def with_variants(rows, names, rng, n):
    """The rows and their variants: n of an own sentence, twice that of an own paragraph (half of these one sentence of it), one
    of the rest."""
    out = list(rows)
    for r in rows:
        many = {"own": n, "own-events": n, "own-names": 2 * n}.get(r["set"], 1)
        more = [variant(r, names, rng) for _ in range(many)]
        out += [sentence_of(v, rng) if r["set"] == "own-names" and i % 2 else v for i, v in enumerate(more)]
    return out


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--seed", type=int, default=7)
    p.add_argument("--variants", type=int, default=9)
    p.add_argument("--events", default=EVENTS, help="folder with the sentences of events")
    args = p.parse_args()
    rng = random.Random(args.seed)
    train, dev = [], []
    for r in [*own(args.data), *told(args.events), *public(args.data)]:
        (dev if held_back(r["id"]) else train).append(r)
    rows = with_variants(train, Names(train, args.data, rng), rng, args.variants)
    os.makedirs(args.out, exist_ok=True)
    for kind, part in (("train", rows), ("dev", dev)):
        with gzip.open(os.path.join(args.out, kind + ".jsonl.gz"), "wt", encoding="utf8") as f:
            f.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in part)
        print(kind, len(part))


if __name__ == "__main__":
    main()
