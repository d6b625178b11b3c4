"""Which class a message is, by what its words and its questions say and its rows usually are.

The rule, in the order of the code. Each part is a sum of words by tier (``classes.toml``) and
of clauses that ask (``speech.toml``), with what the message has in common with examples.

1. An accusation: an official or a public body that takes, favours, hides, falsifies or abuses.
   One word or pair that says so is enough in a message, one and a half in a letter.
2. An inquiry, a suggestion, thanks: whichever is told furthest beyond a complaint. A complaint
   is what most messages are, so it has a start that grows with their length; outraged questions
   and danger speak for it. A plain question of law or of what to do is an inquiry, also with a
   story of one's own before it, unless something is demanded.
3. Otherwise a claim or a report: the writer's own money, work, house, family and body against
   other people's doings, public places and dangers; where the words do not tell, the row does.
"""

from __future__ import annotations

from knowledge import manner
from knowledge.advice import Danger, PetitionClass
from knowledge.leans import Lean
from knowledge.marks import TROUBLE, Marks
from knowledge.words import CLASS

# What the everyday class of the row is worth against the words that tell claim from report.
LEAN = 6.0
# What makes an accusation, and how much more a letter must say: it names many things in passing.
ACCUSED, PASSING = 8.0, 1.5
# What a row on accusations adds to words of accusation that do more than name an office.
EXPECTED, NAMED = 8.0, 2.0
# What it speaks for a report that nobody of the writer's own is in the story,
OTHERS = 3.0
# and what a danger to others adds at most.
ALARM = 8.0
OWN_DANGERS = frozenset({Danger.SELF_HARM, Danger.UNREST})
# Evidence up to which every further word counts in full, and what is left of it beyond.
FULL, BEYOND = 16.0, 0.25
# Characters up to which a message says only one thing, and from which it is a letter.
SHORT, LETTER = 30, 150
# What must be said before a message is anything but a complaint, by its length.
BRIEF, STORY, LONG_STORY = 2.5, 6.0, 8.0
# What is left of a trouble against a proposal: who proposes tells what it would cure.
CURED = 0.4


def tell_class(marks: Marks, lean: Lean) -> PetitionClass:
    """The class of a message; ``lean`` is what its rows usually are."""
    told = {
        PetitionClass.INQUIRY: _words(marks, "inquiry")
        + marks.asks.inquiry
        + marks.like(manner.INQUIRY),
        PetitionClass.SUGGESTION: _words(marks, "suggestion")
        + marks.asks.suggestion
        + marks.like(manner.SUGGESTION),
        PetitionClass.THANKS: _words(marks, "thanks"),
    }
    accused = _accusation(marks, lean)
    if accused >= max(told.values()) and accused >= ACCUSED * (
        PASSING if marks.length > LETTER else 1.0
    ):
        return PetitionClass.ACCUSATION
    beyond = {kind: weight - _complaint(marks, kind) for kind, weight in told.items()}
    kind = max(beyond, key=beyond.__getitem__)
    if beyond[kind] > 0:
        return kind
    own = _own(marks) + LEAN * lean.own
    return PetitionClass.CLAIM if own > 0 else PetitionClass.REPORT


def _words(marks: Marks, code: str) -> float:
    """What the words say, with what goes beyond ``FULL`` counting little: letters repeat."""
    weight = marks.of(CLASS, code)
    return weight if weight <= FULL else FULL + (weight - FULL) * BEYOND


def _accusation(marks: Marks, lean: Lean) -> float:
    weight = _words(marks, "accusation")
    return weight + EXPECTED * lean.accusation if weight > NAMED else weight


def _complaint(marks: Marks, other: PetitionClass) -> float:
    """What says that something went wrong and is to be put right, against one other class."""
    start = BRIEF if marks.length <= SHORT else STORY if marks.length <= LETTER else LONG_STORY
    told = max(0.0, _words(marks, TROUBLE)) + marks.asks.outrage
    told += min(ALARM, max(marks.alarm.kinds.values(), default=0.0))
    return start + told * (CURED if other is PetitionClass.SUGGESTION else 1.0)


def _own(marks: Marks) -> float:
    """How much more is said of the writer's own than of what is everybody's."""
    own = _words(marks, "personal") - _words(marks, "public") + marks.like(manner.OWN)
    if marks.of(CLASS, "self") > 0:
        return own
    alarms = (weight for kind, weight in marks.alarm.kinds.items() if kind not in OWN_DANGERS)
    return own - OTHERS - min(ALARM, max(alarms, default=0.0))
