"""What a citizen reads outside forms: greeting, help, odd input, labels of buttons."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.texts.common import esc, joined, lines, office_lines, source
from knowledge.matters import ResponsibilityList

NOTICE_VERSION = "2026-11"
"""Version of the privacy notice; a person who heard another one hears this one again."""

# Labels of buttons: plain text, without markup.
YES = "就是这个"
OTHER = "不对，换一个"
PERSON = "转人工"
NONE = "都不是"
SEAL = "告的是公职人员，要保密"
REGISTER = "登记这件事"
PASS_ON = "请转告"
NO_NEED = "不用了"
BY_PERSON = "登记，请人工来定"
SPLIT = "分开登记"
ONE_MATTER = "是同一件事"
SEPARATE = "另一件事，分开登记"
ANSWER = "是对刚才问题的回答"
ADDITION = "是对刚才那件事的补充"
SKIP = "跳过"
PLACE_UNKNOWN = "说不清"
BY_LAW = "按规定办就行"
ANONYMOUS = "不留姓名"
NO_PHONE = "不留电话"
NO_MORE = "没有了"
ALL_SENT = "发完了"
SUBMIT = "确认登记"
EDIT = "修改"
BACK = "不改了"
DROP = "不登记了"
DROP_YES = "删掉"
KEEP = "接着填"
MINE = "我的事项"
HELP = "帮助"
ME = "我的信息"
ELDER = "长辈模式"
DETAIL = "详细说明"
PRIVACY = "隐私说明全文"
STANDARD = "标准模式"
PROGRESS = "凭编号查询"
TELL = "说一件事"


def attach_label(number: str) -> str:
    """The button that puts a file to a case already registered."""
    return f"补充到 {number}"


def edit_label(field: str) -> str:
    """The button that changes one line of the summary."""
    return f"改{field}"


def privacy(rlist: ResponsibilityList, *, elder: bool) -> str:
    """The notice in two sentences: who keeps what, what for, how long, and one's rights.

    It stands before anything is asked for; ``privacy_whole`` is one press away.
    """
    office = esc(rlist.district.office_name)
    law = source("个人信息保护法 17")
    if elder:
        return lines(
            f"{office}保存您说的事，只用来办您的事，办结后按档案规定到期删除（{law}）。",
            "姓名、电话可以不留；您随时能看、能改、能删，能找人。",
        )
    return lines(
        f"<b>隐私</b>：您说的事和愿意留的姓名、电话、材料，由{office}保存，用来登记、转办、"
        f"答复您，办结后按档案规定到期删除（{law}）。",
        "您随时可以查看、更正、要求删除，也可以转人工。",
    )


def privacy_whole(rlist: ResponsibilityList) -> str:
    """Everything about who keeps what, what for, how long, and what one may ask for."""
    office = esc(rlist.district.office_name)
    return lines(
        f"<b>个人信息告知</b>（{source('个人信息保护法 17')}）",
        f"谁在处理：{office}。{_phone(rlist)}",
        "收集什么：您说的事、地点，您愿意留的姓名、电话和材料。不要身份证号。",
        "做什么用：登记、转给有权处理的单位、答复您、统计（统计里没有您的姓名）。",
        "怎么保存：加密保存，显示时打码；办结后按档案规定保存，到期删除。",
        "系统给的归口只是建议，您随时可以要求说明，也可以转人工"
        f"（{source('个人信息保护法 24')}）。",
        "您可以查看、更正、要求删除：发“我的信息”。",
    )


def _phone(rlist: ResponsibilityList) -> str:
    phone = rlist.district.office_phone
    return f"电话 {esc(phone)}。" if phone else ""


def greeting(rlist: ResponsibilityList, *, elder: bool) -> str:
    """The first words: who this is, and that one may simply speak."""
    if elder:
        return "您好！有什么事，直接说。我告诉您归谁管。"
    return lines(
        f"您好，这里是{esc(rlist.district.name)}“分流”信访助手。<b>直接说您遇到的事就行</b>，"
        "比如“老板三个月没发工资”。",
        "我告诉您归谁管、哪天到期，帮您登记、跟到底。我是程序，找人点“转人工”；人有危险先打110。",
    )


def for_staff(said: str, *, elder: bool) -> str:
    """A word of the staff's work, said by somebody who is not invited."""
    word = esc(said.lstrip("/"))
    if elder:
        return f"“{word}”是工作人员用的。您有事，直接说就行。"
    return lines(
        f"“{word}”是工作人员用的功能，要有管理员发的邀请码：有的话，把邀请码发到这里。",
        "您有事要反映，直接说就行；看办到哪了，发“我的事项”。",
    )


def work_by_slash(said: str) -> str:
    """The same, said by staff in the middle of a matter of their own."""
    word = esc(said.lstrip("/"))
    return f"您正在以个人身份反映问题。要回到工作，前面加斜杠：/{word}。您填的都留着。"


def help_text(*, elder: bool) -> str:
    """What one can say."""
    if elder:
        return lines(
            "有事直接说，我来指路。",
            "看办到哪了：发“我的事项”。",
            "找人：发“转人工”。",
            "回到普通样子：发“标准模式”。",
        )
    return lines(
        "<b>有事直接说，不用选菜单。</b>也可以发这些话：",
        "· 我的事项：看进度、补充、撤回、评价",
        "· 查询 编号 查询码：换了手机、电脑也能查，例如“查询 123 1234-5678”",
        "· 转人工：找信访局的同志",
        "· 长辈模式：字句短，按钮大",
        "· 我的信息：看我们存了您什么，要更正、要删除",
        "· 取消：不填了",
        "照片、文件、录音、视频、位置都可以直接发。",
    )


def elder_on() -> str:
    """After the switch."""
    return "好，换成长辈模式了。我会说得短一点。有什么事，直接说。"


def elder_off() -> str:
    """After the switch back."""
    return "好，换回标准模式了。有什么事，直接说。"


def person(rlist: ResponsibilityList, *, elder: bool) -> str:
    """How to reach a person now, and how one will look at what is written here."""
    office = esc(rlist.district.office_name)
    written = (
        "写在这里也行，我转给人看。"
        if elder
        else "也可以把事情写在这里，我登记以后由工作人员亲自看、亲自定，您在这里等消息。"
    )
    return joined(f"<b>{office}</b>\n{office_lines(rlist)}", written)


def person_takes_over(rlist: ResponsibilityList) -> str:
    """A matter in hand goes to a person."""
    return joined(
        f"好，这件事由 <b>{esc(rlist.district.office_name)}</b> 的同志亲自看、亲自定。",
        f"急的话也可以直接联系：\n{office_lines(rlist)}",
        "我再问一两句就登记。",
    )


TELL_ME = "您请说：什么事、在哪里、和谁、您想怎么办。想到哪说到哪，发语音文字、照片都行。"
TELL_ME_ELDER = "您请说，什么事？"
NO_TEXT_YET = "材料我存好了。请再用一两句话说说是什么事，我好给您找对部门。"

_ODD: Mapping[str, str] = {
    "empty": "我没有收到字。请用几句话说说是什么事，比如“楼下饭店油烟大”。",
    "short": "只有一个字，我看不明白。请多说几句：谁、在哪里、什么事。",
    "emoji": "我看到表情了，看不出是什么事。心里有事，请用几句话说出来，我来想办法。",
    "link": "链接我打不开，也怕看错。请把里面的事用几句话告诉我；网页截图也可以发来当材料。",
    "foreign": "您好，我现在只看得懂中文（Chinese only, please）。请用中文说说是什么事；"
    "也可以找懂中文的朋友代写，或者点“转人工”，您写的原话我会一并转过去。",
    "noise": "这几个数字、符号我看不明白。要查进度，请发“查询 编号 查询码”；要反映事情，请直接说。",
    "greeting": "您好，我在。有什么事，请直接说。",
    "vague": "好，您请说：谁、在哪里、什么事、您希望怎么办。一两句也行。",
    "abuse": "您一肚子火，一定是事情让您受委屈了。骂几句我不怪您。"
    "请告诉我是什么事、谁的责任，我马上帮您找能管的部门；想找人说，点“转人工”。",
}


def odd(kind: str) -> str:
    """A polite answer to something that is no complaint yet."""
    return _ODD[kind]


def long(count: int) -> str:
    """A very long message was kept whole."""
    return f"您写了{count}个字，全文我已存成材料，一个字不丢。我先按开头和结尾给您找部门。"


FULL_TEXT_NAME = "全文.txt"
CUT = "……（中间略，全文见材料）……"
FORWARDED = "您转发来的我看了，下面按里面说的事来办。"
EDITED = (
    "我看到您改了前面的一句话。已经记下的内容不会自动跟着改："
    "没登记的，请点“修改”；登记过的，请在“我的事项”里点“补充”。"
)
EDITED_TAKEN = "您改了刚才那句，我按新的再看一遍。"
GROUP_REFUSED = "群里人多，您的事是隐私，我不在群里谈。请点我的头像，私聊我说。"
STICKER = "表情贴纸我看不出是什么事。请用几句话告诉我，我来找部门。"
NOT_UNDERSTOOD = "这种消息我还看不懂。请用文字说，照片、文件、录音、视频、位置也可以发。"
FILES_ONLY = "这一步先不收材料，请先点上面的按钮或者打字回答。"


def got_file(count: int, kind: str) -> str:
    """A piece of evidence was stored."""
    return f"{got_file_short(count, kind)}还有就接着发，没有了请点“发完了”。"


def got_file_short(count: int, kind: str) -> str:
    """The same in the middle of another question."""
    return f"收到，{FILE_KINDS.get(kind, '材料')}已存好（共{count}份）。"


FILE_KINDS: Mapping[str, str] = {
    "photo": "照片",
    "document": "文件",
    "voice": "语音",
    "audio": "录音",
    "video": "视频",
    "video_note": "视频",
    "location": "位置",
}

FILE_NAMES: Mapping[str, str] = {
    "photo": "照片.jpg",
    "document": "文件",
    "voice": "语音.ogg",
    "audio": "录音.mp3",
    "video": "视频.mp4",
    "video_note": "视频.mp4",
    "location": "位置.json",
}


def at_point(latitude: float, longitude: float) -> str:
    """A point on the map as the place of a matter."""
    return f"发来的位置（北纬{latitude:.5f}，东经{longitude:.5f}）"


VOICE_NEEDS_TEXT = (
    "语音已存好，工作人员能听，我自己还听不懂。请再打一行字，说说是什么事（可以用手机的语音输入）。"
)


def too_large(limit: int) -> str:
    """A file is over the limit; what can be done instead."""
    return (
        f"这个文件太大了，我最多收{limit // (1024 * 1024)}MB，没有存下来。"
        "可以压缩一下、截短一点，或者拍成照片再发；也可以登记以后把原件交给工作人员。"
    )


def too_many(most: int) -> str:
    """Enough evidence for one matter."""
    return f"材料已经有{most}份了，先登记吧；其余的登记以后还可以补充。"


def me(*, cases: int, unfinished: int, name: str, phone: str, elder: bool) -> str:
    """What is stored about the person, masked."""
    mode = "长辈模式" if elder else "标准模式"
    return lines(
        "<b>我们存的您的信息</b>",
        f"姓名：{esc(name) if name else '没有留'}",
        f"电话：{esc(phone) if phone else '没有留'}",
        f"登记的事项：{cases}件" + (f"；没登记完的：{unfinished}件" if unfinished else ""),
        f"显示方式：{mode}",
        "另外只存了您在这个聊天里的账号，用来给您回消息。",
        "要更正、要删除，点下面的按钮，或者发“更正我的信息”“删除我的信息”。",
    )
