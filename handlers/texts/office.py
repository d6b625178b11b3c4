"""What the petition office and the administrator read: routing, search, people."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from html import escape

from handlers.texts import labels, staff
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Role
from storage.people import Post, StaffMember

QUEUE = ("待分派", "分派队列", "queue")
PEOPLE = ("人员", "staff")

# Short forms that are neither part of the name nor its letters in order.
UNIT_ALIASES: Mapping[str, Sequence[str]] = {
    "agriculture": ("农业局", "农林局", "水利局", "水务局", "畜牧局"),
    "commerce": ("商务", "商业局"),
    "court": ("法院",),
    "culture-tourism": ("文旅局", "文化局", "旅游局", "文广旅局", "体育局"),
    "development": ("发改委", "发改局", "工信局", "科技局", "物价局"),
    "disabled-federation": ("残联", "残疾人联合会"),
    "discipline": ("纪委", "监委", "纪检委", "纪委监委", "纪检监察"),
    "ecology": ("环保局", "环境局", "生态环境局", "生态局"),
    "education": ("教育局", "教体局"),
    "emergency": ("应急局", "安监局"),
    "ethnic-religious": ("民宗局", "民族局", "宗教局"),
    "health": ("卫健委", "卫生局", "卫计委"),
    "housing": ("住建局", "房管局", "征收办", "建设局", "城建局", "城建"),
    "human-resources": ("人社局", "人社", "劳动局", "社保局", "仲裁委", "劳动监察"),
    "justice": ("司法局", "法制办"),
    "market": ("市监局", "市场局", "市场监管局", "工商局", "食药局", "质监局"),
    "medical-insurance": ("医保局", "医保"),
    "natural-resources": ("自规局", "自然资源局", "资规局", "国土局", "规划局", "林业局"),
    "petition": ("信访局", "信访办"),
    "procuratorate": ("检察院",),
    "public-security": ("公安局", "公安", "派出所", "交警", "交警队"),
    "subdistrict": ("街道", "街道办", "乡镇", "办事处", "乡政府", "镇政府"),
    "tax": ("税务", "国税", "地税"),
    "trade-union": ("总工会", "工会"),
    "transport": ("交通局", "运管所"),
    "urban-management": ("城管局", "城管", "执法局", "综合执法局"),
    "utility": ("供电公司", "自来水公司", "燃气公司", "热力公司", "公交公司"),
    "veterans": ("退役军人局", "退役局"),
    "womens-federation": ("妇联",),
}


def parts(name: str) -> list[str]:
    """The single names in a name that joins several."""
    return re.split("[、（）]", name)


# --- routing -------------------------------------------------------------------------

BUTTON_QUEUE = "待分派"
BUTTON_WHOLE_DISTRICT = "全区"
BUTTON_USE_REASON = "就用这句理由"

QUEUE_EMPTY = "现在没有待分派的事项。"


QUEUE_TITLE = "待分派"


def button_route(unit: str) -> str:
    """Label of a candidate's one-tap button."""
    return f"分派→{unit}"


PICK_PLACE = "哪个乡镇、街道？"


def which_unit(said: str) -> str:
    """Asked when a typed name fits several units."""
    return f"“{escape(said[:20], quote=False)}”是指哪一个？请点一个，或者再写清楚些。"


def no_unit(said: str) -> str:
    """Told when a typed name fits no unit."""
    return f"没有找到单位“{escape(said[:20], quote=False)}”。可以写简称（如“人社局”），或点按钮。"


def offered_reason(reason: str) -> str:
    """A reason ready to be taken at one tap."""
    return f"可以直接用：“{escape(reason, quote=False)}”"


# --- people --------------------------------------------------------------------------

BUTTON_INVITE = "邀请"
BUTTON_PEOPLE = "人员"
BUTTON_YES_REVOKE = "确认停用"
BUTTON_NO_REVOKE = "不停用"
BUTTON_NO_INVITE = "不邀请"
PEOPLE_EMPTY = "还没有工作人员。点“邀请”，发第一个邀请码。"
INVITE_ROLE = "邀请什么角色？"
INVITE_UNIT = "到哪个单位？请点一个。"
INVITE_PLACE = "负责哪个乡镇、街道？"
ALREADY_REVOKED = "这项任职已经停用了。"
NOT_YOURSELF = "不能停用自己的管理员身份，请另一位管理员来做。"


def button_revoke(member: StaffMember) -> str:
    """Label of the button that begins to end an appointment."""
    return f"停用 {(member.name or f'{member.person_id}号')[:10]} {labels.ROLE[member.role]}"


def member(value: StaffMember, rlist: ResponsibilityList) -> str:
    """One appointment in a list."""
    name = escape(value.name or f"{value.person_id}号", quote=False)
    post = staff.post(Post(value.role, value.unit, value.place), rlist)
    return f"· <b>{name}</b> {post}　{staff.moment(value.since)}起"


def people_head(total: int, page: int, pages: int) -> str:
    """First line of the list of staff."""
    where = f"　第{page}/{pages}页" if pages > 1 else ""
    return f"<b>在岗人员 {total} 人次</b>{where}"


def ask_revoke(value: StaffMember, rlist: ResponsibilityList) -> str:
    """Asked before an appointment ends."""
    return f"停用后，下面这位立即不能再看、再办任何事项，办过的记录保留：\n{member(value, rlist)}"


def revoked(value: StaffMember, rlist: ResponsibilityList) -> str:
    """Told when an appointment has ended."""
    return f"已停用：\n{member(value, rlist)}"


INVITE_NOTE: Mapping[Role, str] = {
    Role.MEDIATOR: "可受理、调解、办结本单位事项",
    Role.CLERK: "可办理本单位事项的全部步骤",
    Role.OFFICE: "分派、查看全部事项",
    Role.DIRECTOR: "查看事项和统计，不经手办理",
    Role.ADMINISTRATOR: "管理人员，不看事项",
}


def invite_roles() -> str:
    """What each role may do, shown where one is chosen."""
    lines = (f"· {labels.ROLE[role]}：{note}" for role, note in INVITE_NOTE.items())
    return "\n".join((INVITE_ROLE, *lines))
