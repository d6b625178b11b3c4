"""Questions of the form, the summary and the receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from handlers.texts import due
from handlers.texts.common import esc, joined, lines, matter_title, quote, source, unit_name
from knowledge.advice import PetitionClass
from knowledge.matters import ResponsibilityList

if TYPE_CHECKING:
    from handlers.citizen.form import Form
    from storage.cases import Case, Receipt

TRUTHFUL = f"您对自己说的话负责，请如实说（{source('信访工作条例 19')}）。"
NAME_IS_NEEDED = (
    f"自己的诉求要写明姓名，部门才能给您答复（{source('信访工作条例 19')}）。"
    "请写一下姓名；实在不方便，可以点“转人工”。"
)

# Step → (standard, elder).
_ASK: Mapping[str, tuple[str, str]] = {
    "text": ("请把事情重新写一遍，原来的会换成新写的。", "请重新说一遍。"),
    "accused": (
        "被反映的人在哪个单位？我好把这个单位挡在外面，不让它看到。直接打字就行，不想说可以跳过。",
        "他在哪个单位？打字告诉我。",
    ),
    "place": (
        "事情发生在哪里？点一个，或者直接打字（路名、小区、村都行）。",
        "在哪里的事？点一个，或者打字。",
    ),
    "request": (
        "您希望怎么解决？一句话就行。",
        "您想怎么办？说一句就行。",
    ),
    "name": ("怎么称呼您？请写姓名，之后都会打码显示。", "您叫什么名字？"),
    "phone": (
        "留个电话吧，部门好联系您；不留也行，结果我在这里告诉您。",
        "您的电话是多少？不留也行。",
    ),
    "evidence": (
        "有照片、合同、录音、视频、位置这些材料吗？现在发给我，一份一份发；没有就点“没有了”。",
        "有照片、材料就发来。没有就点“没有了”。",
    ),
}
_NAME_OPTIONAL = ("怎么称呼您？不想留名，点“不留姓名”就行。", "您叫什么？不想说也行。")
_BAD: Mapping[str, str] = {
    "text": "请用文字把事情说一下，几句话就行。",
    "accused": "请写单位的名称，不想说就点“跳过”。",
    "place": "请写得稍微具体一点，比如路名、小区或者村名；说不清就点“说不清”。",
    "request": "请用一句话说说您希望怎么解决。",
    "name": "这个不太像姓名，请写中文姓名，比如“王桂兰”。",
    "phone": "这个号码好像不对。请发11位手机号，或者带区号的座机；不留就点“不留电话”。",
    "evidence": "材料请直接发给我（照片、文件、录音、视频、位置）；发完了点“没有了”。",
}
FIELD: Mapping[str, str] = {
    "text": "内容",
    "accused": "被反映单位",
    "place": "地点",
    "request": "诉求",
    "name": "姓名",
    "phone": "电话",
    "evidence": "材料",
}


def ask(step: str, *, elder: bool, optional_name: bool = False) -> str:
    """The question of one step."""
    texts = _NAME_OPTIONAL if step == "name" and optional_name else _ASK[step]
    return texts[elder]


def bad(step: str, *, needs_name: bool = False) -> str:
    """What is wrong with an answer, and what would be right."""
    return NAME_IS_NEEDED if needs_name else _BAD[step]


def summary(rlist: ResponsibilityList, form: Form, *, elder: bool) -> str:
    """Everything that will be registered, to be checked by the person who said it."""
    head = "我念一遍，您看对不对：" if elder else "<b>请核对，确认后我就登记</b>"
    facts = (
        _line("事情", quote(form.text)),
        _line("事项", matter_title(rlist, form.matter_id) or ""),
        _line("办理单位", unit_name(rlist, form.unit, form.place_code)),
        _line("地点", place(rlist, form)),
        _line("诉求", quote(form.request or "")),
        _line("姓名", esc(form.name or "未留")),
        _line("电话", esc(form.phone or "未留")),
        _line("材料", f"{len(form.files)}份" if form.files else ""),
    )
    sealed = "【密封】被反映的人和单位看不到。" if form.sealed else ""
    closing = "" if elder else TRUTHFUL
    more = "有照片可以现在发来。" if elder and not form.files else ""
    return joined(head, lines(*facts), lines(sealed, more, closing))


def _line(name: str, value: str) -> str:
    return f"{name}：{value}" if value else ""


def place(rlist: ResponsibilityList, form: Form) -> str:
    """The township or street and what was typed, without saying the same twice."""
    known = rlist.places.get(form.place_code or "")
    typed = form.place_text or ""
    name = known.name if known else ""
    return quote(" ".join(filter(None, (name, "" if typed in name else typed))), 80)


def heard(form: Form, rlist: ResponsibilityList) -> str:
    """What the message already said, so that it is seen not to be asked again."""
    parts = (
        f"地点“{place(rlist, form)}”" if form.place_code or form.place_text else "",
        f"诉求“{quote(form.request, 40)}”" if form.request else "",
        f"电话 {esc(form.phone)}" if form.phone else "",
    )
    known = "、".join(part for part in parts if part)
    return f"您已经说了{known}，我记下了，不再问。" if known else ""


def receipt(
    rlist: ResponsibilityList, case: Case, slip: Receipt, *, today: date, elder: bool
) -> str:
    """Number, code, what is next and by when."""
    unit = unit_name(rlist, case.unit, case.place_code)
    secret = "查询码只有您知道，请记下或者拍照，换手机、换电脑也能凭它查。"
    numbers = lines(
        f"编号：<b>{esc(slip.number)}</b>",
        f"查询码：<b>{esc(slip.code)}</b>",
        "" if elder else secret,
    )
    if elder:
        by = due.in_short(case.due, today=today)
        return joined(
            "登记好了。",
            numbers,
            f"现在由{unit}看{'，' * bool(by)}{by}。请记下编号和查询码。",
        )
    return joined(
        "<b>登记好了</b>",
        numbers,
        lines(f"<b>接下来</b>：{_next(case, unit)}", due.for_citizen(case.due, today=today)),
        "想补充材料、看进度、撤回，发“我的事项”。",
    )


def _next(case: Case, unit: str) -> str:
    if case.petition_class is PetitionClass.THANKS:
        return f"您的话会带给{unit}。"
    if case.sealed:
        return "由受理的同志密封办理，进展我在这里告诉您。"
    if case.needs_person:
        return f"{unit}的同志看过以后，定下由谁来办，我马上告诉您。"
    return f"{unit}看过后告诉您受理不受理；不归它管，会说明理由，并告诉您该找谁。"


WAITING = "请先点上面的按钮：刚才那句话，是另一件事，还是接着这件事说的？"
EDIT_WHAT = "要改哪一项？改完还会给您看一遍。"
DROP_SURE = "这份内容还没有登记。要删掉吗？删了就找不回来了。"
DROPPED = "已经删掉了，什么都没有登记。您随时可以重新说。"
NOTHING_OPEN = "现在没有在填的内容。有事您直接说就行。"
LEFT = "好，先到这里。有事您直接说就行。"
GO_ON = "好，接着来。"
LIST_CHANGED = "各单位的职责清单刚刚更新了，还没有登记。您前面说的都留着，请再看一下这件事归哪里："
REGISTERED_ALREADY = "这件事已经登记过了，没有重复登记。发“我的事项”就能看到。"


def interrupted(text: str, *, elder: bool) -> str:
    """Asks whether a message is another matter or an answer."""
    told = f"您刚才说：“{quote(text, 80)}”"
    both = "" if elder else "两样我都给您留着，不会丢。"
    return lines(told, f"这是另一件事吗？{both}")


def put_aside(text: str) -> str:
    """A form was put aside; nothing of it is lost."""
    return f"好，分开登记。刚才那件“{quote(text, 30)}”我留着，办完这件接着办。"


def held(text: str) -> str:
    """A message was put aside as a matter of its own, because the form went on."""
    return f"好，接着填。“{quote(text, 30)}”我单独留着，这件登记完再办。"


def unfinished(count: int) -> str:
    """Reminds of forms that lie aside."""
    return f"您还有{count}件没登记完，要接着办吗？"


def unfinished_label(text: str) -> str:
    """The button that takes a form up again; plain text."""
    line = " ".join(text.split()) or "只发了材料的一件"
    return f"接着办：{line[:14]}{'…' if len(line) > 14 else ''}"


def added(text: str) -> str:
    """What was typed was joined to the matter in hand."""
    return f"补上了：“{quote(text, 60)}”。我再看一遍。"
