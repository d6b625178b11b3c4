"""What staff read while they work on cases: joining, inbox, forms, refusals."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from handlers.texts import labels
from handlers.texts.citizen import FILE_KINDS
from knowledge.clocks import OFFICE_ZONE
from knowledge.matters import ResponsibilityList, Way
from knowledge.procedure import RULES, Act, Needs, Role, Status

if TYPE_CHECKING:
    from storage.people import Invitation, Post

CITIZEN_ROLES = frozenset({Role.CITIZEN})

# --- words staff may say -------------------------------------------------------------

START = ("start", "菜单", "menu")
INBOX = ("收件箱", "待办", "inbox")
ALL = ("在办", "全部在办", "open")
CANCEL = ("取消", "cancel")
HELP = ("帮助", "help")
FIND = ("查", "查找", "查询", "find")
CITIZEN = ("我要反映", "反映问题", "个人反映")
# Said by people who look for the way in.
ROOM = ("工作台", "后台", "office")

VERBS: Mapping[str, Act] = {
    **{labels.ACT[act]: act for act, rule in RULES.items() if rule.roles != {Role.CITIZEN}},
    "不受理": Act.REJECT,
    "退件": Act.RETURN,
    "办理": Act.HANDLE,
    "调解": Act.MEDIATE,
    "转调解": Act.MEDIATE,
    "调成": Act.AGREE,
    "调解成功": Act.AGREE,
    "未成": Act.NOT_AGREE,
    "调不成": Act.NOT_AGREE,
    "未调成": Act.NOT_AGREE,
    "告知": Act.INFORM,
    "备注": Act.NOTE,
    "改派": Act.ASSIGN,
}

NUMBER = r"(?:[一-龥]{1,4}信?[〔\[(（]\d{4}[〕\])）]\d{1,6}|\d{4}\s?[-—]\s?\d{1,6}|\d{1,6})"
SPOKEN = re.compile(
    rf"^/?(?P<verb>{'|'.join(sorted(VERBS, key=len, reverse=True))})\s*#?"
    rf"(?P<number>{NUMBER})号?(?:[\s,，:：、]+(?P<text>.*))?$",
    re.DOTALL,
)
ONLY_NUMBER = re.compile(rf"^#?(?P<number>{NUMBER})号?$")
# Where a reason ends and the right door begins: "…；请到区法院起诉".
DOOR = re.compile(r"[；;，,。\s]*(?=(?:请|应当?|可以?)(?:去|到|向|找))")

# --- buttons -------------------------------------------------------------------------

BUTTON_INBOX = "收件箱"
BUTTON_HELP = "帮助"
BUTTON_CANCEL = "取消"
BUTTON_STATISTICS = "统计"
BUTTON_NEWER = "上一页"
BUTTON_FURTHER = "下一页"
BUTTON_CONTACT = "看联系方式（会留痕）"
BUTTON_HISTORY = "办理记录"
BUTTON_WHOLE = "看全文"
BUTTON_REFRESH = "刷新"
BUTTON_CARD = "看这件事项"
BUTTON_CITIZEN = "我要反映（以个人身份）"


def button_files(count: int) -> str:
    """Label of the button that sends the evidence."""
    return f"看材料（{count}份）"


# --- time and numbers ----------------------------------------------------------------


def moment(at: datetime) -> str:
    """A moment in the office's own time: ``11-25 09:30``."""
    return at.astimezone(OFFICE_ZONE).strftime("%m-%d %H:%M")


def short_number(number: str) -> str:
    """What staff call a case among themselves: ``2026-123``."""
    digits = re.findall(r"\d+", number)
    return "-".join((digits[0], str(int(digits[-1])))) if len(digits) > 1 else number


# --- joining -------------------------------------------------------------------------


def post(value: Post | Invitation, rlist: ResponsibilityList) -> str:
    """An appointment, held or offered, in words: unit, place, role."""
    unit = rlist.units.get(value.unit) if value.unit else None
    place = rlist.places.get(value.place) if value.place else None
    parts = (unit.name if unit else "", place.name if place else "", labels.ROLE[value.role])
    return escape(" ".join(part for part in parts if part), quote=False)


def joined(value: Post, rlist: ResponsibilityList) -> str:
    """Greeting after an invitation was accepted."""
    return (
        f"已加入分流。您现在是：<b>{post(value, rlist)}</b>。\n"
        "邀请码已作废，别人不能再用。您今后在这里看到的，都是您职责范围内的事项。"
    )


def not_joined(why: str) -> str:
    """Why an invitation was not accepted."""
    return labels.INVITATION_REFUSED.get(why, "这个邀请码现在不能用，请管理员再发一个。")


def invitation(value: Invitation, rlist: ResponsibilityList, *, links: Sequence[str]) -> str:
    """A fresh invitation for the administrator to pass on."""
    lines = [
        f"已生成邀请：<b>{post(value, rlist)}</b>",
        f"邀请码：<code>{escape(value.code)}</code>",
        *(f"链接：{escape(link, quote=False)}" for link in links),
        f"有效期至 {moment(value.expires_at)}，只能用一次。请只发给本人。",
    ]
    return "\n".join(lines)


# --- menu and help -------------------------------------------------------------------


def hello(posts: Sequence[Post], rlist: ResponsibilityList) -> str:
    """What a member of staff sees on /start."""
    who = "、".join(post(value, rlist) for value in posts)
    return f"您好，{who}。\n发 /收件箱 看待办，发 /帮助 看能做什么。"


_HELP_UNIT = (
    "<b>办件</b>\n"
    "· /收件箱（或发“待办”）：最急的排在最前，点编号打开。\n"
    "· 事项下面的按钮，就是您现在能做的全部步骤。\n"
    "· 也可以一句话办：<code>受理 123</code>、<code>退回 123 不是本单位职责，因为…</code>、"
    "<code>调解 123</code>、<code>调成 123 双方约定…</code>、<code>未成 123 原因…</code>、"
    "<code>答复 123 …</code>、<code>办结 123</code>。\n"
    "· <code>告知 123 …</code> 是发给信访人的；<code>备注 123 …</code> 只有工作人员看得到。\n"
    "· <code>查 123</code>、<code>查 噪音 东关</code>：按编号或词语查找。\n"
    "· 填写到一半不想填了，发 /取消。"
)
_HELP_OFFICE = (
    "<b>信访局</b>\n"
    "· /待分派：系统拿不准的、被退回的事项，附候选单位，一点就分派。\n"
    "· <code>分派 123 人社局 理由…</code>：一句话分派。\n"
    "· /在办：全区所有在办的事项。\n"
    "· /纠正：最近的改派，类似的诉求照此参考；派错了的可以撤销。\n"
    "· /信息申请：更正、删除个人信息的申请，尽快办；不能办的要写理由。\n"
    "· 信访局自己承办的事项，与其他单位同样办理。"
)
_HELP_STATISTICS = (
    "<b>统计</b>\n"
    "· /统计，或者直接说：<code>统计 本月</code>、<code>统计 2026年10月 人社局</code>、"
    "<code>统计 上个月 调解成功</code>。可下载表格，可打开图表页。"
)
_HELP_DIRECTOR = (
    "<b>领导</b>\n· 可查看事项与统计，不经手办理；检举控告不在其内。\n"
    "· /在办：全区所有在办的事项，最急的在前。\n"
    "· <code>查 123</code>、<code>查 噪音 东关</code>：按编号或词语查找。"
)
_HELP_ADMINISTRATOR = "<b>管理员</b>\n· /人员：看在岗人员，邀请、停用。\n· 管理员不看事项内容。"
_HELP_LIST = (
    "<b>责任清单</b>\n"
    "· /清单：现行版本，下载 Excel；<code>清单 版本</code>：各版本，可以改回去。\n"
    "· 改好的 Excel 直接发来（先不要打开事项）：先看有哪些变化、旧件会怎么转，确认以后才采用。"
)
_HELP_CITIZEN = "您自己有事要反映，发“我要反映”，与其他群众一样办理。"

_HELP: Mapping[Role, tuple[str, ...]] = {
    Role.CLERK: (_HELP_UNIT, _HELP_STATISTICS),
    Role.MEDIATOR: (_HELP_UNIT, _HELP_STATISTICS),
    Role.OFFICE: (_HELP_OFFICE, _HELP_UNIT, _HELP_STATISTICS, _HELP_LIST),
    Role.DIRECTOR: (_HELP_DIRECTOR, _HELP_STATISTICS),
    Role.ADMINISTRATOR: (_HELP_ADMINISTRATOR, _HELP_LIST),
}


def ordered(roles: Collection[Role]) -> list[Role]:
    """Roles in the order of the glossary, so that help reads the same for everybody."""
    return [role for role in Role if role in roles]


def help_text(roles: Sequence[Role]) -> str:
    """Help for exactly the roles a person has; no paragraph twice."""
    parts: dict[str, None] = {}
    for role in roles:
        parts.update(dict.fromkeys(_HELP.get(role, ())))
    return "\n\n".join((*parts, _HELP_CITIZEN))


AS_CITIZEN = "好的，接下来按您个人反映问题办理。请直接说是什么事。要回到工作，发 /收件箱。"


def not_understood(text: str) -> str:
    """Answer to free text of staff that is no command."""
    shown = escape(text[:30], quote=False)
    return f"没看懂“{shown}”。要查事项，还是您自己要反映问题？发 /帮助 看全部说法。"


# --- forms ---------------------------------------------------------------------------

_ASK: Mapping[tuple[Act, Needs], str] = {
    (Act.ASSIGN, Needs.UNIT): "分派给哪个单位？点下面的按钮，或者直接写单位名称。",
    (Act.ASSIGN, Needs.REASON): "请写一句分派的理由。",
    (Act.REJECT, Needs.REASON): "请写一句不予受理的理由。",
    (Act.REJECT, Needs.DOOR): "信访人应当去哪里、找谁？点下面的途径，或者自己写一句。",
    (Act.RETURN, Needs.REASON): "请写一句退回的理由：为什么不归本单位，应当归谁。",
    (Act.AGREE, Needs.TERMS): "请写双方约定的内容：谁、在什么时候、做什么、多少钱。",
    (Act.NOT_AGREE, Needs.REASON): "请写一句没有达成协议的原因。",
    (Act.ANSWER, Needs.ANSWER): "请写答复内容：支持、解释说明还是不支持，依据是什么。",
    (Act.INFORM, Needs.TEXT): "<b>【发给信访人】</b>请写要告诉信访人的内容。",
    (Act.NOTE, Needs.TEXT): "<b>【内部备注】</b>请写给同事看的内容。",
}
_SEEN_BY_CITIZEN = "注意：信访人会收到这段话。"
_SEEN_BY_STAFF = "只有工作人员看得到，信访人看不到。"


def ask(act: Act, need: Needs, number: str) -> str:
    """Prompt for one missing thing; it always says who will read the answer."""
    question = _ASK.get((act, need), f"请写{labels.NEEDS[need]}。")
    who = "" if need is Needs.UNIT else _SEEN_BY_CITIZEN if tells(act) else _SEEN_BY_STAFF
    head = f"{labels.ACT[act]} {escape(short_number(number))}"
    return "\n".join(part for part in (f"<b>{head}</b>", question, who, "不办了发 /取消。") if part)


def door(way: Way) -> str:
    """A way of the list as the door a petitioner is sent to."""
    return f"{way.name}：{way.where}"


def kept(text: str | None) -> str:
    """Told where words were typed for an act that was not done; they still stand in the chat."""
    return "\n您写的内容没有提交，可以从上面复制再用。" if text else ""


def tells(act: Act) -> bool:
    """Whether the petitioner is told of the act, and so of its text."""
    return RULES[act].tells_citizen


def done(act: Act, number: str, text: str | None) -> str:
    """Confirmation of an act, with who sees what was written."""
    head = f"【已办】{escape(short_number(number))} {labels.ACT[act]}"
    if act is Act.NOTE:
        return f"【内部】{escape(short_number(number))} 已记内部备注。{_SEEN_BY_STAFF}"
    if act is Act.INFORM:
        return f"【发给信访人】{escape(short_number(number))} 已发给信访人：“{_quoted(text)}”"
    told = "，已通知信访人" if tells(act) else "（不通知信访人）"
    return f"{head}{told}。"


def _quoted(text: str | None) -> str:
    short = (text or "").strip()
    return escape(short if len(short) <= 60 else short[:60] + "…", quote=False)


CANCELLED = "已取消，什么都没有改动。"
NOTHING_TO_CANCEL = "现在没有正在填写的内容。"
EXPIRED_FORM = "这一步已经结束了，请从事项里重新点。"
TEXT_ONLY = "这里请用文字写；不办了发 /取消。"
TOO_SHORT = "太短了，请写完整一些；不办了发 /取消。"


def too_long(most: int, now: int) -> str:
    """Told when a text is longer than a form takes."""
    return f"太长了（最多{most}字，现在{now}字），请精简后再发。不办了发 /取消。"


def toast(act: Act) -> str:
    """The short line above the chat after a press."""
    return f"{labels.ACT[act]}：已处理，见下"


def abandoned(act: Act, number: str) -> str:
    """Told when a half-filled form is left for something else."""
    return f"（{escape(short_number(number))} 的“{labels.ACT[act]}”没有填完，未提交。）"


# --- refusals ------------------------------------------------------------------------

NOT_FOUND = "没有找到这件事项，或者它不在您的职责范围内。"
NOT_PERMITTED = "这不在您的职责范围内。"
FILE_MISSING = "这份材料打不开了，请告诉管理员。"


def refused(act: Act, status: Status, why: str) -> str:
    """Why an act was not done. The status is named where it is the reason."""
    reason = labels.act_refused(why)
    if why == "status":
        return f"“{labels.ACT[act]}”现在不能做：事项是“{labels.STATUS[status]}”状态。"
    return f"“{labels.ACT[act]}”没有做成：{reason}"


def stale(act: Act, seen: Status, now: Status, *, changes: Sequence[str], is_done: bool) -> str:
    """What happened to a case between the button and the press.

    ``is_done``: the case stands already where the act would have led.
    """
    if is_done:
        head = f"“{labels.ACT[act]}”已经做过了，事项现在是“{labels.STATUS[now]}”。没有重复办理。"
    else:
        head = (
            f"这件事项刚有变化：您看到的是“{labels.STATUS[seen]}”，"
            f"现在是“{labels.STATUS[now]}”。您刚才的操作没有生效。"
        )
    return "\n".join((head, *(f"· {change}" for change in changes), "下面是最新情况："))


# --- inbox ---------------------------------------------------------------------------


INBOX_TITLE = "待办"
ALL_OPEN = "全部在办"


def list_head(title: str, total: int, page: int, pages: int) -> str:
    """First line of a list of work."""
    where = f"　第{page}/{pages}页" if pages > 1 else ""
    return f"<b>{title} {total} 件</b>{where}　最急的在前"


INBOX_EMPTY = "现在没有待办事项。"
FOUND_NOTHING = "没有找到。可以换个词，或者用编号查，例如：<code>查 123</code>。"
FIND_WHAT = "查什么？例如：<code>查 123</code>、<code>查 噪音 东关</code>。"


def found_head(words: str, count: int, *, most: int) -> str:
    """First line of what a search brought; says so where there may be more."""
    more = "（只列前面这些，可再加词缩小）" if count >= most else ""
    return f"“{escape(words[:30], quote=False)}”找到 {count} 件{more}"


CONTACT_NOTHING = "信访人没有留姓名和电话，只能在这里给他发消息（点“告知信访人”）。"


def contact(number: str, name: str | None, phone: str | None) -> str:
    """Full contact of a petitioner, with the reminder that looking left a trace."""
    if not (name or phone):
        return CONTACT_NOTHING
    who = escape(name or "（未留姓名）", quote=False)
    call = escape(phone or "（未留电话）", quote=False)
    return (
        f"{escape(short_number(number))} 信访人：<b>{who}</b>　{call}\n"
        "这次查看已经记录（时间、查看人）。请只用于办理这件事项。"
    )


FILES_NONE = "这件事项没有材料。"
FILES_NOT_YOURS = "您的岗位只看不办，材料没有存下。"
FILES_FOR_WHAT = (
    "这份材料是哪件事项的？请先打开事项：发编号，例如 <code>3</code>，或者从收件箱点开，再发材料。"
    "也可以把编号写在材料的说明里。\n您自己有事要反映，先发“我要反映”。"
)


def file_added(number: str, kind: str, count: int, *, note: str) -> str:
    """A piece of evidence of the staff's own was put to a case, with what stood under it."""
    what = FILE_KINDS.get(kind, "材料") + ("和说明" if note else "")
    return (
        f"{what}已附到 <b>{escape(short_number(number))}</b>，材料共{count}份，办理记录已记下。"
        f"{_SEEN_BY_STAFF}还有就接着发。"
    )


def file_caption(number: str, index: int, total: int) -> str:
    """Caption of one piece of evidence."""
    return f"{short_number(number)} 材料 {index}/{total}"
