"""Companies, societies, armed groups and offices of state that the PETRARCH dictionary of actors names, with country and sector."""
import collections, os, re
from . import codes, people

# What the first three letters of a code of no country are in PLOVER, and the feature that they give.
SORTS = {'IGO': ('IGO', 'agency'), 'NGO': ('NGO', 'ngo'), 'NGM': ('NGO', 'ngo'), 'MNC': ('BUS', 'company'), 'IMG': ('REB', 'rebels')}
FEATURES = {'REB': 'rebels', 'MIL': 'army', 'SPY': 'intelligence', 'COP': 'police', 'LEG': 'parliament', 'GOV': 'agency'}
KEPT = {'GOV', 'MIL', 'REB', 'OPP', 'SPY', 'COP', 'LEG', 'JUD', 'MED', 'NGO', 'BUS', 'EDU', 'PTY', 'UAF'}
PERSONS = set('GENERAL MINISTER PRESIDENT SECRETARY CHIEF LEADER CHANCELLOR SENATOR AMBASSADOR SPEAKER GOVERNOR OFFICIALS SOLDIERS TROOPS'.split())
SMALL = set('of and the for in on de del la du des et y to with'.split())
ENDS = {'inc', 'corp', 'corporation', 'co', 'ltd', 'limited', 'plc', 'incorporated', 'company', 'sa', 'ag', 'nv', 'llc', 'lp'}

def read(entries, lists):
    taken = {codes.key(n['text']) for e in entries.values() if e['kind'] in ('organisation', 'country') for n in e['names']}
    names = collections.OrderedDict()
    for n, line in enumerate(open(os.path.join(lists, 'petrarch_actors_en.tsv'), encoding='utf8', errors='replace')):
        f = line.rstrip('\n').split('\t')
        if n and len(f) > 1: names.setdefault(f[0].replace('_', ' ').strip(), []).append((f[1].strip('~'), f[2] if len(f) > 2 else ''))
    known = people.parts(lists)
    for text, terms in names.items():
        if not body(text, terms, known): continue
        code = sort(terms[0][0])
        if not code: continue
        sector, country, feature = code
        spelled = written(text)
        forms = [spelled] + ([short(spelled)] if sector == 'BUS' and short(spelled) else [])
        if codes.key(spelled) in taken: continue
        e = codes.entry(entries, 'ORG:%s:%s' % (country or 'INT', people.slug(spelled)), 'organisation', feature, country, sector)
        for form in forms:
            if codes.key(form) in taken: continue
            taken.add(codes.key(form))
            e['names'].append(codes.name(form, ['en'] if form == spelled else [], codes.OTHER if e['names'] else codes.COMMON))

def body(text, terms, known):
    """Whether a name has several words, one code whatever the day, and is of no person."""
    words = text.split()
    if not 2 <= len(words) <= 7 or len({t[0] for t in terms}) > 1 or any(t[1] for t in terms) or words[-1] in PERSONS: return False
    if not all(re.fullmatch(r"[A-Z&][A-Z'.&-]*", w) for w in words) or re.search(r'-(AFFILIATED|LINKED|BACKED|LED)', text): return False
    name = codes.key(people.person(text, 'en')).split()
    return not name or sum(w in known or len(w) == 1 for w in name) * 2 < len(name)

def sort(code):
    """Sector, country and feature of a code; None for one that is not kept."""
    head, rest = code[:3], code[3:]
    if head in SORTS:
        found = [rest[i:i + 3] for i in range(0, len(rest), 3) if rest[i:i + 3] in codes.COUNTRIES]
        sector, feature = SORTS[head]
        return sector, found[0] if found else '', feature
    country = codes.RENAMED.get(head, head)
    if country not in codes.COUNTRIES or rest[:3] not in KEPT: return None
    return rest[:3], country, FEATURES.get(rest[:3], '')

def written(text):
    """A name in capitals as it is written: words with small letters, letters without a vowel as they are."""
    out = []
    for i, w in enumerate(text.split()):
        low = w.lower()
        if i and low in SMALL: out.append(low)
        elif low in ENDS or re.search('[AEIOUY]', w) and w not in ('US', 'UN', 'EU', 'UK', 'USA') and not re.fullmatch(r'([A-Z]\.)+', w):
            out.append('-'.join(p.lower() if p in ('AL', 'EL', 'E', 'I', 'UL') and '-' in w else p.title().replace("'S", "'s") for p in w.split('-')))
        else: out.append(w)
    return ' '.join(out)

def short(name):
    """A company without what the law has it add; "" where fewer than two words are left."""
    words = name.split()
    while len(words) > 1 and codes.key(words[-1]) in ENDS: words = words[:-1]
    return ' '.join(words) if 1 < len(words) < len(name.split()) else ''
