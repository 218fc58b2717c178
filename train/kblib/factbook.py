"""Heads of state and government, envoys, parties and their leaders, from two editions of the World Factbook (public domain)."""
import glob, html, json, os, re
from . import codes

# The codes that the World Factbook gives to countries, where they are not ISO's, by the name of their file.
GEC = '''aaABW acATG aeARE afAFG agDZA ajAZE alALB amARM anAND aoAGO aqASM arARG asAUS auAUT avAIA baBHR bbBRB bcBWA bdBMU beBEL bfBHS bgBGD
bhBLZ bkBIH blBOL bmMMR bnBEN boBLR bpSLB brBRA btBTN buBGR bxBRN byBDI caCAN cbKHM cdTCD ceLKA cgCOD cfCOG chCHN ciCHL cjCYM cmCMR cnCOM
coCOL csCRI ctCAF cuCUB cvCPV cwCOK cyCYP daDNK djDJI doDMA drDOM ecECU egEGY eiIRL ekGNQ enEST erERI esSLV etETH ezCZE fiFIN fjFJI fkFLK
fmFSM foFRO fpPYF frFRA gaGMB gbGAB ggGEO ghGHA giGIB gjGRD gkGGY glGRL gmDEU gqGUM grGRC gtGTM gvGIN gyGUY haHTI hkHKG hoHND hrHRV huHUN
icISL idIDN imIMN inIND irIRN isISR itITA ivCIV izIRQ jaJPN jeJEY jmJAM joJOR keKEN kgKGZ knPRK krKIR ksKOR kuKWT kvXKX kzKAZ laLAO leLBN
lgLVA lhLTU liLBR loSVK lsLIE ltLSO luLUX lyLBY maMDG mcMAC mdMDA mgMNG mhMSR miMWI mjMNE mkMKD mlMLI mnMCO moMAR mpMUS mrMRT mtMLT muOMN
mvMDV mxMEX myMYS mzMOZ ncNCL neNIU ngNER nhVUT niNGA nlNLD noNOR npNPL nrNRU nsSUR nuNIC nzNZL paPRY pePER pkPAK plPOL pmPAN poPRT ppPNG
psPLW puGNB qaQAT riSRB rmMHL roROU rpPHL rqPRI rsRUS rwRWA saSAU scKNA seSYC sfZAF sgSEN siSVN slSLE smSMR snSGP soSOM spESP stLCA suSDN
swSWE sySYR szCHE tdTTO thTHA tiTJK tkTCA tnTON toTGO tpSTP tsTUN ttTLS tuTUR tvTUV twTWN txTKM tzTZA ugUGA ukGBR upUKR usUSA uvBFA uyURY
uzUZB vcVCT veVEN viVGB vmVNM vtVAT waNAM weGAZ wsWSM wzSWZ ymYEM zaZMB ziZWE odSSD nnSXM ucCUW'''
GEC = {c[:2]: c[2:] for c in GEC.split()}

def profiles(folder):
    """Code of country and profile, in the order of the codes."""
    found = {}
    for path in glob.glob(os.path.join(folder, '*', '*.json')):
        code = GEC.get(os.path.basename(path)[:-5])
        if code in codes.COUNTRIES: found[code] = path
    for code in sorted(found): yield code, json.load(open(found[code], encoding='utf8'))

def text(node, *path):
    for p in path: node = node.get(p, {}) if isinstance(node, dict) else {}
    if isinstance(node, dict): node = node.get('text', '')
    return re.sub(r'[\u00ad\u200b-\u200f\u2060\ufeff]', '', re.sub(r'<[^>]*>', ' ', html.unescape(node))).strip() if isinstance(node, str) else ''

def populations(entries, new):
    for code, d in profiles(new):
        t = text(d, 'People and Society', 'Population', 'total') or text(d, 'People and Society', 'Population')
        m = re.match(r'([\d,]{4,})(?: |$)', t)
        m2 = re.match(r'([\d.]+) (million|billion)', t)
        e = entries.get('ISO:' + code)
        if e and m: e['people'] = int(m.group(1).replace(',', ''))
        elif e and m2: e['people'] = int(float(m2.group(1)) * {'million': 1e6, 'billion': 1e9}[m2.group(2)])

MONTHS = {m: i for i, m in enumerate('January February March April May June July August September October November December'.split(), 1)}

def date(s):
    m = re.search(r'(?:(\d{1,2}) )?(?:(%s) )?(\d{4})' % '|'.join(MONTHS), s)
    return int(m.group(3)) * 10000 + MONTHS.get(m.group(2), 0) * 100 + (int(m.group(1) or 0) if m.group(2) else 0) if m else 0

TITLES = set('''President Prime Minister King Queen Sultan Amir Emir Ambassador Charge Chargé d'Affaires d’Affaires Vice First Second Third Deputy Governor General Governor-General
Supreme Leader Chancellor Federal Taoiseach Premier Acting Interim Chief Captain Captains Regent Administrator Lieutenant Co-Prince Grand Duke Prince Princess Crown Emperor Pope Secretary State of the
Council Chairman Chairwoman Chairperson Transitional Sovereign Cabinet Party Head Government and Minister-President Executive Co-Princes Paramount Dr Sheikh Shaykh Presidential Leadership
Military Major Brigadier Colonel Field Marshal Cardinal Bishop Archbishop Sovereignty Chair Member Members a.i. ad Consul Counselor Appointed Minister- Senator Representative
President-elect CEO Ayatollah Ambassador-designate A mbassador Kurdistan Regional Presidents Ministers Ambassadors former Former Speaker Foreign Defense Finance Interior Justice Sir Dame Baroness Lord Mr. Mrs. Dr. Gen. Lt. Col. Maj. Brig.'''.split())

HEADS = {'President', 'Minister', 'Ambassador', 'King', 'Queen', 'Leader', 'Chancellor', 'Premier', 'Governor', 'Chairman', 'Sultan', 'Amir'}

def split(s):
    """A title and a name: the leading words that are titles, then the rest; None where no part of it is a family name in capitals."""
    words = re.sub(r'\s*[\[({"“].*$', '', s.strip(' ,.;')).split()
    i = 0
    while i < len(words) and (words[i] in TITLES or words[i].strip('.,') in TITLES): i += 1
    i = max([i] + [n + 1 for n, w in enumerate(words) if w.capitalize() in HEADS])
    rest = words[i:]
    if not 2 <= len(rest) <= 6 or not any(len(w) > 2 and w == w.upper() and w.isalpha() for w in re.split(r"[ '’-]", ' '.join(rest))): return None
    if any(not re.fullmatch(r"[^\W\d]+([-'’.][^\W\d]*)*", w) for w in rest): return None
    return ' '.join(words[:i]), ' '.join(cased(w) for w in rest)

def cased(w):
    """"al-SUDANI" as "al-Sudani"."""
    return re.sub(r"[^\W\d_]{2,}", lambda m: m.group().title() if m.group().isupper() and (len(m.group()) > 3 or m.group() not in ROMAN) else m.group(), w)

ROMAN = {'II', 'III', 'IV', 'VI', 'VII', 'IX', 'XI', 'XIV', 'XVI'}

# When the older edition was written.
OLD = 20151231

# Countries whose head of state is others' too.
HOME = {'GBR', 'USA', 'FRA', 'NLD', 'DNK', 'NOR', 'CHN'}

def people(old, new):
    """Name, country, title in English, code, first day and day of the edition, zero for the newer one, of those who hold an office in either."""
    for folder, edition in ((old, OLD), (new, 0)):
        sovereigns = set()
        for code, d in sorted(profiles(folder), key=lambda p: (p[0] not in HOME, p[0])):
            g = d.get('Government', {})
            for path, own, default, sector in (
                    (('Executive branch', 'chief of state'), code, 'Head of State', 'GOV'),
                    (('Executive branch', 'head of government'), code, 'Head of Government', 'GOV'),
                    (('Diplomatic representation in the US', 'chief of mission'), code, 'Ambassador', 'GOV'),
                    (('Diplomatic representation from the US', 'chief of mission'), 'USA', 'Ambassador', 'GOV')):
                last = default
                for part in re.split(r';|\(vacant\)', text(g, *path)):
                    for m in re.finditer(r'([^()]*?)\s*\(since ([^)]*)\)', part):
                        t = split(re.sub(r'^[\s,]*(and |represented by |note - )*', '', m.group(1)))
                        if not t or path[1] == 'chief of state' and code not in HOME and t[1] in sovereigns: continue
                        if path[1] == 'chief of state' and code in HOME: sovereigns.add(t[1])
                        title = last = t[0].rstrip('s') if t[0].endswith('Presidents') or t[0].endswith('Ministers') else t[0] or last
                        if 'Diplomatic representation from the US' in path: title += ' to ' + code
                        elif own == code and path[1] == 'chief of mission': title += ' to USA'
                        yield t[1], own, title, sector, date(m.group(2)), edition
            yield from leaders(code, g, edition)

def leaders(code, g, edition):
    for part in text(g, 'Political parties and leaders').split('++'):
        m = re.match(r'\s*(.*?)\s*\[([^\]]*)\]', part)
        if not m: continue
        t = split(m.group(2).split(' and ')[0])
        if t: yield t[1], code, 'leader of ' + re.sub(r'\s*(\(| or [A-Z]).*', '', m.group(1)), 'PTY', 0, edition

def parties(entries, old, new):
    """Parties by country: name, and the letters behind "or"."""
    for folder in (new, old):
        for code, d in profiles(folder):
            g = d.get('Government', {})
            raw = g.get('Political parties', g.get('Political parties and leaders', {}))
            raw = raw.get('text', '') if isinstance(raw, dict) else ''
            for part in re.split(r'\+\+|<br>|<br />|\n', html.unescape(raw)):
                part = re.sub(r'<[^>]*>', ' ', part)
                part = re.sub(r'\s*[\[({;].*$', '', part).strip(' ,:')
                name, _, short = part.partition(' or ')
                if not 2 <= len(name.split()) <= 8 or not name[0].isupper() or re.search(r'\d|none|note|there are|parties|suspended', name, re.I): continue
                id = 'PTY:%s:%s' % (code, codes.key(name).replace(' ', '-'))
                e = codes.entry(entries, id, 'organisation', 'party', code, 'PTY')
                e['names'].append(codes.name(name, ['en'], codes.COMMON))
                if re.fullmatch(r'[A-Z][\w/-]{1,9}', short): e['names'].append(codes.name(short, [], codes.ABBREVIATION))
