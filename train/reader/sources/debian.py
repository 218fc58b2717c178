"""Parallel running text from Debian 12 packages (documentation in translation).

    python -m reader.sources.debian --download DIR --out DIR [PART ...]

  libreoffice-help-*  7.4.7   MPL-2.0 (debian/copyright: "License: MPL-2.0"; Files: *)
  libreoffice-l10n-*  7.4.7   MPL-2.0
  debian-handbook     11.2022 GPL-2.0+ or CC-BY-SA-3.0; used under CC-BY-SA-3.0
  kicad-doc-*         6.0.11  doc/*: "GPL-2+ or CC-BY-SA-3.0", its comment says CC BY 3.0 or later; used
                              under CC-BY-SA-3.0
  gnome-user-docs 43 and the help of GNOME programs: only guides whose own text
      names a Creative Commons Attribution(-ShareAlike) licence

A point release of Debian may replace a version that is pinned here: README.md says what to do.
"""

import gettext
import os
import re
import xml.etree.ElementTree as ET

from . import common as c

LO = "4:7.4.7-1+deb12u14"
LO_HELP = {"en": "en-us", "de": "de", "es": "es", "fr": "fr", "it": "it", "pt": "pt", "ru": "ru", "tr": "tr", "zh": "zh-cn"}
LO_UI = {"ar": "ar", "fa": "fa", "de": "de", "es": "es", "fr": "fr", "it": "it", "pt": "pt", "ru": "ru", "tr": "tr", "zh": "zh-cn"}
PARAGRAPH = re.compile(r'<(p|h\d) id="([^"]+)"[^>]*>(.*?)</\1>', re.S)


def libreoffice_help(at):
    """Help paragraphs keep their id through translation: align by file and id."""
    out, rows = at.parallel("libreoffice_help"), {}
    for lang, code in LO_HELP.items():
        root = os.path.join(at.apt("libreoffice-help-" + code, LO), "usr/share/libreoffice/help")
        for folder, _, files in os.walk(root):
            for name in sorted(f for f in files if f.endswith(".html")):
                path = os.path.join(folder, name)
                page = path.split("/text/", 1)[-1]
                with open(path, encoding="utf-8") as f:
                    for _, ident, body in PARAGRAPH.findall(f.read()):
                        rows.setdefault((page, ident), {}).setdefault(lang, c.plain(body))
    for key in sorted(rows):
        out.add(rows[key])
    out.write()


def libreoffice_ui(at):
    """Interface sentences; the message id is the English text."""
    out, rows = at.parallel("libreoffice_ui"), {}
    for lang, code in LO_UI.items():
        root = at.apt("libreoffice-l10n-" + code, LO)
        for folder, _, files in sorted(os.walk(root)):
            for name in sorted(f for f in files if f.endswith(".mo")):
                with open(os.path.join(folder, name), "rb") as f:
                    catalog = gettext.GNUTranslations(f)._catalog
                for key, text in catalog.items():
                    if isinstance(key, str) and key:
                        english = key.split("\x04")[-1].replace("~", "").replace("_", "")
                        row = rows.setdefault(english, {"en": c.plain(english)})
                        row.setdefault(lang, c.plain(text.replace("~", "").replace("_", "")))
    for key in sorted(rows):
        out.add(rows[key])
    out.write()


BLOCK = re.compile(r'<div class="para">|<p\b[^>]*>|</p>|<h\d\b[^>]*>|</h\d>|<li\b[^>]*>|<dt\b[^>]*>|<dd\b[^>]*>|<td\b[^>]*>|</?(?:div|ul|ol|dl|table|pre)\b[^>]*>')


def skeleton(page):
    """The block tags of an HTML page in order: equal in a page and its translation."""
    return [m[0:5] for m in re.findall(r"<(?:div class=\"para|div|p|h\d|li|dt|dd|td|ul|ol|dl|table|pre)\b", page)]


HEADING = re.compile(r"(?=<h[1-6]\b)")


def html_books(at, name, folders):
    """Aligns the pages of one book by section: where the block tags of a section
    agree one by one with those of the English section, so do the texts."""
    out = at.parallel(name)
    pages = sorted(f for f in os.listdir(folders["en"]) if f.endswith(".html"))
    for page in pages:
        sections = {}
        for lang, folder in folders.items():
            path = os.path.join(folder, page)
            if os.path.exists(path):
                with open(path, encoding="utf-8") as f:
                    sections[lang] = HEADING.split(strip_listings(f.read()))
        for i, english in enumerate(sections["en"]):
            peers = {l: s[i] for l, s in sections.items() if len(s) == len(sections["en"])}
            shape, texts = skeleton(english), {}
            for lang, section in peers.items():
                if skeleton(section) == shape:
                    texts[lang] = raw_blocks(section)
            for j in range(len(texts["en"])):
                out.add({l: t[j] for l, t in texts.items() if len(t) == len(texts["en"])})
    out.write()


def strip_listings(page):
    page = re.sub(r"<head\b.*?</head>|<script\b.*?</script>|<style\b.*?</style>", " ", page, flags=re.S)
    return re.sub(r"<pre\b.*?</pre>", "<pre></pre>", page, flags=re.S)


def raw_blocks(section):
    """The text blocks of a section in order; empty ones stay, so that positions agree."""
    return [c.plain(b) for b in BLOCK.split(section)]


HANDBOOK = {"en": "en-US", "ar": "ar-MA", "de": "de-DE", "es": "es-ES", "fa": "fa-IR", "fr": "fr-FR",
            "it": "it-IT", "pt": "pt-BR", "ru": "ru-RU", "tr": "tr-TR", "zh": "zh-CN"}


def handbook(at):
    root = os.path.join(at.apt("debian-handbook", "11.20220922"), "usr/share/doc/debian-handbook/html")
    html_books(at, "debian_handbook", {l: os.path.join(root, d) for l, d in HANDBOOK.items()})


def kicad(at):
    folders = {}
    for lang in ("en", "de", "es", "fr", "it", "ru", "zh"):
        root = at.apt("kicad-doc-" + lang, "6.0.11+dfsg-1")
        folders[lang] = os.path.join(root, "usr/share/doc/kicad/help", lang)
    html_books(at, "kicad_doc", folders)


GNOME = {
    "accerciser": "3.40.0-2",
    "aisleriot": "1:3.22.23-1",
    "baobab": "43.0-1",
    "brasero-common": "3.12.3-2",
    "cheese-common": "43.0-1",
    "dconf-editor": "43.0-1",
    "deja-dup": "44.0-2",
    "devhelp-common": "43.0-3",
    "eog": "43.2-1+deb12u1",
    "epiphany-browser": "43.1-1",
    "evince-common": "43.1-2+deb12u1",
    "evolution-common": "3.46.4-2+deb12u1",
    "file-roller": "43.0-1",
    "five-or-more": "1:3.32.3-1",
    "flare-data": "0.19-1.1",
    "four-in-a-row": "1:3.38.1-1+b1",
    "gedit-common": "44.2-1",
    "ghex": "43.1-1",
    "glade": "3.40.0-3+b1",
    "gnome-boxes": "43.2-1",
    "gnome-builder": "43.6-3",
    "gnome-calculator": "1:43.0.1-2",
    "gnome-chess": "1:43.1-1",
    "gnome-clocks": "43.0-1",
    "gnome-contacts": "43.1-1",
    "gnome-dictionary": "40.0-3",
    "gnome-disk-utility": "43.0-1",
    "gnome-keyring": "42.1-1+b2",
    "gnome-klotski": "1:3.38.2-1",
    "gnome-logs": "43.0-1",
    "gnome-mahjongg": "1:3.38.3-2",
    "gnome-maps": "43.5-2~deb12u1",
    "gnome-mines": "1:40.1-1",
    "gnome-music": "42.1-1",
    "gnome-nibbles": "1:3.38.2-2+b1",
    "gnome-photos": "43.0-2",
    "gnome-robots": "1:40.0-2",
    "gnome-software-common": "43.5-1~deb12u2",
    "gnome-sudoku": "1:43.1-1",
    "gnome-system-monitor": "42.0-2",
    "gnome-terminal-data": "3.46.8-1",
    "gnome-tetravex": "1:3.38.2-3",
    "gnome-user-docs": "43.0-2",
    "gthumb-data": "3:3.12.2-3",
    "iagno": "1:3.38.1-2",
    "lightsoff": "1:40.0.1-1",
    "orca": "43.1-1",
    "quadrapassel": "1:40.2-1",
    "rhythmbox-data": "3.4.6-2",
    "seahorse": "43.0-1",
    "shotwell-common": "0.30.17-1",
    "simple-scan": "42.5-2",
    "swell-foop": "1:41.1-1",
    "tali": "1:40.9-1",
    "totem-common": "43.0-2",
    "yelp": "42.2-1+deb12u2",
    "zenity": "3.44.0-1",
}
GNOME_DIRS = {"de": ("de",), "es": ("es",), "fr": ("fr",), "it": ("it",), "pt": ("pt_BR", "pt"), "ru": ("ru",),
              "tr": ("tr",), "zh": ("zh_CN",), "ar": ("ar",), "fa": ("fa",)}
FREE = re.compile(r"creativecommons\.org/licenses/by(-sa)?/|Creative Commons Attribution")
SKIP = {"credit", "info", "code", "screen", "programlisting", "include", "cmd", "years", "legalnotice", "authorgroup"}
TEXT = {"p", "title", "para", "desc", "simpara", "cite"}


def walk(node, into):
    """Appends the text blocks of a Mallard or DocBook page in document order."""
    tag = node.tag.rsplit("}", 1)[-1] if isinstance(node.tag, str) else ""
    if tag in SKIP and tag != "info":
        return
    if tag in TEXT:
        into.append(c.SPACE.sub(" ", "".join(node.itertext())).strip())
        return
    for child in node:
        walk(child, into)


def xml_blocks(path):
    try:
        with open(path, encoding="utf-8") as f:
            text = re.sub(r"<!DOCTYPE.*?(\]>|>)", "", f.read(), count=1, flags=re.S)
        found = []
        walk(ET.fromstring(re.sub(r"&(?!amp;|lt;|gt;|quot;|apos;|#)[\w.-]+;", " ", text)), found)
        return found
    except (ET.ParseError, OSError, UnicodeDecodeError):
        return None


def licensed(folder):
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if os.path.isfile(path) and name.endswith((".page", ".xml", ".docbook")):
            with open(path, encoding="utf-8", errors="replace") as f:
                if FREE.search(f.read()):
                    return True
    return False


def gnome(at):
    out = at.parallel("gnome_help")
    for package, version in sorted(GNOME.items()):
        root = os.path.join(at.apt(package, version), "usr/share/help")
        if not os.path.isdir(os.path.join(root, "C")):
            continue
        for guide in sorted(os.listdir(os.path.join(root, "C"))):
            if licensed(os.path.join(root, "C", guide)):
                gnome_guide(out, root, guide)
    out.write()


def gnome_guide(out, root, guide):
    for page in sorted(os.listdir(os.path.join(root, "C", guide))):
        if not page.endswith((".page", ".docbook")):
            continue
        english = xml_blocks(os.path.join(root, "C", guide, page))
        if not english:
            continue
        texts = {"en": english}
        for lang, dirs in GNOME_DIRS.items():
            for d in dirs:
                path = os.path.join(root, d, guide, page)
                found = xml_blocks(path) if os.path.exists(path) else None
                if found and len(found) == len(english):
                    texts.setdefault(lang, found)
        for i in range(len(english)):
            out.add({l: t[i] for l, t in texts.items()})


if __name__ == "__main__":
    c.main(__doc__, {"libreoffice_help": libreoffice_help, "libreoffice_ui": libreoffice_ui, "handbook": handbook, "kicad": kicad, "gnome": gnome})
