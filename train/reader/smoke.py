"""Make tiny inputs of every step, to try the steps in a few minutes without a network, and check what they made of them: it is of no use.

    python -m reader.smoke inputs DIR
    python -m reader.smoke file READER.bin              # fails unless the file, read and written, is the same
    python -m reader.smoke axes READER.bin TURNED.bin   # fails unless axes changed what it may and nothing else

DIR gets fetched/ (a teacher with random weights in the layout of its package, and a tokenizer), data/ (labelled data in the layout
of README.md) and corpus/ (running text as the collectors write it). All of it is made up from a few words.
"""
import base64
import gzip
import json
import os
import random
import struct
import sys

import numpy as np

from . import LANGS
from .encoder import EPS, FFN, HEADS, HIDDEN, POSITIONS
from .quant import four
from .teacher import Teacher
from .tokenizer_golden import SETS
from .vocab import SPACE, SPECIAL
from .weightsfile import put_back, read, reader_of, write
from .work import LAYERS

WORDS = {
    "en": "the minister met workers on Monday before talks began",
    "fr": "la ministre a reçu les ouvriers lundi avant le débat",
    "ar": "التقى الوزير العمال يوم الاثنين قبل بدء المحادثات",
    "es": "la ministra recibió a los obreros el lunes antes del debate",
    "de": "die Ministerin traf am Montag Arbeiter vor den Gesprächen",
    "ru": "министр встретилась с рабочими в понедельник перед переговорами",
    "fa": "وزیر روز دوشنبه پیش از گفتگوها با کارگران دیدار کرد",
    "tr": "bakan pazartesi günü görüşmelerden önce işçilerle buluştu",
    "pt": "a ministra recebeu os operários na segunda antes do debate",
    "it": "la ministra ha incontrato gli operai lunedì prima del dibattito",
    "zh": "部长 周一 会谈 前 会见 了 工人 代表",
}
NAME = {"ar": "سالم", "fa": "سالم", "ru": "Салим", "zh": "萨利姆"}
ROWS = 6  # of each set: two cores have to read them with twelve layers


def sentence(rng, lang):
    words = WORDS[lang].split()
    rng.shuffle(words)
    return ("" if lang == "zh" else " ").join(words) + (" 。" if lang == "zh" else ".")


def write_lines(path, rows):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with gzip.open(path, "wt", encoding="utf8") if path.endswith(".gz") else open(path, "w", encoding="utf8") as f:
        f.writelines((row if isinstance(row, str) else json.dumps(row, ensure_ascii=False)) + "\n" for row in rows)


# The labelled data


def labelled(rng, lang, k, kind):
    """A row of data/sentences: a name, and a trigger or a role beside it."""
    name, text = NAME.get(lang, "Salim"), sentence(rng, lang)
    first = text.split()[0] if lang != "zh" else text[:2]
    at = len(name) + 1
    second = {"label": "ROLE"} if kind else {"label": "T", "e": "1"}
    spans = [{"start": 0, "end": len(name), "label": "PER"}, {"start": at, "end": at + len(first), **second}]
    return {"id": f"{lang}{kind}-{k}", "lang": lang, "text": f"{name} {text}", "spans": spans,
            "events": [{"type": "CONSULT", "status": "occurred"}]}


def tagged(rng, lang, k):
    """A row of data/ner."""
    tokens = sentence(rng, lang).split()
    return {"id": str(k), "lang": lang, "set": "smoke", "tokens": tokens, "tags": ["B-LOC", "O", "B-ORG"] + ["O"] * (len(tokens) - 3)}


def write_data(rng, data):
    for lang in LANGS:
        for kind in ("", "-names"):
            rows = [labelled(rng, lang, k, kind) for k in range(ROWS)]
            # one of each kind of name for the pool that variants draw from
            rows[0]["spans"][0]["label"], rows[1]["spans"][0]["label"] = "ORG", "LOC"
            write_lines(f"{data}/sentences/{lang}{kind}.jsonl", rows)
    for name, field, _ in SETS:
        path = os.path.join(data, name)
        if field == "tokens" and not os.path.exists(path):
            lang = os.path.basename(name).split("_")[0].replace("wikineural", "en")
            write_lines(path, [tagged(rng, lang, k) for k in range(ROWS)])
    for name in ("ar_wojood_sample_train", "en_wikigold"):
        write_lines(f"{data}/ner/{name}.jsonl", [tagged(rng, name[:2], k) for k in range(ROWS)])
    write_lines(f"{data}/reports/reports.jsonl", [{"text": sentence(rng, lang)} for lang in LANGS])
    write_lines(f"{data}/events/ngec_synthetic.jsonl", [{"text": "\n".join(sentence(rng, "en") for _ in range(3))} for _ in range(ROWS)])
    for lang in LANGS:
        write_lines(f"{os.path.dirname(data)}/events/{lang}.txt", [f"CONSULT\toccurred\t<T>{k}</T> {sentence(rng, lang)}" for k in range(ROWS)])
    for name, langs in (("tatoeba", LANGS), ("xquad", ["en", "es", "de", "ru", "ar", "tr", "zh"])):
        write_lines(f"{data}/parallel/{name}.jsonl", [{lang: f"{k} {sentence(rng, lang)}" for lang in langs} for k in range(ROWS)])
    write_names(data)


def write_names(data):
    for lang in ("ar", "ru", "zh"):
        write_lines(f"{data}/names/translit_{lang}_80.tsv", ["latin\tnative\tcount", f"salim\t{NAME[lang]}\t3", f"karim\t{NAME[lang]}\t2"])
    columns = ["name_en", "name_fr", "name_es", "name_de", "name_pt", "name_ru", "name_zh"]
    write_lines(f"{data}/names/natural_earth_places.tsv", ["\t".join(columns), "\t".join(["Lima"] * 5 + ["Лима", "利马"])])
    both = {"common": "Peru", "official": "Republic of Peru"}
    codes = "fra ara spa deu rus per tur por ita zho".split()
    path = f"{data}/names/countries.json"
    with open(path, "w", encoding="utf8") as f:
        json.dump([{"name": both, "capital": ["Lima"], "translations": dict.fromkeys(codes, both)}], f)


def write_corpus(rng, corpus):
    write_lines(f"{corpus}/parallel/smoke.jsonl.gz", [{lang: sentence(rng, lang) for lang in LANGS} for _ in range(ROWS)])
    write_lines(f"{corpus}/mono/smoke.tr.txt.gz", [sentence(rng, "tr") for _ in range(ROWS)])


# The teacher and its tokenizer


def write_tokenizer(path):
    """The specials, every character and every word there is, in the order of the original: <s> <pad> </s> <unk> first, <mask> last."""
    texts = [*WORDS.values(), *NAME.values(), "Salim Lima Karim Peru Republic of query: 0123456789.。,。"]
    pieces = sorted({SPACE, *"".join(texts).replace(" ", ""), *(SPACE + w for t in texts for w in t.split())})
    vocab = [[s, 0.0] for s in SPECIAL] + [[p, -8.0 - len(pieces) / (1 + len(p)) / 100] for p in pieces] + [["<mask>", 0.0]]
    empty = struct.pack("<I", 1024) + bytes(1024)  # a charsmap without a rule
    special = [{"id": i, "content": s, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
               for i, s in [*enumerate(SPECIAL), (len(vocab) - 1, "<mask>")]]
    both = [{"SpecialToken": {"id": s, "type_id": 0}} for s in ("<s>", "</s>")]
    text = {"Sequence": {"id": "A", "type_id": 0}}
    template = {"type": "TemplateProcessing", "single": [both[0], text, both[1]], "pair": [both[0], text, both[1]],
                "special_tokens": {s: {"id": s, "ids": [i], "tokens": [s]} for s, i in (("<s>", 0), ("</s>", 2))}}
    marker = {"type": "Metaspace", "replacement": SPACE, "prepend_scheme": "always", "split": True}
    spec = {"version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
            "normalizer": {"type": "Sequence", "normalizers": [{"type": "Precompiled", "precompiled_charsmap": base64.b64encode(empty).decode()}]},
            "pre_tokenizer": marker, "post_processor": template, "decoder": marker,
            "model": {"type": "Unigram", "unk_id": 3, "vocab": vocab, "byte_fallback": False}}
    with open(path, "w", encoding="utf8") as f:
        json.dump(spec, f, ensure_ascii=False)
    return vocab


def write_teacher(path, vocab):
    """Random weights of the teacher's shape in the layout that teacher.py reads."""
    rng = np.random.default_rng(1)
    pieces = [p.encode() for p, _ in vocab]
    shape = Teacher.__new__(Teacher)
    shape.hidden, shape.ffn, shape.vocabulary, shape.positions = HIDDEN, FFN, len(vocab), POSITIONS
    tensors = []
    for name, size in shape.shapes().items():
        for full in [name] if name.startswith("emb") else [f"l{l}.{name}" for l in range(LAYERS)]:
            w = rng.normal(0, 0.05, size).astype(np.float32)
            if name.endswith("ln.w"):
                w += 1
            quantised = len(size) == 2 and name not in ("emb.pos", "emb.type")
            tensors.append((full, size, (four(w) if quantised else w).tobytes()))
    head = b"E5S1" + struct.pack("<I7ifi", 1, HIDDEN, LAYERS, HEADS, FFN, len(vocab), POSITIONS, 2, EPS, 0)
    blob = b"".join(pieces)
    head += struct.pack("<5iQ", len(vocab), 0, 2, 1, 3, len(blob)) + np.cumsum([0] + [len(p) for p in pieces]).astype("<u4").tobytes()
    head += np.array([s for _, s in vocab], "<f4").tobytes() + blob + struct.pack("<II", 0, 0) + struct.pack("<i", len(tensors))
    at = len(head) + sum(2 + len(n) + struct.calcsize("<BIQQ") for n, _, _ in tensors)
    for name, size, data in tensors:
        head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 1, int(np.prod(size)), at, len(data))
        at += len(data)
    with open(path, "wb") as f:
        f.write(head + b"".join(d for _, _, d in tensors))


def write_inputs(folder):
    rng = random.Random(1)
    fetched = os.path.join(folder, "fetched")
    os.makedirs(fetched, exist_ok=True)
    write_teacher(os.path.join(fetched, "e5-small-q4.bin"), write_tokenizer(os.path.join(fetched, "tokenizer.json")))
    write_data(rng, os.path.join(folder, "data"))
    write_corpus(rng, os.path.join(folder, "corpus"))


# What holds of weights files


def check_file(path):
    """A file is the same to the byte when the reader in it was taken out and put back."""
    w = read(path)
    put_back(w, reader_of(w))
    write(path + ".again", w)
    with open(path, "rb") as a, open(path + ".again", "rb") as b:
        if a.read() != b.read():
            raise SystemExit(f"{path} was read and written, and is not the same")


def differing(before, after):
    """Names of header fields and of tensors that are not the same, of two files in memory."""
    fields = {k for k in before.header.keys() | after.header.keys() if before.header.get(k) != after.header.get(k)}
    return fields, {k for k in before.tensors.keys() | after.tensors.keys() if before.tensors.get(k) != after.tensors.get(k)}


def check_axes(before, after):
    before, after = read(before), read(after)
    fields, tensors = differing(before, after)
    if not fields <= {"name", "vector"} or tensors != {"vec.mean", "vec.axes"}:
        raise SystemExit(f"axes changed {fields} and {tensors}")
    axes = after.array("vec.axes")
    if axes.shape != (after.header["vector"], HIDDEN) or not np.isfinite(axes).all():
        raise SystemExit(f"axes are {axes.shape}, or not finite")


COMMANDS = {"inputs": write_inputs, "file": check_file, "axes": check_axes}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[1] not in COMMANDS:
        raise SystemExit(__doc__)
    COMMANDS[sys.argv[1]](*sys.argv[2:])
