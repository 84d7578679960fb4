"""Which document a reference means: the numbers of all entries and what they refer to, as keys.

A reference means the document whose number is the same but for spaces, case and leading zeros; failing
that, the one number that is the same without punctuation and without a word such as "Invoice no.". A
cell may also name several documents ("10250, 10251").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from invoicing_xl.model.columns import Mask, Texts, concatenated, texts_of
from invoicing_xl.model.documents import loose_number_keys, number_keys

Ints = NDArray[np.int64]

# What stands between numbers, the surest first: a number may have a slash in it ("2024/26, 2024/27").
_SIGNS = (
    re.compile(r"\s*[,;+&|]\s*|\s+(?:and|und|et|y|en)\s+|\s*\n\s*", re.IGNORECASE),
    re.compile(r"\s+"),
    re.compile(r"\s*/\s*"),
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class References:
    """own      key of each entry's own number; entries without one have a key nobody shares
    named    key of the document each entry refers to, -1 where it refers to none that is known
    several  for a reference that names several documents: position of the entry -> their keys
    """

    own: Ints
    named: Ints
    several: Mapping[int, tuple[int, ...]]


def references_of(numbers: Texts, references: Texts) -> References:
    """``numbers`` of the documents, which are the first entries; ``references`` of all entries."""
    documents = len(numbers)
    keys = number_keys(concatenated([numbers, references])).codes.astype(np.int64)
    own, named = keys[:documents], keys[documents:]
    known = np.zeros(keys.max(initial=-1) + 2, bool)
    known[own] = True
    known[-1] = False
    missed = (named >= 0) & ~known[named]
    named = np.where(missed, -1, named)
    several: dict[int, tuple[int, ...]] = {}
    if missed.any():
        loose = loose_number_keys(_where(references, missed))
        named = np.where(missed, loose.lookup(_only_keys(numbers, own)), named)
        several = _several(_where(references, missed & (named < 0)), numbers, own)
    nobody = len(known) + np.arange(len(references))
    shared = np.append(own, np.full(len(references) - documents, -1))
    return References(np.where(shared >= 0, shared, nobody), named, several)


def only_named(references: References, document: Ints) -> Ints:
    """Of each entry the one value that all documents it names have, -1 where there is none or several."""
    result = only_value(references.own, document, references.named)
    wanted = np.array([key for keys in references.several.values() for key in keys], np.int64)
    values = iter(only_value(references.own, document, wanted).tolist())
    for entry, keys in references.several.items():
        theirs = {next(values) for _ in keys}
        result[entry] = theirs.pop() if len(theirs) == 1 else -1
    return result


def only_value(group: Ints, value: Ints, wanted: Ints) -> Ints:
    """For each wanted group the one value that all its members have, -1 where there is none or several."""
    known = (group >= 0) & (value >= 0)
    size = max(group.max(initial=-1), wanted.max(initial=-1)) + 2
    lowest, highest = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(lowest, group[known], value[known])
    np.maximum.at(highest, group[known], value[known])
    return np.where(lowest == highest, highest, -1)[wanted]


def _where(texts: Texts, mask: Mask) -> Texts:
    """Blank where the mask does not hold."""
    return Texts(np.where(mask, texts.codes, np.int32(-1)), texts.values)


def _only_keys(numbers: Texts, keys: Ints) -> dict[str, int]:
    """Loose key -> key, where only one document number has it."""
    loose = loose_number_keys(numbers)
    seen = loose.codes >= 0
    pairs = np.unique(np.stack([loose.codes[seen].astype(np.int64), keys[seen]]), axis=1)
    codes, position, count = np.unique(pairs[0], return_index=True, return_counts=True)
    words = loose.values.to_pylist()
    return {
        words[code]: int(key)
        for code, key in zip(codes[count == 1].tolist(), pairs[1][position[count == 1]].tolist(), strict=True)
    }


def _several(references: Texts, numbers: Texts, keys: Ints) -> dict[int, tuple[int, ...]]:
    """The keys of cells every part of which is the number of a document."""
    used = np.unique(references.codes[references.known]).tolist()
    parts = {code: parts_of(str(references.values[code].as_py())) for code in used}
    parts = {code: names for code, names in parts.items() if len(names) > 1}
    if not parts:
        return {}
    words = sorted({word for names in parts.values() for word in names})
    shared = number_keys(concatenated([numbers, texts_of(list(words))])).codes.astype(np.int64)
    ours = dict(zip(shared[: len(numbers)].tolist(), keys.tolist(), strict=True)) | {-1: -1}
    key_of = {
        word: ours.get(code, -1) for word, code in zip(words, shared[len(numbers) :].tolist(), strict=True)
    }
    found = {code: tuple(dict.fromkeys(key_of[word] for word in names)) for code, names in parts.items()}
    rows = np.flatnonzero(np.isin(references.codes, [code for code, of in found.items() if min(of) >= 0]))
    return {row: found[int(references.codes[row])] for row in rows.tolist()}


def parts_of(text: str) -> list[str]:
    """What may be numbers of documents in a cell that names several; one part where it names one."""
    for signs in _SIGNS:
        parts = [part.strip("/") for part in signs.split(text) if part.strip("/")]
        if len(parts) > 1 and all(map(_DIGIT.search, parts)):
            return parts
    return [text]
