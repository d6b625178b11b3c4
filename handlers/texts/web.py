"""What the pages of the web chat say, beside what the bot says in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.procedure import Role
from knowledge.units import District

LANGUAGE = "zh-Hans"
SEAL = "访"
"""The sign in the red seal, and before the bot's messages."""

NAME = "分流"
DEMO = "演示：人和事都是编的，勿填真实信息，不会办理。"
NEEDS_SCRIPT = "本页需要启用浏览器的 JavaScript 才能对话。您也可以拨打 12345 反映问题。"

PAGE: Mapping[str, str] = {
    "skip": "跳到输入框",
    "large": "大字",
    "large_label": "大字模式：字更大、话更短",
    "about": "服务信息",
    "about_open": "电话地址",
    "about_close": "关闭",
    "conversation": "对话",
    "log": "对话记录",
    "composer": "发送消息",
    "write": "请输入您要说的话",
    "hint": "请直接说您的事",
    "send": "发送",
    "attach": "添加照片、文件、位置或语音",
    "camera": "拍照",
    "photo": "相册",
    "document": "文件",
    "location": "位置",
    "voice": "语音",
    "quick": "常用操作",
    "more": "更多",
    "down": "往下看",
    "choices": "可以点选",
    "recording": "正在录音",
    "stop": "说完了，发送",
    "cancel": "取消",
    "ok": "知道了",
    "danger": "遇到危险，先打电话",
    "leave": "退出并清除本机记录",
    "phone": "电话",
    "address": "地址",
    "hours": "接待时间",
    "urgent": "紧急电话",
}

RIGHTS_TITLE = "请您放心"
RIGHTS = (
    "不收任何费用，不需要找人代写。",
    "您说的情况，只有信访局和办理单位看得到。",
    "随时可以说“转人工”，由工作人员来答。",
    "换了手机或电脑，用编号和查询码找回。",
)
STAFF_NOTES_TITLE = "工作提示"
STAFF_NOTES = (
    "这里与群众端是同一套对话，按您的岗位显示待办。",
    "发“帮助”看全部说法。",
    "离开座位请退出；信访人信息不得外传。",
)

CITIZEN_SUBTITLE = "说清事 · 找对门 · 有回音"
OFFICE_SUBTITLE = "工作台"
OFFICE_HINT = "发“帮助”看能做什么"

PERSON = "转人工"
MINE = "我的事项"


@dataclass(frozen=True, slots=True)
class Quick:
    """A quick button: what it shows and sends, whether as ``person``, ``first`` or ``more``.

    With ``roles`` it is only for people who hold one of them.
    """

    text: str
    send: str
    look: str
    roles: tuple[Role, ...] = ()


CITIZEN_QUICK = (
    Quick(PERSON, PERSON, "person"),
    Quick(MINE, MINE, "first"),
    Quick("我要反映问题", "我要反映", "more"),
    Quick("用编号查进度", "查询", "more"),
    Quick("我的信息与隐私", "我的信息", "more"),
    Quick("使用帮助", "帮助", "more"),
)
WORKING = (Role.MEDIATOR, Role.CLERK, Role.OFFICE)
SEEING_ALL = (Role.OFFICE, Role.DIRECTOR)
COUNTING = (*WORKING, Role.DIRECTOR)
OFFICE_QUICK = (
    Quick("收件箱", "/收件箱", "first", WORKING),
    Quick("待分派", "/待分派", "first", (Role.OFFICE,)),
    Quick("统计", "/统计", "first", COUNTING),
    Quick("人员与邀请", "/人员", "first", (Role.ADMINISTRATOR,)),
    Quick("全部在办", "/在办", "more", SEEING_ALL),
    Quick("责任清单", "/清单", "more"),
    Quick("使用帮助", "/帮助", "more"),
    Quick("取消填写", "/取消", "more"),
)

SCRIPT: Mapping[str, str] = {
    "bot": "助手",
    "me": "我",
    "choices": "可以点选",
    "chosen": "已选",
    "connecting": "正在连接…",
    "offline": "网络断开了，您写的都留着，连上后自动发出。",
    "waiting": "网络不太稳，正在重新连接…您写的都留着。",
    "back": "已重新连上。",
    "noEntry": "连不上对话。请允许本站使用 Cookie 后刷新，关掉多开的页面；着急请打 12345。",
    "sending": "发送中",
    "queued": "等待发送",
    "sent": "已送达",
    "failed": "没有发出去",
    "again": "重新发送",
    "missed": "以下是您离开期间的消息",
    "today": "今天",
    "yesterday": "昨天",
    "typing": "正在输入…",
    "new": "有新消息",
    "tooLong": "一次最多 {most} 字，现在有 {now} 字。请分成几段发，或者把材料作为文件发来。",
    "count": "还能写 {left} 字",
    "tooLarge": "“{name}”太大了，单个文件不能超过 20 MB。可以压缩，或者分几次拍照发。",
    "wrongType": "“{name}”这种文件不能发。可以发照片、PDF、Word、Excel、录音或 MP4 视频。",
    "emptyFile": "“{name}”是空的，请重新选一个。",
    "uploading": "正在上传",
    "locating": "正在获取您的位置…",
    "noLocation": "没有取到位置。您可以直接写地点，比如“东关大街和新街口”。",
    "denied": "浏览器没有允许使用。您可以直接打字说明，或者在浏览器设置里允许。",
    "noVoice": "录音没有成功，请直接打字，或者再试一次。",
    "mySpot": "我的位置",
    "spot": "位置 {latitude}，{longitude}",
    "voice": "语音",
    "seconds": "{n} 秒",
    "picture": "图片",
    "open": "打开图片 {name}",
    "download": "下载文件 {name}",
    "expired": "这个按钮已经过期了，什么都没有改动。请看最新的消息。",
    "slow": "发得太快了，稍等一下，会自动接着发。",
    "refused": "这条没有发出去，请换个写法再试。",
    "busy": "打开的页面太多了，请关掉几个再试。",
    "largeOn": "已换成大字。",
    "largeOff": "已换回普通字号。",
    "leaveSure": "退出后，这台设备上看不到之前的对话；要找回事项，需要编号和查询码。确定退出吗？",
    "newTab": "在新窗口打开",
    "invite": "您收到了一个加入工作台的邀请",
    "inviteCode": "邀请码",
    "join": "加入",
    "welcome": "工作台",
    "welcomeText": (
        "还没有加入的，请把收到的邀请码发到下面，例如 ABCD-EFGH-JKLM。"
        "已经加入的，发“收件箱”看待办。"
    ),
}

ENTER_TITLE = "进入工作台"
ENTER_TEXT = "您正在用聊天里给的链接进入。确认是您本人要的链接，再点“进入”。"
ENTER = "进入"
TICKET: Mapping[str, str] = {
    "unknown": "这个链接不对。",
    "used": "这个链接已经用过了。",
    "expired": "这个链接过期了。",
}
TICKET_AGAIN = "请回到聊天里，重新要一个链接。"
BACK = "回到对话"
BACK_OFFICE = "回到工作台"

ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("没看明白", "地址里的内容不对，请回去重新点一次。"),
    401: ("请先打开对话页", "浏览器没有带上身份。请打开对话页，并允许使用 Cookie。"),
    403: ("不能这样打开", "请求来自别的网站，为了您的安全没有办理。"),
    404: ("没有这个页面", "地址可能写错了，或者内容已经不在。"),
    405: ("不能这样打开", "请回到对话页操作。"),
    413: ("太大了", "一次发来的内容太大，请分几次发。"),
    429: ("太快了", "请稍等一会儿再试。"),
    503: ("正在维护", "请过几分钟再试；着急请打 12345。"),
}
BROKEN = ("出了点问题", "这一步没有办成，已经存下的不会丢。请过一会儿再试；着急请打 12345。")


def title(district: District) -> str:
    """The name of the chat page."""
    return f"{district.office_name} · {NAME}"


def office_title(district: District) -> str:
    """The name of the staff's chat page."""
    return f"{OFFICE_SUBTITLE} · {district.office_name}"


def error(status: int) -> tuple[str, str]:
    """Heading and sentence for an answer that is not a page."""
    return ERRORS.get(status, BROKEN if status >= 500 else ERRORS[404])
