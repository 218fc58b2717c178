"""Write what a reference tokenizer gives for the cut vocabulary, for the tests of package unigram.

    python -m reader.tokenizer_golden --tokenizer TOKENIZER_JSON --vocab vocab.npz --data DATA \\
        --out ../internal/model/unigram/testdata [--vocabulary]

The reference is the tokenizer of multilingual-e5-small with its vocabulary cut to the pieces of vocab.npz (see vocab.py),
run by the Hugging Face library. Written are

  - ids.jsonl: own sentences and odd texts, with their ids,
  - lines.golden: checksums (CRC-32 of the ids as little-endian uint32) of lines of the labelled data, whose texts
    stay where they are,
  - vocabulary.bin.gz: the pieces, in the container of the weights (only the tok.* tensors), where --vocabulary is given.
"""
import argparse
import gzip
import json
import os
import struct
import zlib

import numpy as np
from tokenizers import Tokenizer

from . import LANGS

OWN = 20  # sentences a language in ids.jsonl
# Labelled sets: file, field of a row ("tokens" are joined by spaces), how many lines are taken, evenly spread.
SETS = (
    [(f"sentences/{lang}.jsonl", "text", 150) for lang in LANGS]
    + [(f"sentences/{lang}-names.jsonl", "text", 100) for lang in LANGS]
    + [("reports/reports.jsonl", "text", 100)]
    + [("parallel/tatoeba.jsonl", lang, 250) for lang in LANGS]
    + [("parallel/xquad.jsonl", lang, 100) for lang in ("en", "es", "de", "ru", "ar", "tr", "zh")]
    + [(f"ner/wikineural_{lang}_val.jsonl", "tokens", 300) for lang in ("en", "fr", "es", "de", "pt", "it", "ru")]
    + [("ner/ar_anercorp_train.jsonl", "tokens", 500), ("ner/fa_arman_fold1_train.jsonl", "tokens", 500),
       ("ner/it_kind_wikinews_train.jsonl", "tokens", 300), ("ner/ru_factrueval2016_dev.jsonl", "tokens", 300)]
)
ODD = [
    "", " ", "   ", "\t", "\n", "\r\n", "a", " a", "a ", "  a  b  ", "a\tb\nc\r\nd", "a\u00a0b", "a\u3000b", "a\u2009\u200ab", "\u2028a\u2029b\u0085c",
    "\u2581", "\u2581a", "a\u2581b", "a \u2581b", "a\u2581 b", "\u2581\u2581a", "a \u2581", "a\u2581",
    "ﬁnance oﬃce ﬂeet", "ﬁ\u0301n", "Ａｂｃ　１２３，！", "ｶﾞｰﾃﾞﾝ", "①②③ ⅣⅫ ½ ² ™ ℃ № ㎏", "ª º ¼ ´ ¨ ¯", "…‥․", "“”‘’‚„‹›«»", "–—―‐‑",
    "café cafe\u0301", "e\u0301\u0302", "a\u0308\u0304 u\u0308", "n\u0303 N\u0303 c\u0327", "A\u030a \u212b", "I\u0307stanbul İstanbul ıssız", "\u0301", "a\u0301\u0301\u0301\u0301", "½\u0301", "ª\u0301 ²\u0327x",
    "й и\u0306 ё е\u0308", "ї і\u0308 Ѓ г\u0301", "Ѝ Ѐ",
    "ﻼ ﷲ ﷺ ﷼ ﻣﺮﺣﺒﺎ", "ﺍﻟﺴﻼﻡ", "مُحَمَّد", "ا\u0653 آ ا\u0654 أ و\u0654 ؤ ي\u0654 ئ", "الـــعربية", "می\u200cخواهم نمی\u200cشود", "می\u200dخواهم", "كتاب\u200fـ\u200eabc", "١٢٣ ۱۲۳ ٪ ؟ ؛ ،", "ك ک ي ی ى ه\u0654 ۀ", "\u0600١٢ \u06ddabc \u0601e\u0301", "\u202bمرحبا\u202c", "الله أكبر!",
    "שָׁלוֹם", "ﬡﬢ שׁ", "Ὀδυσσεύς", "हिन्दी क\u093c", "ไทย กำ", "한국어 \u1112\u1161\u11ab", "日本語のテキスト", "が か\u3099",
    "中文，测试。「引号」", "臺灣繁體字", "㐀㐁 𠀀𠀁", "豈更", "⼀⼆", "你好world你好", "他说：“好。”", "2024年3月5日",
    "😀😃", "👨\u200d👩\u200d👧", "👍🏽", "❤\ufe0f ©\ufe0f ™\ufe0f 1\ufe0f\u20e3", "🇫🇷🇩🇪", "x😀y",
    "\u0000a\u0000", "\u0001\u0002a\u007f", "soft\u00adhyphen", "zero\u200bwidth", "\ufeffbom", "a\u2060b", "\ufffda\ufffd", "\ue000\uf8ff", "\U000f0000", "\U0010ffff",
    "http://www.example.org/a?b=c&d=%20#e", "user@example.org", "@handle #tag", "C++ C# .NET", "1,234.56 1.234,56 1 234,56", "$5 €6 £7 ¥8 ₺9 ₽10 ﷼", "100%", "3×4÷2±1", "<s></s><pad><unk><mask>", "[CLS] </s>",
    "A" * 300, "ab" * 200, "中" * 200, "ا" * 150, "я" * 150, "." * 100, "-" * 77, "\u0301" * 40, " " * 100 + "x", "x" + " \t" * 30 + "y",
    "Donaudampfschifffahrtsgesellschaftskapitän", "Çekoslovakyalılaştıramadıklarımızdan", "достопримечательность", "anticonstitutionnellement", "Krško Brežice Łódź Đà Nẵng Þingvellir", "ĲSSELMEER ǆ Ǆ ŀ", "ſt ﬆ ŉ",
    "ᴬᴮ ₁₂ ⁺", "Ω Ω µ μ", "℡ ㏂ ㋿ ㍿", "〒１００", "‼ ⁉ ⁇", "⁄ ∕ 1⁄2", "ꙋ Ѳ ѣ", "ې ۍ ټ ګ", "ڭ ۇ گ چ پ ژ", "\u0640\u0640\u0640",
]


def reference(path, vocab):
    """The full tokenizer of `path` with its vocabulary cut. No text can spell its special pieces, and the byte pieces, which the
    library keeps among the others, score as the lowest one: what a character without a piece costs is 10 below that."""
    with open(path, encoding="utf-8") as f:
        spec = json.load(f)
    blob, offsets = vocab["blob"].tobytes(), vocab["offsets"]
    pieces = [blob[offsets[i]:offsets[i + 1]].decode() for i in range(len(offsets) - 1)]
    scores, first = vocab["scores"].astype(float), int(vocab["bytes"])
    scores[first:] = scores[:first].min()
    for i in range(4):
        pieces[i] = f"\ue000special{i}"
    spec["added_tokens"], spec["post_processor"] = [], None
    spec["model"] = {"type": "Unigram", "unk_id": 3, "byte_fallback": True, "vocab": list(zip(pieces, scores.tolist()))}
    return Tokenizer.from_str(json.dumps(spec))


def encode(tokenizer, text):
    """Ids, without the marker of spaces at the end of the text, which package unigram leaves out."""
    e = tokenizer.encode(text, add_special_tokens=False)
    ids = e.ids
    if tokenizer.normalizer.normalize_str(text).endswith(" "):
        ids = ids[:-1]
    return ids


def text_of(row, field):
    if field == "tokens":
        return " ".join(row["tokens"])
    return row.get(field)


def lines(data):
    for name, field, n in SETS:
        with open(os.path.join(data, name), encoding="utf-8") as f:
            found = [(i, text_of(json.loads(line), field)) for i, line in enumerate(f)]
        found = [(i, text) for i, text in found if text]
        yield name, field, [found[k * len(found) // n] for k in range(n)] if len(found) > n else found


def write_ids(tokenizer, data, path):
    texts = list(ODD)
    for lang in LANGS:
        for name in (f"{lang}.jsonl", f"{lang}-names.jsonl"):
            with open(os.path.join(data, "sentences", name), encoding="utf-8") as f:
                rows = [json.loads(line) for line in f]
            texts += [rows[k * len(rows) // (OWN // 2)]["text"] for k in range(OWN // 2)]
    with open(path, "w", encoding="utf-8") as f:
        for text in texts:
            f.write(json.dumps({"text": text, "ids": encode(tokenizer, text)}, ensure_ascii=False, separators=(",", ":")) + "\n")
    print(len(texts), "texts ->", path)


def write_lines(tokenizer, data, path):
    count = 0
    with open(path, "w") as f:
        f.write("# Checksums of the ids of lines of the labelled data: file and field, then line (from 0) and CRC-32.\n")
        for name, field, found in lines(data):
            f.write(f"{name} {field}\n")
            for i, text in found:
                f.write(f"\t{i} {zlib.crc32(np.array(encode(tokenizer, text), '<u4').tobytes()):08x}\n")
            count += len(found)
    print(count, "lines ->", path)


def write_vocabulary(vocab, path):
    """The pieces in the container of the weights: magic, version, length of the header, header, tensors at multiples of 64."""
    tensors = {"tok.blob": ("u8", vocab["blob"]), "tok.offsets": ("u32", vocab["offsets"]), "tok.scores": ("f32", vocab["scores"]), "tok.norm": ("u8", vocab["norm"])}
    header = {"format": "dragoman.reader/1", "name": "vocabulary", "pieces": len(vocab["scores"]), "bos": 0, "pad": 1, "eos": 2, "unk": 3, "bytes": int(vocab["bytes"])}

    def layout(start):
        at, entries = start, []
        for name, (dtype, v) in tensors.items():
            at = -(-at // 64) * 64
            entries.append({"name": name, "dtype": dtype, "shape": [len(v)], "offset": at, "bytes": v.nbytes})
            at += v.nbytes
        return entries

    start = 4096
    text = json.dumps(dict(header, tensors=layout(start))).encode()
    assert 12 + len(text) <= start
    out = bytearray(b"DRGR" + struct.pack("<II", 1, len(text)) + text)
    for e in layout(start):
        out += bytes(e["offset"] - len(out))
        out += np.ascontiguousarray(tensors[e["name"]][1]).tobytes()
    with open(path, "wb") as f, gzip.GzipFile("", "wb", 9, f, mtime=0) as z:
        z.write(bytes(out))
    print(os.path.getsize(path), "bytes ->", path)


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("--tokenizer", required=True)
    p.add_argument("--vocab", required=True)
    p.add_argument("--data", required=True)
    p.add_argument("--out", required=True)
    p.add_argument("--vocabulary", action="store_true", help="write vocabulary.bin.gz too")
    a = p.parse_args()
    vocab = np.load(a.vocab)
    tokenizer = reference(a.tokenizer, vocab)
    write_ids(tokenizer, a.data, os.path.join(a.out, "ids.jsonl"))
    write_lines(tokenizer, a.data, os.path.join(a.out, "lines.golden"))
    if a.vocabulary:
        write_vocabulary(vocab, os.path.join(a.out, "vocabulary.bin.gz"))


if __name__ == "__main__":
    main()
