"""Word evidence: terms of the word files, and finding them all in one pass over a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain as joined
from typing import NamedTuple

from ahocorasick import Automaton

from knowledge.text import sentence_spans, spellings

# How far the parts of a combination may lie apart, in characters: about one clause.
NEAR = 30
# How far the second part of an ordered pair may begin after the first ends.
AFTER = 12

# A part of a term: a concept in angle brackets, or letters up to the next ``>`` or ``<``.
PART = re.compile(r"<[^<>]+>|[^<>]+")

Span = tuple[int, int]


class Target(NamedTuple):
    """What a term speaks for: ``kind`` is a namespace (unit, row, class, flag, ...)."""

    kind: str
    code: str


class Weight(NamedTuple):
    """What a term weighs for one target."""

    target: Target
    weight: float


class Entry(NamedTuple):
    """One term as the word files have it."""

    text: str
    target: Target
    weight: float


class Term:
    """A compiled term: groups that must stand near each other, each an ordered chain of atoms.

    ``single`` says that one atom alone makes the term; ``kinds`` are the namespaces of its targets.
    """

    __slots__ = ("atoms", "groups", "kinds", "single", "text", "weights")

    def __init__(self, text: str, groups: tuple[tuple[int, ...], ...]) -> None:
        self.text = text
        self.groups = groups
        self.weights: list[Weight] = []
        self.atoms = frozenset(groups[0]) if len(groups) == 1 else frozenset(joined(*groups))
        self.single = len(groups) == 1 and len(groups[0]) == 1
        self.kinds: frozenset[str] = frozenset()

    def close(self) -> None:
        """Note the namespaces of the targets, once no more weights will come."""
        self.kinds = _kinds(*sorted({weight.target.kind for weight in self.weights}))


@cache
def _kinds(*kinds: str) -> frozenset[str]:
    """One set for all terms of the same kinds: very many have the same."""
    return frozenset(kinds)


class Hit(NamedTuple):
    """A term found in a text, with every place where it stands."""

    term: Term
    spans: tuple[Span, ...]


class Trouble(NamedTuple):
    """A term that could not be used, and why (``empty``, ``unknown_concept``)."""

    text: str
    target: Target
    why: str


class _Compiler:
    """Turns entries into atoms and terms; kept apart so that a Lexicon is only ever read."""

    def __init__(self, entries: Sequence[Entry], concepts: Mapping[str, Iterable[str]]) -> None:
        self.concepts = concepts
        self.groups = {entry.text: _groups(entry.text) for entry in entries}
        self.spelt = _spelt(self.groups.values(), concepts)
        self.atoms: dict[str, int] = {}
        self.owners: dict[str, list[int]] = defaultdict(list)
        self.terms: dict[str, Term] = {}
        self.troubles: list[Trouble] = []

    def add(self, entry: Entry) -> None:
        term = self.terms.get(entry.text)
        if term is None:
            term = self._compile(entry)
        if term is None:
            return
        if not any(weight.target == entry.target for weight in term.weights):
            term.weights.append(Weight(entry.target, entry.weight))

    def _compile(self, entry: Entry) -> Term | None:
        groups = []
        for group in self.groups[entry.text]:
            atoms = [self._atom(part, entry) for part in group]
            known = tuple(atom for atom in atoms if atom is not None)
            if not known or len(known) < len(atoms):
                return None
            groups.append(known)
        term = self.terms[entry.text] = Term(entry.text, tuple(groups))
        return term

    def _atom(self, part: str, entry: Entry) -> int | None:
        if part in self.atoms:
            return self.atoms[part]
        name = part if part.startswith("<") else self.spelt[part]
        if not name:
            self.troubles.append(Trouble(entry.text, entry.target, "empty"))
            return None
        if name in self.atoms:
            return self.atoms[name]
        members = self._members(part, frozenset()) if part.startswith("<") else {name}
        if not members:
            self.troubles.append(Trouble(entry.text, entry.target, "unknown_concept"))
            return None
        atom = self.atoms[name] = len(self.atoms)
        for member in members:
            self.owners[member].append(atom)
        return atom

    def misspell(self, misspelt: Mapping[str, Iterable[str]]) -> None:
        """Let every misspelling stand for all that its word stands for."""
        for word, wrong in misspelt.items():
            for spelling in wrong:
                self.owners[spelling] += self.owners.get(word, ())

    def _members(self, part: str, above: frozenset[str]) -> set[str]:
        """Words of a concept, with those of the concepts it refers to."""
        name = part.strip("<>")
        if name in above:
            return set()
        found: set[str] = set()
        for word in self.concepts.get(name, ()):
            if word.startswith("<"):
                found |= self._members(word, above | {name})
            else:
                found.add(self.spelt[word])
        return found - {""}


def _groups(text: str) -> Sequence[Sequence[str]]:
    """The groups of a term, each as its parts; most terms are one word."""
    if "+" in text or "<" in text or ">" in text:
        return [parts(group) for group in text.split("+")]
    return ((text,),)


def parts(group: str) -> list[str]:
    """Concepts and letters of one group of a term, in their order."""
    return [part.strip() for part in PART.findall(group)]


def _spelt(
    terms: Iterable[Sequence[Sequence[str]]], concepts: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """Every word of the files in the spelling in which texts are compared."""
    words = {word for members in concepts.values() for word in members}
    words.update(part for groups in terms for group in groups for part in group)
    return spellings(words)


class Lexicon:
    """All terms of the list's word files. Immutable after it is built.

    ``misspelt`` maps a word to what people type for it.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        concepts: Mapping[str, Iterable[str]],
        misspelt: Mapping[str, Iterable[str]] | None = None,
    ) -> None:
        listed = tuple(entries)
        compiler = _Compiler(listed, concepts)
        for entry in listed:
            compiler.add(entry)
        compiler.misspell(misspelt or {})
        for term in compiler.terms.values():
            term.close()
        self.terms = tuple(compiler.terms.values())
        self.troubles = tuple(compiler.troubles)
        self._singles: dict[int, Term] = {}
        self._pairs: dict[int, list[tuple[int, Term]]] = defaultdict(list)
        self._index()
        self._scanner = _scanner(compiler.owners)

    def _index(self) -> None:
        """File each combination under its two parts that fewest combinations have."""
        combined = [term for term in self.terms if not term.single]
        uses = Counter(atom for term in combined for atom in term.atoms)
        for term in combined:
            first, *others = sorted(term.atoms, key=lambda atom: (uses[atom], atom))
            self._pairs[first].append((others[0] if others else first, term))
        for term in self.terms:
            if term.single:
                self._singles[term.groups[0][0]] = term

    def find(self, text: str) -> list[Hit]:
        """Every term that stands in a normalised text, in the order of the word files' parts."""
        spots = self._scan(text)
        singles, pairs = self._singles, self._pairs
        found = [Hit(singles[a], tuple(spots[a])) for a in spots if a in singles]
        combined = [
            term for atom in spots if atom in pairs for other, term in pairs[atom] if other in spots
        ]
        if combined:
            sentences = _Sentences(text, spots)
            for term in combined:
                spans = sentences.combine(term) if sentences.hold(term) else ()
                if spans:
                    found.append(Hit(term, spans))
        return found

    def _scan(self, text: str) -> dict[int, list[Span]]:
        """Where every atom stands."""
        spots: dict[int, list[Span]] = {}
        if self._scanner is None:
            return spots
        for last, (length, atoms) in self._scanner.iter(text):
            span = (last + 1 - length, last + 1)
            for atom in atoms:
                if atom in spots:
                    spots[atom].append(span)
                else:
                    spots[atom] = [span]
        return spots


def _scanner(owners: Mapping[str, list[int]]) -> Automaton | None:
    """An Aho-Corasick automaton over all words, each with its length and its atoms.

    None if there are no words: an empty automaton refuses to search.
    """
    scanner = Automaton()
    for word, atoms in owners.items():
        if atoms:
            scanner.add_word(word, (len(word), tuple(atoms)))
    scanner.make_automaton()
    return scanner if len(scanner) else None


class _Sentences:
    """Finds combinations in one text: their parts stand near each other in one sentence."""

    def __init__(self, text: str, spots: Mapping[int, list[Span]]) -> None:
        self._spots = spots
        self._ends = [end for _, end in sentence_spans(text)]
        self._held: dict[int, int] = {}

    def hold(self, term: Term) -> bool:
        """Whether some sentence has all atoms of ``term``: quick to tell, and seldom so."""
        common = -1
        for atom in term.atoms:
            if atom not in self._held:
                self._held[atom] = self._where(atom)
            common &= self._held[atom]
        return common != 0

    def _where(self, atom: int) -> int:
        """The sentences in which an atom stands, as the bits of a number."""
        bits = 0
        for start, _ in self._spots.get(atom, ()):
            bits |= 1 << bisect_right(self._ends, start)
        return bits

    def combine(self, term: Term) -> tuple[Span, ...]:
        """Places where all groups of ``term`` stand near each other."""
        chains = []
        for group in term.groups:
            chain = self._chain(group)
            if not chain:
                return ()
            chains.append(chain)
        first, *others = chains
        if not others:
            return tuple(sorted(set(first)))
        found = (self._gather(anchor, others) for anchor in first)
        return tuple(sorted({span for span in found if span is not None}))

    def _chain(self, group: tuple[int, ...]) -> list[Span]:
        """Places where the atoms of ``group`` follow each other closely."""
        spans = self._spots.get(group[0], [])
        for atom in group[1:]:
            nexts = self._spots.get(atom, [])
            spans = [
                (start, stop)
                for start, end in spans
                for begin, stop in nexts
                if 0 <= begin - end <= AFTER and self._together(start, stop)
            ]
        return spans

    def _gather(self, anchor: Span, others: list[list[Span]]) -> Span | None:
        """The shortest range around ``anchor`` that holds one span of every other chain."""
        parts = [anchor]
        start, end = anchor
        for chain in others:
            best: tuple[int, Span] | None = None
            for span in chain:
                low, high = min(start, span[0]), max(end, span[1])
                slack = high - low - (end - start) - (span[1] - span[0])
                if slack > NEAR or (best is not None and slack >= best[0]):
                    continue
                if self._together(low, high) and not _overlaps(span, parts):
                    best = (slack, span)
            if best is None:
                return None
            parts.append(best[1])
            start, end = min(start, best[1][0]), max(end, best[1][1])
        return start, end

    def _together(self, start: int, end: int) -> bool:
        """Whether a range lies within one sentence."""
        return bisect_right(self._ends, start) == bisect_right(self._ends, end - 1)


def _overlaps(span: Span, parts: list[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in parts)
