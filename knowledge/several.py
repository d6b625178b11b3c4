"""Several matters in one message: finding where one ends and the next begins."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.advice import Candidate, Part
from knowledge.lexicon import Hit, Span

# A part speaks for itself only if it is sure of its unit, and has words enough.
SURE, SCORE = 0.6, 6.0
# Parts into which a message is split at most: more than these nobody reads out as buttons.
MOST = 6

Ranking = Callable[[Sequence[Hit]], Sequence[Candidate]]


@dataclass(frozen=True, slots=True)
class Splitter:
    """Where the writer says that a further matter begins: counted points, or "besides"."""

    points: re.Pattern[str]
    further: re.Pattern[str]

    def spans(self, text: str) -> list[Span]:
        """The parts the writer sets apart; one if he sets none apart.

        Nothing is cut where nothing is said: a story touches many units' matters on its way.
        """
        cuts = [match.start() for match in self.points.finditer(text)]
        if len(cuts) < 2:
            cuts = [match.start(1) for match in self.further.finditer(text)]
        return list(pairwise(sorted({0, *cuts, len(text)})))


def several(
    text: str, splitter: Splitter, hits: Sequence[Hit], ranking: Ranking
) -> tuple[Part, ...]:
    """Parts of a message that speaks of matters of different units, in their order; else none."""
    spans = splitter.spans(text)
    if len(spans) < 2:
        return ()
    parts = tuple(_joined(text, [_piece(span, hits, ranking) for span in spans]))[:MOST]
    return parts if len({part.unit for part in parts}) > 1 else ()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A range of the text with the unit it is plainly about, if any."""

    span: Span
    unit: str | None = None
    matter_id: str = ""


def _piece(span: Span, hits: Sequence[Hit], ranking: Ranking) -> _Piece:
    candidates = ranking(_within(span, hits))
    if candidates and candidates[0].share >= SURE and candidates[0].score >= SCORE:
        return _Piece(span, candidates[0].unit, candidates[0].matter.id)
    return _Piece(span)


def _within(span: Span, hits: Sequence[Hit]) -> list[Hit]:
    low, high = span
    inside = (
        (hit.term, tuple(s for s in hit.spans if low <= s[0] and s[1] <= high)) for hit in hits
    )
    return [Hit(term, spans) for term, spans in inside if spans]


def _joined(text: str, pieces: Sequence[_Piece]) -> Iterator[Part]:
    """Put pieces of one unit together; what is about nothing belongs to what came before."""
    open_piece: _Piece | None = None
    for piece in pieces:
        if open_piece is None or open_piece.unit is None:
            start = open_piece.span[0] if open_piece else piece.span[0]
            open_piece = _Piece((start, piece.span[1]), piece.unit, piece.matter_id)
        elif piece.unit in (None, open_piece.unit):
            open_piece = _Piece(
                (open_piece.span[0], piece.span[1]), open_piece.unit, open_piece.matter_id
            )
        else:
            yield _told(text, open_piece)
            open_piece = piece
    if open_piece is not None and open_piece.unit is not None:
        yield _told(text, open_piece)


def _told(text: str, piece: _Piece) -> Part:
    return Part(text[slice(*piece.span)].strip(), piece.unit or "", piece.matter_id)
