"""What citizens type instead of pressing a button, and how it is recognised."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from unicodedata import normalize


class Wish(StrEnum):
    """Something a citizen may ask for at any time, in words or by a button."""

    START = "start"
    HELP = "help"
    TELL = "tell"
    MINE = "mine"
    PROGRESS = "progress"
    ME = "me"
    CORRECT = "correct"
    DELETE = "delete"
    PRIVACY = "privacy"
    ELDER = "elder"
    STANDARD = "standard"
    PERSON = "person"
    CANCEL = "cancel"


_SPOKEN: Mapping[Wish, tuple[str, ...]] = {
    Wish.START: ("start", "开始", "首页", "重新开始"),
    Wish.HELP: ("help", "帮助", "怎么用", "使用说明", "菜单", "功能"),
    Wish.TELL: ("tell", "我要反映", "反映问题", "我要投诉", "投诉", "我要举报", "我要上访"),
    Wish.MINE: ("mine", "我的事项", "我的", "我的案件", "我的信访", "我的投诉", "进度", "查进度"),
    Wish.PROGRESS: ("query", "查询", "查", "查询进度", "找回", "查编号"),
    Wish.ME: ("me", "我的信息", "我的资料", "个人信息"),
    Wish.CORRECT: (
        "correct", "更正我的信息", "更正信息", "更正个人信息", "修改我的信息", "修改个人信息",
        "改我的信息", "我的信息写错了", "我的信息错了",
    ),
    Wish.DELETE: (
        "delete", "删除我的信息", "删除信息", "删除个人信息", "删我的信息", "删掉我的信息",
        "删除我的资料", "把我的信息删了",
    ),
    Wish.PRIVACY: ("privacy", "隐私", "隐私说明", "隐私说明全文", "隐私政策", "个人信息告知"),
    Wish.ELDER: ("elder", "长辈模式", "适老模式", "老年模式", "大字", "老人模式", "看不清"),
    Wish.STANDARD: ("standard", "标准模式", "普通模式", "退出长辈模式"),
    Wish.PERSON: (
        "person", "human", "转人工", "人工", "人工服务", "找人", "找人工", "真人", "人工客服",
        "我要找人", "我要人工", "叫人",
    ),
    Wish.CANCEL: ("cancel", "取消", "不办了", "算了", "不登记了"),
}  # fmt: skip

_WISHES: Mapping[str, Wish] = {word: wish for wish, words in _SPOKEN.items() for word in words}
_EDGES = re.compile(r"^[\s/]+|[\s。.!！?？~～,，]+$")


YES = frozenset({
    "是", "对", "对的", "是的", "就是这个", "是这个", "好", "好的", "行", "可以", "中", "嗯",
    "确认", "没错",
})  # fmt: skip
NO = frozenset({"不对", "不是", "不是这个", "换一个", "不", "错了", "不中", "都不是", "没有"})
NOTHING = frozenset({
    "没有", "没", "无", "没了", "没有了", "发完了", "完了", "好了", "跳过", "不知道", "不清楚",
    "不想说", "不填", "不写了", "匿名", "不留", "不留姓名", "不留电话", "不用", "不用了",
    "算了吧", "说不清", "按规定办就行",
})  # fmt: skip
FIRST = frozenset({"1", "一", "第一个", "第一", "前一个", "上面那个", "前者"})
SECOND = frozenset({"2", "二", "第二个", "第二", "后一个", "下面那个", "后者"})
REQUEST_BEGINS = ("要求", "我要求", "请", "希望", "我希望", "想", "我想", "让", "恳请", "求")
ANOTHER = frozenset({
    "另一件", "另一件事", "是", "是的", "另外一件", "两件事", "分开登记", "是另一件",
})  # fmt: skip
SAME = frozenset({"不是", "同一件", "同一件事", "是回答", "一件事", "不是另一件", "回答"})
SUBMIT = frozenset({
    "确认登记", "确认", "登记", "提交", "对", "对的", "没错", "好", "好的", "行", "可以", "是",
    "是的",
})  # fmt: skip

_GREETINGS = re.compile(
    r"^(?:你好|您好|在吗|在不在|有人吗|喂|哈喽|嗨|早上好|上午好|中午好|下午好|晚上好|恁好|同志|请问|hi|hello"
    r"|[呀啊哈吗嘛吧\s。.!！?？~～,，])+$"
)
_EMPTY_COMPLAINT = re.compile(
    r"^(?:我)?(?:想|要|来)*(?:反映|投诉|举报|咨询|上访|信访|告状|问)(?:个|一个|一下|点|件)?(?:问题|事|事情|情况)?[了吧啊呀\s。.!！?？]*$"
)
_ABUSE = re.compile(
    r"傻[逼比叉缺]|[操草日肏]你|他妈|妈的|王八|混蛋|饭桶|吃干饭|滚蛋|滚开|狗官|狗东西|废物|垃圾东西|去死|放屁|不要脸"
)
_HAN = re.compile(r"[㐀-鿿豈-﫿]")
_LETTER = re.compile(r"[A-Za-z]")
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)

_NUMBER_AND_CODE = re.compile(
    r"(?:(?P<year>20\d\d)\D{1,3})?0*(?P<serial>\d{1,6})\D+(?P<first>\d{4})[-—\s]?(?P<last>\d{4})\D*$"
)
_ONLY_NUMBER = re.compile(r"^\D*(?:(?P<year>20\d\d)\D{1,3})?0*(?P<serial>\d{1,6})\D*$")
_QUERY = re.compile(
    r"^[/\s]*(?:查询进度|查进度|查询|查|找回|进度|query)[\s:：,，]*(?=[^\s])", re.IGNORECASE
)
_CASE_NUMBER = re.compile(r"信?[〔\[(（【]\s*20\d\d\s*[〕\])）】]")
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[-\s]?)?(1[3-9]\d)[-\s]?(\d{4})[-\s]?(\d{4})(?!\d)")
_LANDLINE = re.compile(r"(?<!\d)(0\d{2,3})[-\s]?([2-9]\d{6,7})(?!\d)|^([2-9]\d{6,7})$")

_NAME_AROUND = re.compile(
    r"^(?:我的?|俺|本人|姓名|名字|叫|就|是|免贵|姓|[:：,，\s])+(?=[一-鿿·A-Za-z])"
    r"|[。.!！,，\s]+$"
)
_NAME = re.compile(
    r"^(?:[㐀-鿿]{1,5}|(?=.{3,15}$)[㐀-鿿]+(?:·[㐀-鿿]+)+|[A-Za-z][A-Za-z .'-]{1,29})$"
)
_NO_NAME = re.compile(r"[你您我他她不没吗呢啥的了把给还很这说问]|什么|凭|为何|干嘛")


def plain(text: str) -> str:
    """The text as it is compared here: full-width forms folded, edges cut, lower case."""
    folded = normalize("NFKC", text).strip().lower()
    return _EDGES.sub("", folded)


def wish(text: str) -> Wish | None:
    """What a text asks for, if it is one of the standing wishes and nothing else."""
    word = plain(text).partition("@")[0]
    return _WISHES.get(word)


def is_greeting(text: str) -> bool:
    """你好 and the like, without a matter."""
    return bool(_GREETINGS.match(plain(text)))


def is_empty_complaint(text: str) -> bool:
    """我要投诉 and the like: the wish to complain, without the complaint."""
    return bool(_EMPTY_COMPLAINT.match(plain(text)))


def is_abuse(text: str) -> bool:
    """Whether there are swear words; the matter beside them still counts."""
    return bool(_ABUSE.search(text))


def has_han(text: str) -> bool:
    """Whether any Chinese character is there."""
    return bool(_HAN.search(text))


def has_letters(text: str) -> bool:
    """Whether any Latin letter is there."""
    return bool(_LETTER.search(text))


def without_links(text: str) -> str:
    """The text with web addresses taken out."""
    return _LINK.sub(" ", text).strip()


def number_and_code(text: str) -> tuple[str, str] | None:
    """Number and code in ``查询 123 1234-5678`` and in a whole number copied with its code."""
    folded = normalize("NFKC", text)
    asked = _QUERY.match(folded)
    if not asked and not _CASE_NUMBER.search(folded):
        return None
    found = _NUMBER_AND_CODE.search(folded)
    return (_number(found), found["first"] + found["last"]) if found else None


def bare_number_and_code(text: str) -> tuple[str, str] | None:
    """The same when the number was asked for, so that no word needs to stand before it."""
    found = _NUMBER_AND_CODE.search(normalize("NFKC", text))
    return (_number(found), found["first"] + found["last"]) if found else None


def asked_number(text: str) -> str | None:
    """The number in ``查询 123``, where no code was given."""
    folded = normalize("NFKC", text).strip()
    asked = _QUERY.match(folded)
    found = _ONLY_NUMBER.match(folded[asked.end() :]) if asked else None
    return _number(found) if found else None


def _number(found: re.Match[str]) -> str:
    return f"{found['year']}-{found['serial']}" if found["year"] else found["serial"]


def name(text: str) -> str | None:
    """The name in an answer such as ``我叫王桂兰``; None where there is none."""
    cut = _NAME_AROUND.sub("", normalize("NFKC", text).strip())
    return cut if _NAME.match(cut) and not _NO_NAME.search(cut) else None


def phone(text: str) -> str | None:
    """The telephone number in an answer, digits only (a landline keeps its hyphen)."""
    folded = normalize("NFKC", text)
    if mobile := _MOBILE.search(folded):
        return "".join(mobile.groups())
    if line := _LANDLINE.search(folded.strip()):
        return line[3] or f"{line[1]}-{line[2]}"
    return None
