"""Countries, territories, parts of the world and their divisions, from Unicode CLDR."""
import json, os, re
from . import codes

LANGS = '''en fr ar es de ru fa tr pt it zh zh-Hant nl uk pl he ja ko id sv cs da el fi hu no ro bg sr hr sk sl hi bn ur ps ckb az kk uz
vi th sw am so ha ka hy ms et lt lv ca sq mk bs be ky tg tk mn ta'''.split()

# The parts of the world that CLDR names by number, and two bodies.
REGIONS = {'002': 'R:AFR', '003': 'R:NAM', '005': 'R:SAM', '009': 'R:OCE', '011': 'R:WAF', '013': 'R:CAM', '014': 'R:EAF', '015': 'R:NAF', '017': 'R:MAF',
           '018': 'R:SAF', '019': 'R:AMS', '029': 'R:CAR', '030': 'R:EAS', '034': 'R:SAS', '035': 'R:SEA', '039': 'R:SEU', '142': 'R:ASI', '143': 'R:CAS',
           '145': 'R:WAS', '150': 'R:EUR', '151': 'R:EEU', '154': 'R:NEU', '155': 'R:WEU', '202': 'R:SSA', '419': 'R:LAM'}
BODIES = {'EU': 'ORG:EUE', 'UN': 'ORG:UNO', 'EZ': 'ORG:EUZ'}

def read(entries, cldr, subdivisions):
    for lang in LANGS:
        path = os.path.join(cldr, 'main', lang, 'territories.json')
        for k, text in sorted(json.load(open(path, encoding='utf8'))['main'][lang]['localeDisplayNames']['territories'].items()):
            code, _, alt = k.partition('-alt-')
            text = re.sub(r'\s*[(（].*$', '', text).strip()
            if not text or text == code: continue
            if code in codes.A3: e = codes.entry(entries, 'ISO:' + codes.A3[code], 'country', 'country', codes.A3[code])
            elif code in REGIONS: e = codes.entry(entries, REGIONS[code], 'place', 'region')
            elif code in BODIES: e = codes.entry(entries, BODIES[code], 'organisation', 'bloc', '', 'IGO')
            else: continue
            use = codes.ABBREVIATION if codes.capitals(text) else codes.OTHER if alt else codes.COMMON
            e['names'].append(codes.name(text, [lang], use))
    divisions(entries, subdivisions)

def provinces(entries, states):
    """The names that GeoNames has for states and provinces in a dozen languages, by iso3166-2-db, which knows their ISO 3166-2 codes."""
    names = json.load(open(os.path.join(states, 'names_geonames.json'), encoding='utf8'))
    for a2, land in sorted(json.load(open(os.path.join(states, 'iso3166-2.json'), encoding='utf8')).items()):
        for region in land['regions']:
            e = entries.get('ISO2:%s-%s' % (a2, region['iso']))
            known = names.get(str((region.get('reference') or {}).get('geonames')), {})
            if not e: continue
            have = {codes.key(n['text']) for n in e['names']}
            for lang, text in sorted(known.items()):
                text = re.sub('[\u200e\u200f]', '', text).strip()
                if len(text) < 2 or re.search(r'[\d()/,]', text) or codes.key(text) in have: continue
                e['names'].append(codes.name(text, [lang]))

def divisions(entries, subdivisions):
    """States and provinces by ISO 3166-2, in English."""
    for lang in LANGS:
        path = os.path.join(subdivisions, 'subdivisions', lang, lang + '.json')
        if not os.path.exists(path): continue
        for k, text in sorted(json.load(open(path, encoding='utf8'))['subdivisions']['localeDisplayNames']['subdivisions'].items()):
            code = k.partition('-alt-')[0]
            a2, rest = code[:2].upper(), code[2:].upper()
            if a2 not in codes.A3 or not text: continue
            e = codes.entry(entries, 'ISO2:%s-%s' % (a2, rest), 'place', 'division', codes.A3[a2])
            for n in [text] + ([text.replace(' & ', ' and ')] if ' & ' in text else []): e['names'].append(codes.name(n, [lang]))
