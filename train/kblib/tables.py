"""The tables of internal/kb/source, written for Dragoman, and the words for what people do, from the PETRARCH dictionaries."""
import os, re, sys
from . import codes

# The columns of names in every table of ours.
COLUMNS = ['en', 'fr', 'es', 'pt', 'it', 'de', 'ru', 'tr', 'ar', 'fa', 'zh']

def rows(path):
    for n, line in enumerate(open(path, encoding='utf8'), 1):
        line = line.rstrip('\n')
        if line and not line.startswith('#'): yield n, line.split('\t')

def read(entries, source, words):
    """organisations.tsv, generic.tsv, offices.tsv, actors.tsv: id, country, sector, feature, then the columns; regions.tsv the same; words is the folder with demonyms.tsv."""
    for file, kind in (('organisations.tsv', 'organisation'), ('generic.tsv', 'organisation'), ('offices.tsv', 'office'), ('actors.tsv', 'office'), ('regions.tsv', 'place'), ('countries.tsv', 'country')):
        path = os.path.join(source, file)
        if not os.path.exists(path): continue
        for n, f in rows(path):
            if len(f) < 5: sys.exit('%s line %d: too few columns' % (path, n))
            id, country, sector, feature = f[:4]
            e = codes.entry(entries, id, 'organisation' if id.startswith('INS:') else kind, feature, country, sector)
            cells = f[4:]
            if len(cells) > len(COLUMNS): raise SystemExit('%s line %d: too many columns' % (path, n))
            for lang, text in zip(COLUMNS, cells): e['names'] += codes.cell(text, [lang])
    untagged(entries, os.path.join(source, 'names.tsv'))
    demonyms(entries, os.path.join(words, 'demonyms.tsv'))
    nationalities(entries, os.path.join(source, 'nationality.tsv'))

def untagged(entries, path):
    """names.tsv: id, kind, country, sector, feature, names of which only the script tells the language."""
    for n, f in rows(path):
        id, kind, country, sector, feature, text = f
        e = codes.entry(entries, id, kind, feature, country, sector)
        for i, t in enumerate(text.split('|')):
            use = codes.ABBREVIATION if codes.capitals(t) else codes.COMMON if i == 0 or not e['names'] else codes.OTHER
            e['names'].append(codes.name(t, codes.guess(t) or (['en'] if i == 0 else []), use))

DEMONYMS = ['en', 'fr', 'es', 'pt', 'it', 'de', 'ru', 'tr', 'ar', 'fa']

# The endings that "*" stands for.
ENDINGS = {'en': ['', 's'], 'fr': ['', 'e', 's', 'es', 'ne', 'nes'], 'es': ['', 'o', 'a', 'os', 'as', 'e', 'es', 's'],
           'pt': ['', 'o', 'a', 'os', 'as', 'e', 'es', 's', 'ão', 'ã', 'ões', 'ãs'], 'it': ['', 'o', 'a', 'i', 'e', 'hi', 'he'],
           'de': ['', 'e', 'er', 'en', 'es', 'em'], 'ru': ['ий', 'ая', 'ое', 'ие', 'ого', 'ой', 'ому', 'им', 'их', 'ими', 'ую', 'ом', 'ый', 'ые'],
           'tr': [''], 'ar': ['', 'ة', 'ون', 'ين', 'ات', 'ان'], 'fa': ['']}

def demonyms(entries, path):
    for n, f in rows(path):
        e = entries.get('ISO:' + f[0])
        if not e: continue
        for lang, text in zip(DEMONYMS, f[1:]):
            for form in text.split('|'):
                stem, star, _ = form.partition('*')
                for end in ENDINGS[lang] if star else ['']:
                    if stem and ending(lang, stem, end): e['names'].append(codes.name(stem + end, [lang], codes.ADJECTIVE))

def nationalities(entries, path):
    """nationality.tsv: a column a language; its row "*" has the endings of each, "-" for none."""
    (_, head), (_, ends), *rest = rows(path)
    if head[0] != 'code' or ends[0] != '*': sys.exit('%s begins with the languages and their endings' % path)
    ends = [[e.replace('-', '') for e in cell.split('|')] for cell in ends[1:]]
    for n, f in rest:
        e = entries.get('ISO:' + f[0])
        if not e: sys.exit('%s line %d: no country %s' % (path, n, f[0]))
        if len(f) > len(head): sys.exit('%s line %d: too many columns' % (path, n))
        for lang, endings, text in zip(head[1:], ends, f[1:]):
            for form in filter(None, text.split('|')):
                stem, star, _ = form.partition('*')
                e['names'] += [codes.name(stem + end, [lang], codes.ADJECTIVE) for end in (endings if star else [''])]

VOWELS = 'aeiouáéíóúãâêô'

def ending(lang, stem, end):
    """Whether an ending goes with a stem: in the languages of Latin a stem on a vowel takes no other vowel."""
    if lang == 'fr': return not (end.startswith('n') and not stem.endswith('n') or stem.endswith('e') and end.startswith('e') or end in ('e', 'es') and stem.endswith('n') and stem[-2] in 'eé')
    return not (lang in ('es', 'pt', 'it') and stem[-1] in 'aeoáéíóúã' and end[:1] in tuple(VOWELS) and not (stem[-1] == 'í' and end == 'es'))

# The codes of CAMEO that PLOVER has as sectors, and what the others are in it.
SECTORS = {'AGR', 'BUS', 'CRM', 'CVL', 'COP', 'EDU', 'ELI', 'GOV', 'HLH', 'IGO', 'JUD', 'LAB', 'LEG', 'MED', 'MIL', 'NGO', 'OPP', 'PTY', 'REB', 'REF', 'REL', 'SPY', 'UAF', 'JEW', 'MUS', 'CHR',
           'HIN', 'BUD', 'MNC', 'DEV', 'ENV', 'HRI', 'RAD', 'SEP', 'SET', 'INS', 'IDG'}
# Codes that PLOVER has under another name.
AS = {'MNC': 'BUS', 'INS': 'REB', 'SEP': 'REB', 'HRI': 'NGO'}
FAITHS = {'JEW', 'MUS', 'CHR', 'HIN', 'BUD', 'SIK', 'REL'}

def agents(entries, lists):
    """The English words for what people do; those of the Spanish dictionary name too many things."""
    have = {codes.key(n['text']) for e in entries.values() if e['kind'] == 'office' for n in e['names']}
    for n, line in enumerate(open(os.path.join(lists, 'petrarch_agents_en.tsv'), encoding='utf8', errors='replace')):
        f = line.rstrip('\n').split('\t')
        if n == 0 or len(f) < 2: continue
        text, code = f[0].lower().replace('_', ' ').strip(), f[1].strip('~')
        if not re.fullmatch(r"[A-Z]{3}([A-Z]{3})*", code) or code[:3] not in SECTORS: continue
        if not re.fullmatch(r"[^\W\d]+([ '-][^\W\d]+){0,3}", text) or len(text) < 4 or codes.key(text) in have: continue
        have.add(codes.key(text))
        e = codes.entry(entries, 'OFF:' + codes.key(text).replace(' ', '-'), 'office', 'word', '', 'REL' if code[:3] in FAITHS else AS.get(code[:3], code[:3]))
        e['names'].append(codes.name(text, ['en']))
