"""Whole numbers as protocol buffers write them: seven bits a byte, the low ones first."""


def varint(b, i):
    """The number at b[i], and where it ends."""
    n = shift = 0
    while True:
        n |= (b[i] & 127) << shift
        shift += 7
        i += 1
        if b[i - 1] < 128:
            return n, i
