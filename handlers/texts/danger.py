"""What is said first when a message speaks of danger: the number to call, then everything else."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.texts import labels
from handlers.texts.common import esc, lines
from knowledge.advice import Danger
from knowledge.matters import ResponsibilityList
from knowledge.units import Hotline

_OPENING: Mapping[Danger, str] = {
    Danger.LIFE: "先顾人，别的事我们后面办。",
    Danger.VIOLENCE: "先到安全的地方去，离打人的人远一点。",
    Danger.FIRE: "先离开危险的地方，把周围的人也叫上。",
    Danger.MEDICAL: "先救人，别的事我们后面办。",
    Danger.UNREST: "先别急，也请劝劝身边的人：您的事我们一定有人管。",
    Danger.SELF_HARM: "听您这么说，我很担心。您的命最要紧，事情再难也有人帮您一起想办法。",
}
_TOLD = "我已经马上通知信访局值班的同志。"
_NEXT = "您安全了，再接着往下看；要办的事我这里一直留着。"


def hotlines(danger: Danger, rlist: ResponsibilityList) -> tuple[Hotline, ...]:
    """The numbers told for a kind of danger, in the order of the list.

    Nobody in danger is sent to a number that may not answer: only verified ones are told.
    """
    known = rlist.district.hotlines
    return tuple(each for each in known if each.verified and danger.value in each.dangers)


def warning(danger: Danger, rlist: ResponsibilityList, *, elder: bool) -> str:
    """The first message: numbers on top, in bold."""
    numbers = hotlines(danger, rlist)
    shown = numbers[:2] if elder else numbers
    calls = "\n".join(f"电话 <b>{esc(each.number)}</b> {esc(each.name)}" for each in shown)
    return lines("<b>人有危险，请现在就打：</b>", calls, "", _OPENING[danger], _TOLD, _NEXT)


def registered(danger: str, *, number: str) -> str:
    """Told when the matter of an earlier alert became a case: the same alarm, not a new one."""
    kind = labels.DANGER[Danger(danger)] if danger in set(Danger) else labels.DANGER[Danger.LIFE]
    return lines(f"<b>刚才提醒的危险（{kind}）已登记成事项</b>", f"<b>{esc(number)}</b>")


def alert(danger: str, *, text: str) -> str:
    """What the duty officer is told. ``text`` is the message itself: danger outweighs tidiness."""
    kind = labels.DANGER[Danger(danger)] if danger in set(Danger) else labels.DANGER[Danger.LIFE]
    return lines(
        f"<b>【紧急】有群众的话里提到危险：{kind}</b>",
        f"原话：{text}" if text else "",
        "系统已请对方先拨打应急电话。请立即核实，必要时报警、联系属地。",
    )
