"""The tables of probabilities as logarithms of odds are those that Java has (LogisticTest)."""

import hashlib

import numpy as np

from nlc_models.decoder import mixed


def digest(values):
    return hashlib.sha256(np.array(list(values)).astype(">i2").tobytes()).hexdigest()


def test_tables_are_those_of_the_page():
    assert digest(map(mixed.stretch, range(1 << 12))).startswith("acce0c177ae7652c")
    assert digest(mixed.stretch(p, 1 << 14) for p in range(1 << 14)).startswith("5a2285b534e29322")
    assert digest(map(mixed.squash, range(-2047, 2048))).startswith("803db16c0329edff")
