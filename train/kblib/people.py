"""People in public life: those of source/people.tsv, of the World Factbook and of the PETRARCH dictionaries, each once."""
import collections, os, re
from . import codes, factbook, tables

PARTICLES = set('al el ul bin ibn ben bint de da do dos das del della di van von der den la le y e ad as ash abu'.split())
CLASSES = {c: k for k, cs in {'B': 'bp', 'F': 'fv', 'D': 'dt', 'K': 'kgqcx', 'S': 'szj', 'L': 'l', 'M': 'm', 'N': 'n', 'R': 'r'}.items() for c in cs}

def skeleton(s):
    """The consonants of a Latin name, word by word: what spellings of one name share."""
    words = []
    for w in codes.key(s).split():
        if w in PARTICLES or len(w) == 1: continue
        w = re.sub('kh|gh|ck|qu', 'k', re.sub('sch|tch|ch|sh|zh|dj|tz|ts', 's', re.sub('ph', 'f', w)))
        k = re.sub(r'(.)\1+', r'\1', ''.join(CLASSES.get(c, '') for c in w))
        words.append(k or w[:1].upper())
    return ' '.join(words)

class Book:
    """The people found so far, by country and skeleton."""
    def __init__(self, entries): self.entries, self.by, self.ends = entries, collections.defaultdict(list), collections.defaultdict(list)

    def find(self, country, name):
        """The one person of the country with a name of this skeleton; None for none, False for several."""
        s = skeleton(name)
        if len(s.split()) < 2 or len(s) < 5: s = codes.key(name)
        found = self.by.get((country, s), []) or self.ends.get((country,) + ends(name), [])
        return found[0] if len(found) == 1 else False if found else None

    def note(self, e, country, name):
        for s in {skeleton(name), codes.key(name)}:
            if e not in self.by[(country, s)]: self.by[(country, s)].append(e)

    def note_ends(self, e, country, name):
        """For people of ours, whom other lists name with more names in the middle."""
        if e not in self.ends[(country,) + ends(name)]: self.ends[(country,) + ends(name)].append(e)

    def add(self, country, names, own=None):
        id = own or 'P:%s:%s' % (country.lower() or 'int', slug(names[0]))
        e = codes.entry(self.entries, id, 'person', '', country)
        e.setdefault('roles', [])
        for n in names: self.note(e, country, n)
        return e

def ends(name):
    """The skeletons of the first and last word; a name of one word has none."""
    s = skeleton(name).split()
    return (s[0], s[-1]) if len(s) > 1 and len(s[-1]) > 1 else ('', codes.key(name))

def slug(name): return codes.key(name).replace(' ', '-')

def read(entries, source, lists, old, new):
    book = Book(entries)
    ours(book, os.path.join(source, 'people.tsv'))
    for name, country, title, code, start, seen in factbook.people(old, new):
        e = book.find(country, name)
        if e is False: continue
        if e is None: e = book.add(country, [name])
        e['names'].append(codes.name(name, [], codes.OTHER if e['names'] else codes.COMMON)); book.note(e, country, name)
        role(e, title, code, country, '', start, 0, seen)
    dictionaries(book, lists, {codes.key(n['text']) for e in entries.values() if e['kind'] == 'country' for n in e['names'] if n['use'] == codes.ADJECTIVE})
    for e in entries.values():
        if e['kind'] != 'person': continue
        e['roles'].sort(key=lambda r: (r['from'], r['to'], r['code'], r['title']))
        e['sector'] = e.get('sector') or collections.Counter(r['code'][:3] for r in e['roles'] if r['code'][:3] != 'ELI').most_common(1)[0][0] if any(r['code'][:3] != 'ELI' for r in e['roles']) else 'ELI'

def role(e, title, code, country, org, start, end, seen=0):
    """Adds a role, unless the entry has it with the same beginning, or the like with a title. Seen is the last day that a source which
    is not of today speaks of, for a role without an end."""
    for r in e['roles']:
        if r['code'][:3] == code[:3] and r['country'] == country and same(r['from'], start) and (not title or r['title'] or r['from']) and (r['title'] == title or not title or not r['title'] or start):
            r['title'] = r['title'] or title; r['to'] = r['to'] or end; r['seen'] = 0 if r['to'] or not r['seen'] or not seen else max(r['seen'], seen)
            return
    e['roles'].append({'title': title, 'code': code, 'country': country, 'org': org, 'from': start, 'to': end, 'seen': 0 if end else seen})

def same(a, b):
    """Whether two days may be one: equal, or equal as far as the less exact one says; a month apart at most."""
    if a == b: return True
    if not a or not b: return False
    if a % 10000 == 0 or b % 10000 == 0: return a // 10000 == b // 10000
    return abs((a // 10000 * 12 + a // 100 % 100) - (b // 10000 * 12 + b // 100 % 100)) <= 1

PEOPLE = [['en'], ['ru'], ['ar'], ['fa'], ['zh']] # the columns of names of people.tsv

def ours(book, path):
    """people.tsv: id behind "P:", country, names in Latin, Russian, Arabic, Persian, Chinese; roles: title,code,country,org,from,to; parted by ";"."""
    for n, f in tables.rows(path):
        if len(f) != 8: raise SystemExit('%s line %d: %d columns, not 8' % (path, n, len(f)))
        latin = [x.strip() for x in f[2].split('|')]
        e = book.add(f[1], latin, 'P:' + f[0])
        for x in latin: book.note_ends(e, f[1], x)
        for langs, cell in zip(PEOPLE, f[2:7]):
            for i, x in enumerate(x for x in cell.split('|') if x.strip()):
                e['names'].append(codes.name(x, langs if i == 0 else [] if langs == ['en'] else langs, codes.COMMON if i == 0 else codes.OTHER))
        for r in f[7].split(';'):
            p = [x.strip() for x in r.split(',')]
            if len(p) != 6: raise SystemExit('%s line %d: role %r' % (path, n, r))
            role(e, p[0], p[1], p[2], p[3], day(p[4]), day(p[5]))

def day(s):
    d = re.sub(r'\D', '', s)
    return int(d.ljust(8, '0')) if d else 0

# The last day of which the dictionaries tell.
DICTIONARIES = 20141231

TITLE = set('''PRESIDENT MINISTER KING QUEEN PRINCE PRINCESS GENERAL COLONEL CHANCELLOR SECRETARY EMPEROR SULTAN EMIR SHEIKH SHEIK AMBASSADOR
 SENATOR KANZLER BUNDESKANZLER PREMIER LEADER GOVERNMENT ARMY POLICE PARTY MINISTRY COUNCIL NATIONAL COURT MILITIA REBEL REBELS GROUP FORCE FORCES
 FRONT MOVEMENT UNION ASSEMBLY PARLIAMENT TROOPS MILITARY OFFICIAL OFFICIALS FOREIGN AFFAIRS OF THE AND FOR STATE REPUBLIC PEOPLE S PM MP MR MRS DR
 COMMANDER CHIEF HEAD SPOKESMAN SPOKESPERSON SPEAKER CABINET CONGRESS SENATE DEPUTY VICE COMMISSION COMMITTEE ORGANIZATION ASSOCIATION FEDERATION
 AGENCY BANK UNIVERSITY COMPANY CORPORATION LIBERATION DEMOCRATIC ISLAMIC BRIGADE BRIGADES NEWS TV RADIO OPPOSITION LORD SIR JUDGE JUSTICE MAYOR
 GOVERNOR REGIME WARRIORS PATRIOTS TIGERS COMMANDOS CEO AYATOLLAH HOJJATOLESLAM DEFENSE DEFENCE CRIMINAL FARMERS WORKERS STUDENTS CITY PROVINCE ADMINISTRATION AUTHORITY SECURITY SERVICE INTELLIGENCE GUARD CAPITAL'''.split())
SPANISH = set('''PRIMER PRIMERA MINISTRO MINISTRA PRESIDENTE PRESIDENTA REY REINA PRINCIPE PRÍNCIPE PRINCESA GENERAL CORONEL CANCILLER SECRETARIO SECRETARIA EMPERADOR SULTÁN
 EMBAJADOR SENADOR SENADORA LIDER LÍDER VICEPRESIDENTE GOBIERNO EJÉRCITO POLICÍA PARTIDO MINISTERIO CONSEJO NACIONAL CORTE MILICIA REBELDES GRUPO FUERZA FUERZAS FRENTE MOVIMIENTO
 UNIÓN ASAMBLEA PARLAMENTO TROPAS MILITAR FUNCIONARIO FUNCIONARIOS EXTERIORES ASUNTOS ESTADO REPÚBLICA PUEBLO JEFE PORTAVOZ CONGRESO SENADO COMISIÓN COMITÉ ORGANIZACIÓN BANCO
 UNIVERSIDAD LIBERACIÓN BRIGADA OPOSICIÓN JUEZ ALCALDE GOBERNADOR DEFENSA CIUDAD PROVINCIA ADMINISTRACIÓN SEGURIDAD SERVICIO INTELIGENCIA GUARDIA CAPITAL EX MARISCAL COMANDANTE
 LOS LAS EN CON POR PARA SU SUS REGIMEN RÉGIMEN PADRE HIJO SENIOR JUNIOR AMERICANO ESTADOUNIDENSE ALMIRANTE COMO MANOS PRESIENT MANDATARIO CANDIDATO LÍDERES EXPRESIDENTE DICTADOR DIRECTOR MINISTROS DIPUTADO PAPA SEÑOR DOCTOR SHEIKH JEQUE'''.split())

def dictionaries(book, lists, adjectives):
    """Names of the dictionaries that have the same terms are one person where they are alike."""
    groups = collections.defaultdict(list) # country and terms: names
    known = parts(lists)
    for lang in ('en', 'es'):
        terms = collections.OrderedDict()
        for n, line in enumerate(open(os.path.join(lists, 'petrarch_actors_%s.tsv' % lang), encoding='utf8', errors='replace')):
            f = line.rstrip('\n').split('\t')
            if n and len(f) > 1: terms.setdefault(f[0].strip(), []).append((f[1].strip('~'), f[2] if len(f) > 2 else ''))
        more = set()
        for text, list_ in terms.items():
            text = person(text, lang)
            words = codes.key(text).split()
            if not text or words[0] in adjectives or sum(w in known or len(w) == 1 for w in words) * 2 < len(words) + (lang == 'es') * len(words): continue
            parsed = [t for t in (term(*t) for t in list_) if t]
            home = collections.Counter(t[1] for t in parsed if t[1]).most_common(1)
            if not home or len({t[1] for t in parsed if t[1]}) > 2: continue
            dated = tuple(sorted({t for t in parsed if t[2] or t[3]}))
            if lang == 'es' and not dated: continue
            groups[(home[0][0], dated or tuple(sorted(set(parsed))))].append(text)
            more.update(words)
        known |= more if lang == 'en' else set()
    for (country, terms), names in groups.items():
        for one in clusters(dict.fromkeys(names), exact(terms)): settle(book, country, terms, one)

def parts(lists):
    """Parts of personal names that more than one person has."""
    known = set()
    for lang in ('ar', 'ru', 'zh', 'he'):
        for n, line in enumerate(open(os.path.join(lists, 'translit_%s_80.tsv' % lang), encoding='utf8')):
            f = line.rstrip('\n').split('\t')
            if n and len(f) > 2: known.add(codes.key(f[0]))
    return known

def person(text, lang):
    """A name in capitals with its titles taken off; "" where it is none of a person."""
    words = text.replace('_', ' ').split()
    stop = TITLE | (SPANISH if lang == 'es' else set())
    while words and words[0] in stop: words = words[1:]
    if not 2 <= len(words) <= 5 or set(words) & stop or not all(re.fullmatch(r"[^\W\d_a-z][^\W\d_a-z'’.-]*", w) for w in words): return ''
    if any(len(w.strip('.')) < 2 for w in (words[0], words[-1])) or words[0].lower() in PARTICLES - {'abu'}: return ''
    return ' '.join(cased(w) for w in words)

def cased(w):
    low = w.lower()
    if low in PARTICLES and low not in ('abu',): return low
    return '-'.join(p.lower() if p.lower() in ('al', 'el', 'ul', 'e') else p.title().replace("'S", "'s") for p in w.split('-'))

def term(code, dates):
    """Code, country, first and last day; None where the code is of no person in public life."""
    country = codes.RENAMED.get(code[:3], code[:3])
    rest = code[3:]
    if country == 'IGO': return (('IGO' + rest)[:6], '') + days(dates)
    if country not in codes.COUNTRIES or not re.match(r'(GOV|ELI|MIL|OPP|LEG|REB|JUD|SPY|PTY)', rest): return None
    return (rest[:6], country) + days(dates)

def days(s):
    s = s.replace(' ', '')
    after, before = s.startswith('>'), s.startswith('<')
    parts = [one(p) for p in s.strip('<>').split('-')]
    if not s or None in parts or len(parts) > 2: return (0, 0)
    if before: return (0, parts[0])
    if len(parts) == 1: return (parts[0], 0)
    return tuple(parts) if parts[0] <= parts[1] else (0, 0)

def one(s):
    """YYMMDD or YYYYMMDD as a number; the dictionaries end before 2020."""
    if not s.isdigit() or len(s) not in (6, 8): return None
    if len(s) == 6: s = ('19' if int(s[:2]) > 20 else '20') + s
    y, m, d = int(s[:4]), int(s[4:6]), int(s[6:])
    if m > 12 or d > 31 or y > 2020: return None
    return y * 10000 + m * 100 + (d if m else 0)

def clusters(names, exact):
    """Names that are spellings of one person's: see alike."""
    out = []
    for n in names:
        for c in out:
            if any(alike(n, m, exact) for m in c): c.append(n); break
        else: out.append([n])
    return out

def alike(a, b, exact):
    """Whether two names with the same terms are one person's: a family name and a first name or initial in common, or one within the
    other; where the terms are known to the day, a family name that is no common one is enough."""
    x, y = skeleton(a).split(), skeleton(b).split()
    if not x or not y: return False
    if len(x) > 1 and len(y) > 1 and (set(x) <= set(y) or set(y) <= set(x)) and len(''.join(set(x) & set(y))) > 3: return initial(a) == initial(b) or exact
    if x[-1] != y[-1] or len(x[-1]) < 2: return False
    if len(x) > 2 and len(y) > 2 and not set(x[1:-1]) & set(y[1:-1]): return False
    return exact and len(x[-1]) > 2 or initial(a) == initial(b) and (x[0][:2] == y[0][:2] or '.' in (a[1:2], b[1:2]))

def initial(s):
    """The first sound of a name: any vowel is one, and letters that are written for each other."""
    c = codes.key(s)[:1]
    return 'a' if c in 'aeiou' else 'j' if c in 'jy' else CLASSES.get(c, c)

def exact(terms):
    """Whether a term begins or ends on a day that is no first or last of a month, as lists by month have them."""
    return any(d and 1 < d % 100 < 28 for t in terms for d in t[2:])

def settle(book, country, terms, names):
    found = [book.find(country, n) for n in names]
    if False in found: return
    found = [e for e in found if e]
    if len({e['id'] for e in found}) > 1: return
    e = found[0] if found else book.add(country, [names[0]])
    for n in names:
        e['names'].append(codes.name(n, [], codes.OTHER if e['names'] else codes.COMMON)); book.note(e, country, n)
    held = [t for t in terms if t[0][:3] != 'ELI'] or list(terms)[:1]
    for code, own, start, end in held: role(e, '', code, own, '', start, end, DICTIONARIES)
