"""Chinese names of every code that is shown to a person; used by all other texts."""

from __future__ import annotations

from collections.abc import Mapping

from knowledge.advice import Danger, Outcome, PetitionClass
from knowledge.matters import Limit, LimitUnit, WayCode
from knowledge.procedure import Act, Needs, Role, Stage, Status
from knowledge.units import Level

STATUS: Mapping[Status, str] = {
    Status.REGISTERED: "已登记",
    Status.ACCEPTED: "已受理",
    Status.REJECTED: "不予受理",
    Status.RETURNED: "已退回",
    Status.HANDLING: "办理中",
    Status.MEDIATING: "调解中",
    Status.AGREED: "已达成协议",
    Status.NOT_AGREED: "未达成协议",
    Status.ANSWERED: "已答复",
    Status.CLOSED: "已办结",
    Status.RATED: "已评价",
    Status.WITHDRAWN: "已撤回",
}

STAGE: Mapping[Stage, str] = {
    Stage.OPEN: "在办",
    Stage.DECIDED: "已有结果",
    Stage.OVER: "已结束",
}

ACT: Mapping[Act, str] = {
    Act.REGISTER: "登记",
    Act.ASSIGN: "分派",
    Act.ACCEPT: "受理",
    Act.REJECT: "不予受理",
    Act.RETURN: "退回",
    Act.HANDLE: "开始办理",
    Act.MEDIATE: "转入调解",
    Act.AGREE: "达成协议",
    Act.NOT_AGREE: "未达成协议",
    Act.ANSWER: "答复",
    Act.CLOSE: "办结",
    Act.RATE: "评价",
    Act.WITHDRAW: "撤回",
    Act.SUPPLEMENT: "补充材料",
    Act.INFORM: "告知信访人",
    Act.NOTE: "内部备注",
}

ROLE: Mapping[Role, str] = {
    Role.CITIZEN: "信访人",
    Role.MEDIATOR: "调解员",
    Role.CLERK: "承办人",
    Role.OFFICE: "信访局工作人员",
    Role.DIRECTOR: "领导",
    Role.ADMINISTRATOR: "管理员",
}

CLASS: Mapping[PetitionClass, str] = {
    PetitionClass.CLAIM: "申诉求决",
    PetitionClass.REPORT: "投诉举报",
    PetitionClass.SUGGESTION: "建议意见",
    PetitionClass.ACCUSATION: "检举控告",
    PetitionClass.INQUIRY: "咨询",
    PetitionClass.THANKS: "感谢表扬",
}

WAY: Mapping[WayCode, str] = {
    WayCode.LITIGATION: "诉讼",
    WayCode.ARBITRATION: "仲裁",
    WayCode.RECONSIDERATION: "行政复议",
    WayCode.ADMIN: "行政程序",
    WayCode.MEDIATION: "调解",
    WayCode.DISCIPLINE: "检举控告",
    WayCode.SUGGESTION: "建议意见",
    WayCode.CONSULT: "咨询",
    WayCode.PETITION: "信访程序",
}

OUTCOME: Mapping[Outcome, str] = {
    Outcome.MATCHED: "有把握",
    Outcome.AMBIGUOUS: "两可，需问一句",
    Outcome.UNKNOWN: "拿不准，转人工",
}

DANGER: Mapping[Danger, str] = {
    Danger.LIFE: "有人身危险",
    Danger.VIOLENCE: "暴力伤害",
    Danger.FIRE: "火灾、爆炸",
    Danger.MEDICAL: "急病、急救",
    Danger.UNREST: "聚集、过激行为",
    Danger.SELF_HARM: "轻生、自伤",
}

LEVEL: Mapping[Level, str] = {
    Level.COMMUNITY: "村（社区）级",
    Level.SUBDISTRICT: "乡镇（街道）级",
    Level.DISTRICT: "区级",
    Level.CITY: "市级",
    Level.PROVINCE: "省级",
    Level.OTHER: "其他",
}

NEEDS: Mapping[Needs, str] = {
    Needs.REASON: "理由",
    Needs.DOOR: "应当去的地方",
    Needs.UNIT: "责任单位",
    Needs.TERMS: "协议内容",
    Needs.ANSWER: "答复内容",
    Needs.SCORE: "评价",
    Needs.TEXT: "文字内容",
}

# What must be done, or may still be done, by the day: "12月10日前……".
DUE: Mapping[str, str] = {
    "inform": "书面告知信访人",
    "transfer": "转送、交办有权处理的单位",
    "objection": "提出异议（不归本单位管的）",
    "handle": "办结",
    "mediate": "结束调解",
    "confirm": "双方共同申请司法确认",
    "review": "请求复查",
}

SCORE: Mapping[int, str] = {1: "不满意", 2: "基本满意", 3: "满意"}

CHANNEL: Mapping[str, str] = {"web": "网页", "telegram": "Telegram"}

# One whole sentence per code, so that it can stand alone in a reply.
ACT_REFUSED: Mapping[str, str] = {
    "role": "这一步不在您的职责范围内。",
    "status": "事项现在的状态不能这样做。",
    "unit": "这件事项不归您所在的单位办理。",
    "not_mediable": "这类事项依法不适用调解，请按法定途径办理或答复。",
    "not_alone": "这类事项不能只靠调解了结，请先“开始办理”，在办理过程中再组织调解。",
    "sealed": "检举控告类事项不能这样做：有关情况不得透露或者转给被检举控告的人和单位。",
    "accused_unit": "不能把检举控告转给被检举控告的单位（信访工作条例第三十条）。",
    "unknown_unit": "清单里没有这个单位。",
    "unknown_place": "清单里没有这个地方。",
    "unknown_matter": "清单里已经没有这一行了，请换一行或者直接选单位。",
    "same_unit": "事项已经在这个单位，不用再分派。",
    "needs_reason": "请写明理由。",
    "needs_door": "请写明信访人应当去哪里、找谁。",
    "needs_unit": "请说明分派给哪个单位。",
    "needs_terms": "请写明双方约定的内容：谁、在什么时候、做什么。",
    "needs_answer": "请写明答复内容。",
    "needs_score": "请选择满意、基本满意或不满意。",
    "needs_text": "请写明内容。",
}

INVITATION_REFUSED: Mapping[str, str] = {
    "unknown": "没有这个邀请码，请核对后再发一次。",
    "used": "这个邀请码已经用过了。每个邀请码只能用一次，需要的话请管理员再发一个。",
    "expired": "这个邀请码已经过期，请管理员再发一个。",
}

RECLAIM_REFUSED: Mapping[str, str] = {
    "wrong": "编号和查询码对不上，请核对后再试。",
    "locked": "输错次数太多，为了保护信访人，请明天再试，或者直接联系信访局。",
}

_UNIT: Mapping[LimitUnit, str] = {
    LimitUnit.DAY: "日",
    LimitUnit.WORKDAY: "个工作日",
    LimitUnit.MONTH: "个月",
    LimitUnit.YEAR: "年",
}


def limit(value: Limit) -> str:
    """The length of a statutory limit in words: ``60日（可延长30日）``."""
    unit = _UNIT[value.unit]
    extra = f"（可延长{value.extension}{unit}）" if value.extension else ""
    return f"{value.n}{unit}{extra}"


def limit_from(value: Limit) -> str:
    """The limit with the event it is counted from: ``自立案之日起60日（可延长30日）``."""
    return f"自{value.start}起{limit(value)}" if value.start else limit(value)


def act_refused(why: str) -> str:
    """The sentence for a refusal code; an unknown code still gets a polite one."""
    return ACT_REFUSED.get(why, "这一步现在不能做。")
