"""What the pairs of names show too seldom: letters of Persian, readings of Chinese letters in China and Korea, spellings in Latin script."""
import collections

# What Persian writes of its own, and Iraq in Latin script, where Arabic has another letter: the letter of the other script that tells it, the Arabic letters
# it stands for, the Persian one, and with what part of the counts it is added.
PERSIAN = [
    ({"latn": "p", "cyrl": "п"}, ["ب"], "پ", 0.3),
    ({"latn": "ch", "cyrl": "ч"}, ["تش", "ش"], "چ", 0.3),
    ({"latn": "zh", "cyrl": "ж"}, ["ج", "ز"], "ژ", 0.3),
    ({"latn": "j", "cyrl": "ж"}, ["ج"], "ژ", 0.03),
    ({"latn": "g", "cyrl": "г", "hebr": "ג"}, ["غ", "ج", "ك", "ق"], "گ", 0.2),
    ({"latn": "v", "cyrl": "в"}, ["ف"], "و", 0.3),
    ({"latn": "z", "cyrl": "з", "hebr": "ז"}, ["ز"], "ض", 0.1),
    ({"latn": "z", "cyrl": "з", "hebr": "ז"}, ["ز"], "ذ", 0.1),
    ({"latn": "z", "cyrl": "з", "hebr": "ז"}, ["ز"], "ظ", 0.1),
    ({"latn": "s", "cyrl": "с", "hebr": "ס"}, ["س"], "ث", 0.03),
    ({"latn": "gh", "cyrl": "г"}, ["غ"], "ق", 0.1),
    ({"latn": "dh"}, ["ذ", "د"], "ظ", 0.3),
    ({"latn": "dh"}, ["ذ", "د"], "ض", 0.3),
]


def persian(counts, a, b):
    """Adds the pairs of chunks with Persian letters to the counts of a model with Arabic."""
    more = collections.defaultdict(float)
    for (x, y), n in counts.items():
        for tells, old, new, part in PERSIAN:
            for o in old:
                if b == "arab" and a in tells and tells[a] in x and o in y:
                    more[x, y.replace(o, new)] += part * n
                elif a == "arab" and b in tells and tells[b] in y and o in x:
                    more[x.replace(o, new), y] += part * n
                elif a == b == "arab" and x == y and o in x:
                    more[x.replace(o, new), y] += 0.05 * part * n
                    more[x, y.replace(o, new)] += 0.05 * part * n
                    more[x.replace(o, new), y.replace(o, new)] += part * n
    for k, n in more.items():
        counts[k] = counts.get(k, 0) + n


# Spellings of one sound in the ways to write Arabic, Persian, Russian and Turkish names in Latin script that the names of the
# training set show too seldom. Their weights are at least ROMAN a letter.
SPELLINGS = """c j, c dj, j dj, j dzh, j sch, ş sh, ş ch, ş sch, ç ch, ç tch, ç sch, ch sh, sh sch, ch tch, ch sch, s sh, j zh, j y, j i, ou u, ou w, oo u, oo ou,
ee i, ee ea, ei ey, ei ay, ai ei, ay ey, ai ay, kh h, kh ch, kh x, kh j, kh k, gh g, gh ğ, gh q, q k, q g, q gh, k g, dh z, dh d, dh th, th s, th t, z d, z s, zz z, z dz, tz ts, ts z, c ts,
w v, v f, w u, y i, y ii, iy i, ij iy, ph f, ck k, ss s, aa a, ah a, eh e, a e, i e, o u, e o, ie i, x ks, č ch, š sh, ž zh, ć ch, đ dj, đ j, ñ n, ı i, ö o, ö oe, ü u, ü ue, ä a, ä ae, å a, å aa, ø o, h ch,
š ş, š ș, š s, ş s, ć ç, č ç, ć c, č c, ç c, ž j, ž z, ğ g, ğ y, ı e, ı a, ı u, ı y, ü ou, ü oo, ü i, ö e, c g, ow ov, ow ev, ov off, ev ew, of ov, ł l, ř r, ň n""".replace("\n", " ")


def pinyin(counts):
    """Adds the readings of Chinese letters, which names of people from China have, to the counts of Latin with Chinese."""
    from pypinyin.constants import PINYIN_DICT
    from pypinyin.contrib.tone_convert import to_normal
    seen = collections.Counter()
    for (x, y), n in counts.items():
        for c in y:
            seen[c] += n
    for code in sorted(PINYIN_DICT):
        c = chr(code)
        if not ("\u4e00" <= c <= "\u9fff") or not (seen[c] or common(c)):
            continue
        first = to_normal(PINYIN_DICT[code].split(",")[0]).replace("ü", "u")
        for r, n in {first: 3.0, first.replace("x", "hs"): 0.1, first.replace("q", "ch"): 0.3, first.replace("zh", "ch"): 0.3}.items():
            if r == first or n < 1:
                counts[r, c] = counts.get((r, c), 0) + n


KOREAN = {  # vowels of Korean as names have them in Latin script
    "a": ["a", "ah"], "ae": ["ae", "ai"], "ya": ["ya"], "eo": ["eo", "u", "o"], "e": ["e"], "yeo": ["yeo", "yu", "yo", "you"], "ye": ["ye"], "o": ["o", "oh"],
    "wa": ["wa", "hwa"], "oe": ["oe", "oi", "we"], "yo": ["yo"], "u": ["u", "oo", "ou"], "wo": ["won", "wo", "weo"], "we": ["we"], "wi": ["wi"], "yu": ["yu", "you"],
    "eu": ["eu", "u"], "ui": ["ui", "eui"], "i": ["i", "ee"]}


def korean(counts, cc):
    """Adds the readings that Chinese letters have in Korean names (hanja 0.15.1, WTFPL), in the usual spellings."""
    import hanja.table
    first = "g,k kk n d,t tt r,l,n m b,p pp s ss - j,ch jj ch k t p h".split()
    vowel = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split()
    last = "- k k k n n n t l k m l l l p l m p p t t ng t t k t p t".split()
    for c, syllable in sorted(hanja.table.hanja_table.items()):
        if len(c) != 1 or not common(c) and not common(cc.convert(c)) or len(syllable) != 1 or not "가" <= syllable <= "힣":
            continue
        n, c = ord(syllable) - 0xAC00, cc.convert(c)
        heads = [h.replace("-", "") for h in first[n // 588].split(",")]
        spelled = {h + v + last[n % 28].replace("-", "") for h in heads for v in KOREAN.get(vowel[n % 588 // 28], [vowel[n % 588 // 28]])}
        for r in sorted(spelled):
            if len(r) <= 6:
                counts[r, c] = counts.get((r, c), 0) + 0.5 / len(spelled)


def common(c):
    """Whether a letter is of the 3,755 most usual, by the order of GB 2312."""
    try:
        return b"\xb0" <= c.encode("gb2312")[:1] <= b"\xd7"
    except UnicodeEncodeError:
        return False


def han_classes(model, target, classes):
    """Writes which classes of consonants each Chinese letter has, from the Latin chunks that it stands for."""
    table = {}
    with open(classes, encoding="utf8") as h:
        for line in h:
            if line.startswith("Latin\t"):
                for cell in line.split("\t")[1].split():
                    k, v = cell.rsplit("=", 1)
                    table[k] = v.split("|")[0].replace("-", "")
    by = collections.defaultdict(collections.Counter)
    for (x, y), n in model.items():
        y, x = y.strip("^$"), x.strip("^$")
        if len(y) == 1 and x:
            key, i = "", 0
            while i < len(x):
                k = next(k for k in (4, 3, 2, 1) if x[i:i + k] in table or k == 1)
                c = table.get(x[i:i + k], "")
                key += c[1:] if c and key[-1:] == c[0] else c
                i += k
            by[y][key] += n
    cells = []
    for c in sorted(by):
        total = sum(by[c].values())
        keep = [k for k, n in by[c].most_common(3) if n > 0.12 * total]
        cells.append(c + "=" + "|".join(k or "-" for k in keep))
    with open(target, "w", encoding="utf8") as f:
        f.write("# made by train/names.py: classes of the consonants that Chinese letters stand for\n")
        for i in range(0, len(cells), 100):
            f.write("Han\t" + " ".join(cells[i:i + 100]) + "\n")
