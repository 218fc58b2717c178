#!/usr/bin/env python3
"""Compare the files that data/build.sh makes with data/MANIFEST.json, or with --write put their sums and sizes into it.

usage: manifest.py [--write] MANIFEST FOLDER...    the folders hold the files by the last part of their path
"""
import hashlib, json, os, sys

def main():
    write = '--write' in sys.argv
    path, *folders = [a for a in sys.argv[1:] if a != '--write']
    doc = json.load(open(path, encoding='utf8')); bad = 0
    for d in doc['data']:
        f = next((f for f in (os.path.join(folder, os.path.basename(d['file'])) for folder in folders) if os.path.exists(f)), None)
        if os.path.dirname(d['file']) not in ('internal/entity/data', 'internal/kb', 'internal/text/data', 'internal/web/worldmap') or not f: continue
        b = open(f, 'rb').read(); now = {'sha256': hashlib.sha256(b).hexdigest(), 'size': len(b)}
        if write: d.update(now)
        elif any(d.get(k) != v for k, v in now.items()): bad += 1; print('differs from the manifest:', d['file'])
    if write: open(path, 'w', encoding='utf8').write(json.dumps(doc, indent=2, ensure_ascii=False) + '\n')
    sys.exit(bad > 0)

main()
