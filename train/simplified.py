#!/usr/bin/env python3
"""Write internal/text/data/simplified.txt: traditional Han characters, each followed by the simplified one that it is folded to.

usage: simplified.py TSCharacters.txt OUT     the table of OpenCC (Apache-2.0), of several simplified ones the first
"""
import sys

first, last = 0x3400, 0xA000  # blocks in daily use

def main():
    table = {}
    for line in open(sys.argv[1], encoding='utf8'):
        a, b = line.rstrip('\n').split('\t')
        b = b.split()[0]
        if len(a) == len(b) == 1 and a != b: table[a] = b
    out = {}
    for a, b in table.items():
        while b in table and table[b] != a: b = table[b]  # folding twice is folding once
        if all(first <= ord(c) < last for c in a + b): out[a] = b
    with open(sys.argv[2], 'w', encoding='utf8') as f:
        f.writelines(a + out[a] + '\n' for a in sorted(out))

main()
