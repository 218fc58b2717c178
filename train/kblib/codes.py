"""What every part of the knowledge base needs: codes of countries, scripts, keys, and the shape of an entry."""
import collections, functools, re, unicodedata

COMMON, OFFICIAL, ABBREVIATION, ADJECTIVE, OTHER, SEAT = range(6)

# ISO 3166-1: alpha-2 and alpha-3 together; XK is what is in use for Kosovo.
ISO = '''
ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB
BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR
BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR
CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK
FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS
GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN
ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO
LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD
MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER
NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM
PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP
SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF
TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY
UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM XKXKX YEYEM YTMYT ZAZAF ZMZMB ZWZWE
'''
A3 = {p[:2]: p[2:] for p in ISO.split()}
FORMER = {'SUN', 'YUG', 'DDR', 'CSK'}
COUNTRIES = set(A3.values()) | FORMER
RENAMED = {'ROM': 'ROU', 'ZAR': 'COD', 'TMP': 'TLS', 'KSV': 'XKX', 'SCG': 'SRB', 'BUR': 'MMR', 'PAL': 'PSE', 'UNK': 'XKX'}

SCRIPTS = (('ARABIC', 'Arab'), ('CYRILLIC', 'Cyrl'), ('CJK', 'Hani'), ('LATIN', 'Latn'), ('HEBREW', 'Hebr'), ('GREEK', 'Grek'),
           ('HANGUL', 'Hang'), ('HIRAGANA', 'Kana'), ('KATAKANA', 'Kana'), ('DEVANAGARI', 'Deva'), ('THAI', 'Thai'))

@functools.lru_cache(maxsize=1 << 16)
def letter_script(c):
    if not c.isalpha(): return ''
    n = unicodedata.name(c, '')
    return next((s for start, s in SCRIPTS if n.startswith(start)), n.split(' ')[0].title() or 'other')

def script(s):
    """The one script of a text, 'mixed' for several; Japanese may mix Han and kana."""
    kinds = {letter_script(c) for c in s} - {''}
    if kinds == {'Hani', 'Kana'}: return 'Kana'
    return kinds.pop() if len(kinds) == 1 else 'mixed'

@functools.lru_cache(maxsize=1 << 18)
def key(s):
    """Near what internal/kb.Key makes, for telling doublets; the file's own keys are made in Go."""
    s = unicodedata.normalize('NFKD', s.lower().translate(PLAIN))
    s = ''.join(c if c.isalnum() else ' ' if c in " -/_,·・،()" else '' for c in s)
    return ' '.join(s.split())

PLAIN = str.maketrans({'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'ø': 'o', 'đ': 'd', 'ð': 'd', 'ł': 'l', 'ı': 'i', 'ə': 'e', 'ħ': 'h', 'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا',
                       'ى': 'ي', 'ی': 'ي', 'ک': 'ك', 'ة': 'ه', 'ہ': 'ه', 'ё': 'е', '\u200c': ''})

def name(text, langs=(), use=COMMON):
    return {'text': ' '.join(text.split()) if '\u200c' not in text else text.strip(), 'langs': list(langs), 'use': use}

def entry(entries, id, kind, feature='', country='', sector=''):
    """The entry of an id, made where it is not there yet."""
    e = entries.setdefault(id, {'id': id, 'kind': kind, 'names': []})
    for k, v in (('feature', feature), ('country', country), ('sector', sector)):
        if v: e[k] = v
    return e

def guess(text):
    """The language that a script alone tells, of the eleven."""
    s = script(text)
    if s == 'Arab': return ['fa'] if re.search('[پچژگکی\u200c]', text) else ['ar']
    return {'Cyrl': ['ru'], 'Hani': ['zh'], 'Hebr': ['he']}.get(s, [])

def capitals(text):
    letters = [c for c in text if c.isalpha()]
    return 0 < len(letters) < 7 and all(c.isupper() for c in letters) and script(text) in ('Latn', 'Cyrl')

def cell(text, langs):
    """The names of one cell of a table: parted by "|", letters that are a word only in capitals marked as such."""
    return [name(n, langs, ABBREVIATION if capitals(n) else COMMON) for n in text.split('|') if n.strip()]

def settle(names):
    """One row a name: equal names of several languages as one, and spellings that differ in nothing that counts dropped."""
    by = collections.OrderedDict()
    for n in names:
        k = (n['text'], n['use'] if n['use'] in (ADJECTIVE, ABBREVIATION) else 0)
        if k in by: by[k]['langs'] += [l for l in n['langs'] if l not in by[k]['langs']]; by[k]['use'] = min(by[k]['use'], n['use'])
        else: by[k] = dict(n, langs=list(n['langs']))
    out, seen = [], set()
    for n in by.values():
        k = (key(n['text']), n['use'] == ADJECTIVE)
        if k[0] and (k not in seen or n['langs']): out.append(n)
        seen.add(k)
    return out
