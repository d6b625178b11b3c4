"""A polite sentence for everything that can go wrong; never a stack trace."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.texts import labels
from knowledge.procedure import Act, Status

FAILED = (
    "对不起，刚才我这边出了点问题，您说的话已经存下了。请过一会儿再试；着急请打12345或发“转人工”。"
)

_STALE: Mapping[str, str] = {
    "expired": "这个按钮已经过期了，什么都没有改动。请点最新消息里的按钮，或者直接说。",
    "answered": "这一步您已经选过了，没有重复改动。请看最新的一条消息。",
    "registered": "这件事已经登记过了，没有重复登记。发“我的事项”就能看到。",
    "waiting": "请先回答刚才的问题：那句话是另一件事，还是接着这件事说的？",
    "dropped": "这份内容已经不在了，什么都没有改动。有事请直接说。",
}
NOT_FOUND = (
    "没有找到这件事项，或者它不是您的。发“我的事项”看看；换了手机、电脑，请发“查询 编号 查询码”。"
)
MOVED_ON = "这件事已经有了新进展，现在是“{now}”，刚才那一步没有做。请重新点开看看。"
NOT_PERMITTED = "这一步不归您操作。"
TICKET = "这个链接已经失效，请回到聊天里重新要一个。"
TAKEN = "这个账号已经属于别人，没有改动。"
FILE_MISSING = "这份材料打不开了，请重新发一次。"
GENERIC = "这一步现在办不了，什么都没有改动。请换个说法再试，或者发“转人工”。"


def unexpected(reference: str) -> str:
    """Something broke; the code finds it in the log."""
    return (
        "对不起，我这边出了点问题，这一步没有办成，已经存下的不会丢。"
        f"请稍后再试；着急请打12345，或者发“转人工”，报一下代号 {reference}。"
    )


def stale(why: str) -> str:
    """Why a button does nothing."""
    return _STALE.get(why, _STALE["expired"])


def moved_on(now: str) -> str:
    """The case moved on; ``now`` is the label of its status."""
    return MOVED_ON.format(now=now)


def reclaim(why: str) -> str:
    """Why a case was not given back."""
    return labels.RECLAIM_REFUSED.get(why, NOT_FOUND)


def invitation(why: str) -> str:
    """Why an invitation did not work."""
    return labels.INVITATION_REFUSED.get(why, GENERIC)


# What a citizen tries again, or too early, is told by what he tried.
_TRIED: Mapping[tuple[Act, Status], str] = {
    (Act.RATE, Status.RATED): "这件事您已经评价过了，谢谢您。",
    (Act.RATE, Status.WITHDRAWN): "这件事您已经撤回了，不用评价。",
    (Act.WITHDRAW, Status.WITHDRAWN): "这件事您已经撤回了。",
}


def act(tried: Act, status: Status, why: str) -> str:
    """Why an act was refused."""
    known = _TRIED.get((tried, status)) if why == "status" else None
    return known or labels.act_refused(why)
