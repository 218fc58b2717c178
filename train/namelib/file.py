"""The file of weights, which package name reads."""
import os
import struct
import zlib

from varints import varint

from .data import SCRIPTS
from .weights import SCALE


def number(n):
    out = bytearray()
    while n > 127:
        out.append(n & 127 | 128)
        n >>= 7
    out.append(n)
    return bytes(out)


def signed(v):
    n = round(v * 1000)
    return number(2 * n if n >= 0 else -2 * n - 1)


def text(s):
    e = s.encode()
    return number(len(e)) + e


def sections(path):
    """The models of a file as they stand in it."""
    out = {}
    if os.path.exists(path):
        with open(path, "rb") as f:
            b = f.read()
        if b[:4] == b"DNS2":
            n, i = varint(b, 4)
            for _ in range(n):
                start, pair = i, (b[i:i + 4].decode(), b[i + 4:i + 8].decode())
                packed, i = varint(b, i + 8)
                _, i = varint(b, i)
                i += packed
                out[pair] = b[start:i]
    return out


def write(path, m):
    """Puts a model into the file: "DNS2" and the number of models; of each the codes of both scripts, its length packed and plain, and its
    body, deflated: the odds in thousandths; of each side its letters with their costs and its chunks; the number of rows, and for each chunk of
    the left how many of the right it has, each as the step from the one before and its weight. Numbers are varints, costs and weights single bytes."""
    body = bytearray(b"".join(map(signed, m.odds)))
    rows = m.rows()
    left, right = sorted(rows), sorted({y for ys in rows.values() for y in ys})
    assert len(left) < 65535 and len(right) < 65535
    for letters, side in ((m.left, left), (m.right, right)):
        body += number(len(letters))
        for c in sorted(letters):
            body += text(c) + bytes([min(255, round(letters[c] * SCALE))])
        body += number(len(side)) + b"".join(map(text, side))
    at = {c: i for i, c in enumerate(right)}
    body += number(sum(map(len, rows.values())))
    for x in left:
        body += number(len(rows[x]))
        last = 0
        for y in sorted(rows[x]):
            body += number(at[y] - last) + struct.pack("b", rows[x][y])
            last = at[y]
    packed = zlib.compress(bytes(body), 9)[2:-4]
    all = sections(path)
    all[m.a, m.b] = m.a.encode() + m.b.encode() + number(len(packed)) + number(len(body)) + packed
    out = b"DNS2" + number(len(all)) + b"".join(all[k] for k in sorted(all, key=lambda k: (SCRIPTS.index(k[0]), SCRIPTS.index(k[1]))))
    with open(path, "wb") as f:
        f.write(out)
    print(f"   {m.a}-{m.b}: {len(left)} and {len(right)} chunks, {sum(map(len, rows.values()))} rows, {len(packed)} bytes; the file has {len(out)}")
