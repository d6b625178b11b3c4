"""How a class and a judged matter are told from words alone: short examples, one a line."""

from __future__ import annotations

import pytest

from knowledge.advice import PetitionClass
from knowledge.matters import WayCode
from knowledge.speech import Ask, load_speech
from knowledge.triage import Desk
from knowledge.words import HERE

SAID = {
    PetitionClass.CLAIM: (
        "去年交的取暖费 今年换公司了不认",
        "其表示在某餐饮公司任职期间未签劳动合同，离职后公司拒绝结清最后一个月工资。",
        "买的学区房 交完首付才说指标被前房主占了",
        "公司搬家不通知 我考勤全算旷工扣没了",
        "表姐夫拿我名字担保 人跑了银行来扣我工资",
        "剪头发给我烫秃一块 店长说送我两次护理",
        "前年买的房 今年下雨北墙整个发霉 开发商来刮了层大白",
        "孩子近视手术做完反倒看不清 大夫说再观察",
        "其反映在某健身房办理年卡，健身房搬迁后无法继续锻炼，要求退还剩余费用。",
        "厂里搬去外省了 让我们要么跟着去要么自己写辞职",
        "其称在某旅行社报名出境游，出发前三天被告知取消，仅退部分费用。",
        "把我微信头像挂网上说我欠钱 我根本不认识他们",
        "我爸的高龄补贴从去年九月就断了 社区说名字没报上去",
        "其称因邻居家水管爆裂导致自家地板泡坏，协商赔偿未果。",
        "交警说我负全责 我停在线里头他自己撞上来的",
        "身份证被人办了张电话卡 现在警察找我",
        "合作医疗扣了三个人的 我们家明明四口 少一口看病不给报",
        "网上买的按摩椅到货是旧的 客服说七天过了",
        "学校说我家娃多动 劝我们自己退学",
        "其反映承包的鱼塘因上游排水导致鱼大量死亡，要求赔偿损失。",
        "邻家的核桃树根把我家厕所拱裂了",
        "单位说我是临时工 干了十一年 走的时候一分补偿没有",
    ),
    PetitionClass.REPORT: (
        "废旧轮胎厂又点火了 半边天是黑的",
        "一辆油罐车天天停在幼儿园墙外头",
        "酒吧街那几家天天凌晨还有人打架砸瓶子",
        "302国道口那个超限站旁边 大车都从小路绕 路压得全是坑",
        "十字口东北角的监控杆子让车撞歪了 半个月了",
        "一个小饭馆后头把泔水桶敞着 苍蝇一团一团的",
        "电线杆歪得快挨着房顶了 底下还有人摆摊",
        "路政把窨井挖开就走了 连个牌子都不放",
        "村里的水渠让人填了盖鸡棚",
        "一到半夜管道里就往河里冒热水 水草都烫死了",
        "公园的秋千链子断了一根还让娃们坐",
        "其反映某路口监控杆倾斜，存在倒塌风险，要求处置。",
        "挖沙把桥墩子都掏空了",
        "井口就盖了块三合板 夜里谁看得见",
        "卖煎饼的用手抓完钱接着抓面",
        "一个没牌子的诊所给娃娃输液",
        "卖水果的把喇叭开到最大声 循环一整天",
        "幼儿园的饭我拍到了 白菜煮面条天天这样",
        "后街有家旅店招牌写钟点房 里头是赌牌的",
        "路口的红绿灯三个方向一起绿 差点撞上",
    ),
    PetitionClass.INQUIRY: (
        "残疾证到期要重新评吗 在哪家医院评",
        "我妈没退休金 今年六十五 有啥补助能领",
        "我俩都是外地的 能在这儿领结婚证不",
        "灵活就业交养老 一年大概得多少",
        "小孩三岁半了还没打过水痘 现在补一针行不",
        "当兵体检近视多少度不要",
        "失业金能领几个月 中间找到活儿还给不给",
        "房产证加媳妇名字 契税收多少",
        "孩子的疫苗本丢了影响上学不",
        "刚生完孩子户口随谁上都行吗",
        "父亲去世 存折密码不知道 钱咋取",
        "身份证快到期了 人在外地能在那边换不",
        "摩托车报废给补贴吗",
        "想给老人办个慢病卡 要跑几个地方",
        "孩子是超生的 现在能上户口了吗",
        "宅基地上盖门面出租合不合规",
        "乡下的老坟要迁到公墓 有没有补助",
    ),
    PetitionClass.SUGGESTION: (
        "建议夜市统一发垃圾袋",
        "其建议在广场增设共享充电宝和饮水机。",
        "幼儿园能不能晚放学半小时 双职工根本来不及接",
        "建议把公园里的路灯换成太阳能的",
        "动物园门票能不能对残疾人免了",
        "其建议优化政务服务热线语音导航。",
        "菜市场能不能装个公平秤",
        "村村通的路再宽一米 两辆车就能错开了",
        "小学门口划个家长等候区吧 现在都挤在马路上",
        "图书馆的自习室能不能开到晚上十点 好多考研的没地方去",
    ),
    PetitionClass.ACCUSATION: (
        "民警收了人家两万 把打人的改成了互殴",
        "单位领导用公款给自己家装空调",
        "包村干部把救济面拉回自己小卖部卖",
        "征地办那个女的 谁给她买金镯子谁家的树就按果树算",
        "中队长一个月收我们十家洗车店每家一千 不给就说排污",
        "交警队有人卖分消分 给钱就能把违章抹了",
        "上边拨的厕所改造钱 村长就给支持他的人家修",
        "刑警队那个副队长 谁请他钓鱼谁的案子就快",
        "检察院那个姓孙的把案子压了半年 后来才知道对方请他去了海南",
        "上面发的救灾棉被 让支书拉去卖给宾馆了",
    ),
    PetitionClass.THANKS: (
        "表扬一下窗口那个戴眼镜的姑娘 帮我把填错的表一张张重抄",
        "修水管的师傅大雪天趴地上弄了三个钟头 连口热水都没喝 真是好样的",
        "老师傅二话不说跳下沟把我家羊拉上来了 裤子都湿透了 太谢谢了",
        "窗口办事员加班给我把证办好了 大年三十啊 感动",
        "村里第一书记帮俺把苹果都卖出去了 俺全家记他的好",
        "多亏了交警小伙开道 我媳妇才没把孩子生在路上",
    ),
}

# A plain question of law or of what to do is an inquiry, whatever story went before it: it asks
# the desk for advice, not for action. A demand, a danger or an outrage makes it a complaint.
ADVICE = {
    PetitionClass.INQUIRY: (
        "离婚后前夫不让我看孩子，我该怎么办？",
        "租的房子到期房东不退押金，这种情况是否合法？",
        "上班路上被电动车撞了，能不能要求公司赔偿误工费",
        "收到法院寄来的起诉状，应该如何处理？",
        "单位单方面把我调去外地，合法吗",
    ),
    PetitionClass.CLAIM: (
        "押金两千八房东拉黑我不退 要求他还钱 我该怎么办",
        "我爸躺在急诊没人收治 快来人 我该怎么办",
        "老板欠我七个月工资 还打我 到底有没有王法 咋办",
        "我上哪说理去 养老金少算了三年",
    ),
    PetitionClass.REPORT: ("烟花作坊就在学校隔壁 炸了怎么办 请派人来查",),
}

# Accusations told as a story or by a hint, without a word of law.
HINTED = (
    "我跟邻居同一天递的申请 他托人打了个招呼第二天就批了 我的还在柜子里",
    "危房改造的名额 村主任先给了他外甥 他外甥在城里两套楼",
    "扶贫拨下来的鸡苗 会计给了他小舅子养",
    "集体卖地的钱一分没见 账上查不到 支给谁了",
    "名册上领了三年补贴 可手印不是我按的",
    "检查组还没到厂里就停机了 谁走漏的风声",
    "办证那个站长收了红包才肯盖章",
)

# What only looks like another class: outraged questions, thanks out of politeness, officials who
# are named but not accused, words of law in a question.
HARD = {
    PetitionClass.CLAIM: (
        "凭啥同组的都领到补贴 就我家没有",
        "先谢谢领导 我家水管爆了一星期没人来修",
        "社区主任说低保下个月发 等到现在也没影",
        "村长不给我家批宅基地 说没指标",
        "建议书交上去三个月了 我的退费还是没人回",
        "民警说够不上立案 我的手机就白丢了",
        "我交了八千学费 机构说倒闭就倒闭 还有王法吗",
        "工头说不给就不给 谁来管管我们这些干活的",
        "我妈的养老金停了半年 到底啥时候能发",
        "会计说我的工资算错了 扣了六百",
        "问了三回都说再等等 我的房本啥时候是个头",
        "欠我三万二 电话不接微信拉黑 咋办",
        "法官让我们先调解 对方赔多少都不肯",
        "老师表扬了我家娃 可是转学手续还是不给办",
    ),
    PetitionClass.REPORT: (
        "楼下烧烤摊天天烟熏火燎 还让不让人睡了",
        "这么大的坑没人填 等着出人命吗",
        "小区的电梯是不是要等摔死人才修",
        "建议的话说了八百遍 垃圾还是堆在路中间",
        "环保局是管啥的 厂子天天冒黑烟",
        "感谢的话不多说 桥栏杆断了半年没人修",
        "谁家把三轮停在消防通道上 着火了咋办",
    ),
    PetitionClass.INQUIRY: (
        "想问下 村主任选举外出打工的能委托投票不",
        "听说审计师也能落户 是真的吗",
        "法院传票丢了能不能补",
        "举报电话是多少",
        "被拖欠工资可以去哪里投诉",
        "纪委几点上班",
    ),
    PetitionClass.SUGGESTION: (
        "能不能给公园的长椅刷一遍漆 老人坐着也干净",
        "建议村里的账每季度贴一回墙上",
    ),
    PetitionClass.ACCUSATION: (
        "谢谢领导看信 我们村支书把低保给了他自己的侄子",
        "请问乡长的儿子包了全乡的工程 这合适吗",
    ),
    PetitionClass.THANKS: (),
}

JUDGED = (
    "法院判他赔我十一万 到现在一分没见着",
    "劳动仲裁赢了 公司不服又去起诉了",
    "一审输了 我已经交了上诉状",
    "案子进了执行 法官说查不到他名下财产",
    "区政府复议维持了城管的决定",
    "公安已经刑事立案了 我的钱啥时候能追回来",
    "他酒驾撞死我爹 检察院都起诉了 赔偿还没谈",
    "房子被法院贴了封条 可那房是我买的",
    "仲裁委裁公司付我六万 老板把公司注销了",
    "调解书写得清清楚楚 他一次也没给",
    "案子开了两次庭了 一直不宣判",
    "我被拘留了五天 我不服这个处罚",
    "再审也驳回了 我想找检察院抗诉",
    "他被列成老赖了还天天下馆子",
    "破产管理人说我们的债权不认",
    "官司打完三年了 判决成了一张纸",
    "判决生效一年了 他还开着好车",
)
NOT_JUDGED = (
    "再不给钱我就去法院告他",
    "能不能去仲裁 要准备啥",
    "派出所不给立案 说是经济纠纷",
    "这事检察院能管管吗",
    "我想起诉离婚 不知道去哪个法院",
    "物业说爱告告去 法院他家开的",
    "法院门口的摊子把路堵死了",
    "报了警 警察来看了看就走了",
    "报案三天了没人联系我",
    "法院小区停水两天了",
    "他说要告我 我怕不怕他告",
    "政策执行不到位",
    "要是走法律途径得多少钱",
    "劳动仲裁在哪个楼办",
    "村里说有意见去复议 咋复议",
    "这个判得了刑不",
    "我要告他 法院门朝哪开",
)


def table(said: dict[PetitionClass, tuple[str, ...]]) -> list[tuple[str, PetitionClass]]:
    """Every text with its class."""
    return [(text, kind) for kind, texts in said.items() for text in texts]


@pytest.mark.parametrize(("text", "kind"), table(SAID))
def test_the_class_is_told_from_what_is_said(desk: Desk, text: str, kind: PetitionClass) -> None:
    assert desk.advise(text).petition_class is kind


@pytest.mark.parametrize(("text", "kind"), table(HARD))
def test_what_only_looks_like_another_class(desk: Desk, text: str, kind: PetitionClass) -> None:
    assert desk.advise(text).petition_class is kind


@pytest.mark.parametrize(("text", "kind"), table(ADVICE))
def test_a_plain_question_of_law_is_an_inquiry(desk: Desk, text: str, kind: PetitionClass) -> None:
    assert desk.advise(text).petition_class is kind


@pytest.mark.parametrize("text", HINTED)
def test_an_accusation_may_be_told_by_a_hint(desk: Desk, text: str) -> None:
    assert desk.advise(text).petition_class is PetitionClass.ACCUSATION


@pytest.mark.parametrize("text", JUDGED)
def test_what_a_court_or_an_opened_case_holds_is_judged(desk: Desk, text: str) -> None:
    assert desk.advise(text).adjudicated


@pytest.mark.parametrize("text", NOT_JUDGED)
def test_what_is_only_thought_of_is_not_judged(desk: Desk, text: str) -> None:
    assert not desk.advise(text).adjudicated


@pytest.mark.parametrize(
    ("clause", "ask"),
    [
        ("身份证丢了去哪补", Ask.KNOW),
        ("这个能报销不", Ask.KNOW),
        ("单位到期还给不给办", Ask.KNOW),
        ("我该咋办", Ask.HELP),
        ("我该怎么办", Ask.ADVICE),
        ("这样做是否合法", Ask.ADVICE),
        ("能不能要求赔偿", Ask.ADVICE),
        ("我上哪说理去", Ask.RHETORIC),
        ("这事归谁管", Ask.KNOW),
        ("建议每个站牌加盲文", Ask.PROPOSE),
        ("可是钱还是一分没拿到", None),
        ("能不能帮我问问", Ask.HELP),
        ("凭什么不给我", Ask.RHETORIC),
        ("还有没有王法", Ask.RHETORIC),
        ("路口能不能加个红绿灯", Ask.PROPOSE),
        ("门口放个垃圾桶多好", Ask.PROPOSE),
        ("啥都没给我", None),
        ("谁也不知道", None),
        ("他说今天不来", None),
    ],
)
def test_a_clause_shows_what_it_asks_for(clause: str, ask: Ask | None) -> None:
    (only,) = load_speech(HERE / "language").clauses(clause)
    assert only.ask is ask


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("离婚时说好的抚养费他一分不给", WayCode.LITIGATION),
        ("楼上卫生间往我家渗水 找他他不理", WayCode.MEDIATION),
        ("法院判他还我八万 他就是不给", WayCode.LITIGATION),
        ("小饭馆后厨老鼠乱窜", WayCode.ADMIN),
        ("老板辞退我一分钱补偿不给", WayCode.ARBITRATION),
        ("煤气罐在嘶嘶漏气 快来人", WayCode.ADMIN),
    ],
)
def test_the_first_way_follows_from_class_danger_courts_and_row(
    desk: Desk, text: str, way: WayCode
) -> None:
    assert desk.advise(text).way is way
