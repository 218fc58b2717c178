"""How the reading model's weights are made: see README.md. Every step is a module with a command of its own."""
import hashlib

LANGS = "en fr ar es de ru fa tr pt it zh".split()


def held_back(ident):
    """Whether a labelled row belongs to the fifth that is measured on and never trained on."""
    return hashlib.sha1(ident.encode()).digest()[0] % 5 == 0
