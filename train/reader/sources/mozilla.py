"""Parallel interface text of Firefox and Thunderbird from Debian 12 packages.

    python -m reader.sources.mozilla --download DIR --out DIR [firefox] [thunderbird]

  firefox-esr-l10n-*  153.7.0esr  MPL-2.0; interface sentences (en-GB stands for English)
  thunderbird-l10n-*  153.7.0esr  MPL-2.0; the same, no Persian

Debian replaces both with every security update and then drops the old version: README.md says what to do.
"""

import os
import re
import zipfile

from . import common as c

CODES = {"en": "en-gb", "ar": "ar", "de": "de", "es": "es-es", "fa": "fa", "fr": "fr", "it": "it", "pt": "pt-br",
         "ru": "ru", "tr": "tr", "zh": "zh-cn"}
PRODUCTS = {
    "firefox": ("firefox-esr-l10n-", "153.7.0esr-1~deb12u1", "Firefox", CODES),
    "thunderbird": ("thunderbird-l10n-", "1:153.7.0esr-1~deb12u1", "Thunderbird", {l: d for l, d in CODES.items() if l != "fa"}),
}


def mozilla(at, product):
    prefix, version, brand, codes = PRODUCTS[product]
    out, rows = at.parallel(product + "_ui"), {}
    for lang, code in codes.items():
        for path, text in pack_files(at.apt(prefix + code, version)):
            parse = ftl if path.endswith(".ftl") else properties
            name = re.sub(r"^.*?(?=/(?:browser|toolkit|dom|devtools|messenger|mail|calendar|chat|localization)/)", "", path)
            name = name.replace("/" + locale_of(path) + "/", "/")
            for key, value in parse(text, brand):
                rows.setdefault((name, key), {}).setdefault(lang, c.plain(value))
    for key in sorted(rows):
        out.add(rows[key])
    out.write()


def locale_of(path):
    """The locale folder inside a path: languages differ in it alone."""
    m = re.search(r"/([a-z]{2}(?:-[A-Z]{2})?)/", path)
    return m[1] if m else ""


def pack_files(root):
    """The catalog files of every language pack under root, with their paths."""
    for folder, _, files in sorted(os.walk(root)):
        for name in sorted(f for f in files if f.endswith(".xpi")):
            with zipfile.ZipFile(os.path.join(folder, name)) as z:
                for member in sorted(z.namelist()):
                    if member.endswith((".ftl", ".properties")):
                        yield "/" + member, z.read(member).decode("utf-8", "replace")


def ftl(text, brand):
    """The messages and attributes of a Fluent file as (key, value)."""
    text = re.sub(r"\{ ?-(?:brand|browser)[\w-]*name[^}]*\}", brand, text)
    text = re.sub(r"\{ ?-vendor-short-name[^}]*\}", "Mozilla", text)
    ident, key, value = "", None, []
    for line in text.split("\n") + ["end ="]:
        m = re.match(r"^([A-Za-z][\w-]*) *= ?(.*)$", line) or re.match(r"^ +(\.[\w-]+) *= ?(.*)$", line)
        if m or not line.startswith(" "):
            if key and value:
                yield key, " ".join(value)
            key, value = None, []
        if m:
            ident = ident if m[1].startswith(".") else m[1]
            key, value = ident + (m[1] if m[1].startswith(".") else ""), [m[2]]
        elif key:
            value.append(line.strip())


def properties(text, _):
    for line in text.split("\n"):
        m = re.match(r"^([\w.-]+)\s*=\s*(.+)$", line)
        if m:
            yield m[1], m[2].replace("\\n", " ")


if __name__ == "__main__":
    c.main(__doc__, {product: lambda at, product=product: mozilla(at, product) for product in PRODUCTS})
