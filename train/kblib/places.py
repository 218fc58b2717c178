"""Towns, from GeoNames, with the names that Natural Earth has for the larger ones by language."""
import collections, csv, re, unicodedata
from . import codes

LEAST = 5000 # people; seats of government and administration are kept whatever their size
FEATURES = {'PPLC': 'capital', 'PPLA': 'seat', 'PPLA2': 'seat2', 'PPLA3': 'seat3', 'PPLA4': 'seat4', 'PPLX': 'quarter', 'STLMT': 'settlement'}
GONE = {'PPLH', 'PPLQ', 'PPLW', 'PPLCH'}

def read(entries, cities, natural):
    known = by_number(natural)
    for line in open(cities, encoding='utf8'):
        c = line.rstrip('\n').split('\t')
        if len(c) < 15 or c[8] not in codes.A3 or c[7] in GONE: continue
        people, feature = int(c[14] or 0), FEATURES.get(c[7], 'town')
        if people < LEAST and feature not in ('capital', 'seat', 'seat2', 'seat3', 'seat4'): continue
        e = codes.entry(entries, 'GN:' + c[0], 'place', feature, codes.A3[c[8]])
        e['point'], e['people'] = [float(c[4]), float(c[5])], people
        e['names'] = [codes.name(c[1])] + known.get(c[0], []) + others(c, people, feature)

def by_number(path):
    """The names of Natural Earth by the number of GeoNames."""
    out = collections.defaultdict(list)
    for row in csv.DictReader(open(path, encoding='utf8'), delimiter='\t', quoting=csv.QUOTE_NONE):
        id = (row.get('geonameid') or '').split('.')[0]
        if not id.isdigit() or int(id) <= 0: continue
        for lang in ('en', 'de', 'es', 'fr', 'pt', 'ru', 'zh'):
            n = row.get('name_' + lang)
            if n and not re.search(r'[(（]', n): out[id].append(codes.name(n, [lang]))
    return out

def others(c, people, feature):
    """The alternate names worth a place: every script, the Latin ones as many as the town is large."""
    limit = 60 if feature == 'capital' or people >= 1000000 else 20 if people >= 100000 else 8 if people >= 20000 else 3
    out, seen, count = [], {codes.key(c[1])}, collections.Counter()
    for a in c[3].split(','):
        a = unicodedata.normalize('NFC', a.strip())
        s, k = codes.script(a), codes.key(a)
        if k in seen or len(a) < 2 or len(a.split()) > 5 or s == 'mixed' or re.search(r'[\d()/]', a): continue
        if s == 'Latn' and (len(a) < 4 or a.isupper() or not a[0].isupper() and a[0].isascii()): continue
        if count[s] >= (limit if s == 'Latn' else max(2, limit // 3)): continue
        seen.add(k); count[s] += 1
        out.append(codes.name(a, (), codes.OTHER))
    return out
