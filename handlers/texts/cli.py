"""What the command line says, in Chinese: help, results, and refusals that say what to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from shlex import quote

from handlers.texts import labels, learn, statistics
from knowledge.advice import EXAMPLES, Advice, Candidate, Evidence
from knowledge.evaluation import Step
from knowledge.matters import ResponsibilityList, Way
from knowledge.procedure import Role
from storage.figures import Summary, UnitRow

HELP: Mapping[str, str] = {
    "app": "分流：依法分类处理信访诉求的助手。",
    "run": "启动服务：网页对话、工作台，设置了令牌时还有 Telegram。",
    "match": "看一段诉求归哪个单位、走哪条法定途径，并说明依据。",
    "match.text": "诉求原文；写 - 则从标准输入读取。",
    "match.date": "按哪一天计算期限（年-月-日），默认今天。",
    "match.learned": "参考案件库里信访局的纠正；不写则只按清单和词语。",
    "json": "输出 JSON。",
    "evaluate": "用标注好的 CSV 检验分流的准确程度。",
    "evaluate.file": "CSV 文件，列：text,accept[,accept_way,class,adjudicated,danger]。",
    "list": "责任清单：检查、导出、导入、比较、试办、采用。",
    "list.check": "检查清单并按单位汇总。",
    "list.folder": "清单所在文件夹，默认为现行的清单。",
    "list.export": "把清单导出为一个 Excel 文件。",
    "list.import": "把改好的 Excel 文件变成清单文件夹；有一处错误就什么都不写。",
    "list.diff": "说明另一份清单与现用清单有什么不同。",
    "list.examples": "改过例句（examples 文件夹）以后，重新统计；没有例句也能分派。",
    "list.xlsx": "Excel 文件（.xlsx）。",
    "list.target": "写到哪个文件夹；必须不存在或者为空。",
    "list.new": "另一份清单：文件夹、Excel 文件（.xlsx），或者别处的三级分类（.csv、.xlsx）。",
    "list.try": "用另一份清单把以前的事项重新分派一遍，看哪些会换单位；不改动任何数据。",
    "list.since": "只试从这一天（年-月-日）起登记的，默认全部。",
    "list.adopt": "从某一天起采用另一份清单，以信访局工作人员或者管理员的名义；以前的版本都保留。",
    "list.post": "由谁采用：任职编号（见 staff list），须是信访局工作人员或者管理员。",
    "list.from": "从哪一天起（年-月-日），默认今天，不能早于今天。",
    "list.name": "采用人姓名，默认为任职人登记的姓名。",
    "list.versions": "列出采用过的各个版本：谁、什么时候、从哪天起。",
    "list.taxonomy": "文件是别处的三级分类（level1,level2,level3 列），不是本系统导出的表。",
    "list.version": "新清单的版本号，只用于三级分类。",
    "list.adopted": "新清单的起用日（年-月-日），只用于三级分类，默认今天。",
    "learn": "学习：信访局的纠正（改派）带来多少改进，有哪些，撤销派错的。",
    "learn.report": "在本局办定的事项上，比较学习前后首选单位的正确率。",
    "learn.list": "列出有效的纠正，最近的在前。",
    "learn.revoke": "撤销纠正：按编号，或者按人、按时间成批撤销；先列出来，确认以后才撤销。",
    "learn.ids": "纠正的编号（见 learn list），可以写几个。",
    "learn.person": "只看这个人做的：姓名后面括号里的号码（见 learn list）。",
    "learn.since": "从这一天（年-月-日）起做的。",
    "learn.until": "到这一天（年-月-日，含当日）为止做的。",
    "learn.all": "已撤销的也列出来。",
    "learn.yes": "不再询问，直接撤销。",
    "staff": "工作人员：邀请、名单、撤销。",
    "staff.invite": "发出一个一次性邀请，打印邀请码和链接。",
    "staff.role": "角色：mediator 调解员、clerk 承办人、office 信访局、director 领导、"
    "administrator 管理员。",
    "staff.unit": "单位代码，如 human-resources；调解员和承办人必须填写。",
    "staff.place": "只管一个乡镇（街道）时，填它的代码。",
    "staff.days": "几天内有效。",
    "staff.list": "列出在任的工作人员。",
    "staff.revoke": "撤销一个任职（编号见 staff list）。",
    "staff.post": "任职编号。",
    "stats": "统计：收到、办结、调解、满意度，可按单位和时间。",
    "stats.from": "起始日（年-月-日），默认本月一日。",
    "stats.to": "截止日（年-月-日，含当日），默认今天。",
    "stats.unit": "只看一个单位（代码）。",
    "stats.xlsx": "同时写成 Excel 文件。",
    "backup": "把数据库、附件和密钥存成一个文件。服务不用停。",
    "backup.file": "备份文件，如 fenliu-20261125.tar。",
    "restore": "用备份文件恢复数据。请先停止服务。",
    "force": "覆盖已有的文件或数据。",
    "demo": "另建一个演示数据库（约四百件虚构的事项），然后启动服务。",
    "demo.fill": "只生成演示数据，不启动服务。",
    "demo.cases": "生成多少件。",
    "demo.seed": "随机数种子；相同的种子生成相同的数据。",
    "doctor": "检查设置、清单、数据库和端口是否正常。",
}

STAFF_ROLES = (Role.MEDIATOR, Role.CLERK, Role.OFFICE, Role.DIRECTOR, Role.ADMINISTRATOR)

BAD_TOKEN = "Telegram 不认识这个机器人令牌。请检查 FENLIU_TELEGRAM_TOKEN，或去掉它只用网页。"
BAD_SETTING = "设置有误："
BAD_ROLE = "角色不对，可用：mediator、clerk、office、director、administrator。"
BAD_DATE = "日期请写成 2026-11-25 的样子。"
UNKNOWN_UNIT = "清单里没有这个单位代码。可用 `python -m bot list check` 查看全部代码。"
UNKNOWN_PLACE = "清单里没有这个乡镇（街道）代码。"
NEEDS_UNIT = "调解员和承办人要写明单位：--unit 单位代码。"
NO_STAFF = (
    "还没有工作人员。先邀请第一位管理员：\n"
    "  python -m bot staff invite administrator\n"
    "把打印出来的链接发给他；其余的人由他在工作台发“人员”、点“邀请”。"
)
NO_SUCH_POST = "没有这个任职编号，请用 `python -m bot staff list` 查看。"
REVOKED = "已撤销。"
EMPTY_TEXT = "请写上诉求内容。"
STOPPED = "已停止，没有办完的消息下次启动时接着办。"
POSTGRES_BACKUP = (
    "现在用的是 PostgreSQL。请用它自己的工具备份数据库：\n"
    "  pg_dump --format=custom --file=fenliu.dump 数据库名\n"
    "并另外保存数据文件夹里的 files 和 key（没有 key 就读不出姓名、电话和附件）。"
)
POSTGRES_RESTORE = (
    "现在用的是 PostgreSQL。请用 pg_restore 恢复数据库，再把 files 和 key 放回数据文件夹。"
)
BAD_BACKUP = "这不是分流的备份文件，或者文件不完整，什么都没有改动。"
UNEXPECTED = "出现了没有预料到的错误，详情见上面的记录。"
NOT_PERMITTED = "这个任职不能采用清单：须是信访局工作人员或者管理员。"
WRONG_KEY = "数据是用另一个密钥（key 文件）加密的，读不出来。请放回原来的 key。"


REFUSED: Mapping[str, str] = {
    "bad_token": BAD_TOKEN,
    "bad_date": BAD_DATE,
    "bad_role": BAD_ROLE,
    "unknown_unit": UNKNOWN_UNIT,
    "unknown_place": UNKNOWN_PLACE,
    "needs_unit": NEEDS_UNIT,
    "no_such_post": NO_SUCH_POST,
    "empty_text": EMPTY_TEXT,
    "bad_backup": BAD_BACKUP,
    "postgres_backup": POSTGRES_BACKUP,
    "postgres_restore": POSTGRES_RESTORE,
    "port_in_use": "端口 {1}（{0}）已被占用：可能分流已经在运行，或者别的程序用了它。\n"
    "换一个端口，如：FENLIU_PORT=8081 python -m bot run",
    "already_running": "数据文件夹 {0} 正由另一个分流进程使用。\n"
    "请先停止它，或用 FENLIU_DATA_DIR 另选一个文件夹。",
    "data_unwritable": "无法写入数据文件夹 {0}。\n"
    "请检查权限，或用 FENLIU_DATA_DIR 另选一个文件夹。",
    "database_unreachable": "连不上数据库（{0}）。\n"
    "请检查 FENLIU_DATABASE_URL，以及数据库服务是否在运行。",
    "bad_database": "FENLIU_DATABASE_URL 只能是 SQLite 文件或 PostgreSQL 的地址。",
    "no_such_file": "没有这个文件：{0}",
    "file_exists": "{0} 已经存在。确实要覆盖请加 --force。",
    "missing_column": "{0} 缺少 text 或 accept 列。",
    "demo_elsewhere": "演示数据只放在 SQLite 里，请去掉 FENLIU_DATABASE_URL 再试。",
    "demo_unfinished": "{0} 里的演示数据没有生成完。请删去这个文件夹再试。",
    "folder_not_empty": "{0} 已经有内容，请换一个空文件夹。",
    "revoke_what": "请说明撤销哪些：写编号，或者 --person、--since、--until。",
    "list_past": "清单不能从过去的日期起采用，请写今天或者以后的日期。",
    "list_unnamed": "采用清单要留下姓名，请加 --name 姓名。",
    "list_overtaken": "刚有别人采用了另一份清单，这次没有采用。请重新比较以后再试。",
    "bad_sheet": "{0} 不是 Excel 文件（.xlsx），或者文件已损坏。",
}


def refused(why: str, facts: Sequence[object]) -> str:
    """The sentence for a refusal of the command line."""
    return REFUSED.get(why, UNEXPECTED).format(*facts)


def bad_settings(names: Sequence[str]) -> str:
    """Settings that cannot be read, by their names."""
    return BAD_SETTING + "、".join(f"FENLIU_{name.upper()}" for name in names)


def started(address: str, others: Sequence[str], *, telegram: str | None, demo: bool) -> str:
    """The addresses, after every start."""
    lines = ["", "分流已启动" + ("（演示数据，均为虚构）" if demo else "")]
    lines += [f"  群众      {address}/", f"  工作人员  {address}/office"]
    lines += [f"  同一网络  {other}/" for other in others]
    if telegram:
        lines.append(f"  Telegram  https://t.me/{telegram}")
    return "\n".join([*lines, "按 Ctrl+C 停止。"])


def lan_hint(port: int) -> str:
    """How to open the service to the local network."""
    return f"  让同一网络的手机也能打开：FENLIU_HOST=0.0.0.0 FENLIU_PORT={port} make run"


FIRST_START = """
这是第一次启动。接下来可以：
  1. 打开上面的网址，写一件事试试；
  2. 邀请工作人员：  .venv/bin/python -m bot staff invite office
  3. 先看看样子：    .venv/bin/python -m bot demo   （另建演示数据，约四百件虚构事项）
数据在 {folder}，其中 key 是密钥，请另外妥善保存一份。"""


def first_start(folder: str) -> str:
    """What to do next, told once."""
    return FIRST_START.format(folder=folder)


def invitation(role: Role, unit: str | None, code: str, link: str, expires: str) -> str:
    """An invitation, to be handed over."""
    whom = labels.ROLE[role] + (f"（{unit}）" if unit else "")
    return "\n".join(
        [
            f"邀请：{whom}",
            f"  邀请码  {code}",
            f"  链接    {link}",
            f"  有效期  至 {expires}，只能用一次",
            "把链接发给本人，打开即可；用 Telegram 的，把邀请码发给机器人。",
        ]
    )


def staff_row(post_id: int, role: Role, unit: str, name: str, since: str) -> str:
    """One appointment."""
    return f"{post_id:>5}  {labels.ROLE[role]}  {unit or '—'}  {name or '（未留姓名）'}  {since} 起"


def advice(given: Advice, rlist: ResponsibilityList) -> str:
    """The whole advice, for a person at a terminal."""
    lines = [f"结论      {labels.OUTCOME[given.outcome]}"]
    if given.danger:
        lines.append(f"危险      {labels.DANGER[given.danger]}：先打 110 / 119 / 120")
    lines.append(f"类别      {labels.CLASS[given.petition_class]}")
    for number, candidate in enumerate(given.candidates[:3]):
        lines += candidate_lines(candidate, rlist, first=number == 0)
    lines.append(f"先走      {labels.WAY[given.way]}")
    lines += [f"  途径    {way_line(way)}" for way in given.ways]
    if given.precedent:
        lines.append(learn.match_line(given.precedent, rlist))
    if given.adjudicated:
        lines.append("注意      已经或正在由法院、仲裁或复议机关处理")
    return "\n".join(lines)


def candidate_lines(candidate: Candidate, rlist: ResponsibilityList, *, first: bool) -> list[str]:
    """A candidate with the words that speak for it."""
    head = "责任单位" if first else "其次    "
    unit = rlist.units[candidate.unit].name
    row = candidate.matter
    told = candidate.evidence[:6]
    words = _weighed(each for each in told if each.source != EXAMPLES)
    like = _weighed(each for each in told if each.source == EXAMPLES)
    return [
        f"{head}  {unit}  {candidate.share:.0%}  {row.id} {row.title}",
        *([f"  依据词  {words}"] if words else []),
        *([f"  似例句  {like}"] if like else []),
    ]


def _weighed(told: Iterable[Evidence]) -> str:
    return "、".join(f"{each.words}（{each.weight:+.1f}）" for each in told)


def way_line(way: Way) -> str:
    """A way with its door and its limits."""
    kind = labels.WAY[way.code]
    parts = [way.name if way.name == kind else f"{kind}·{way.name}", way.where]
    if way.apply_within:
        parts.append(f"申请期限 {labels.limit_from(way.apply_within)}")
    if way.decided_within:
        parts.append(f"办理期限 {labels.limit_from(way.decided_within)}")
    return "；".join(part for part in parts if part)


FIGURES: Mapping[str, str] = {
    "n": "条数",
    "unit_top1": "单位首选正确",
    "unit_top3": "单位前三正确",
    "matched_share": "有把握的比例",
    "matched_precision": "有把握时正确",
    "way_top1": "途径正确",
    "class_accuracy": "类别正确",
    "adjudicated_recall": "涉法涉诉识别",
    "danger_recall": "危险识别",
    "danger_false_alarm_rate": "危险误报",
    "out_of_scope_recall": "范围外识别",
    "median_ms": "中位耗时（毫秒）",
    "p99_ms": "p99 耗时（毫秒）",
}


def figures(values: Mapping[str, float | int | None]) -> str:
    """The figures of an evaluation, one a line."""
    return "\n".join(
        f"{FIGURES.get(name, name)}（{name}）  {'—' if value is None else value}"
        for name, value in values.items()
    )


def calibration(steps: Sequence[Step]) -> str:
    """How often the first unit was right, by how sure the desk was."""
    lines = ["", "把握（首选所占份额）、条数、平均份额、实际正确率："]
    lines += (
        f"  {step.low:.0%} 起  {step.n:>5}  {step.mean_share:.1%}  {step.right:.1%}"
        for step in steps
    )
    return "\n".join(lines)


def examples_counted(number: int, folder: str, strangers: Sequence[str]) -> str:
    """The examples were counted; ``strangers`` are rows of theirs that the list does not have."""
    done = f"已统计 {number} 条例句（{folder}）。"
    if not strangers:
        return done
    return f"{done}\n这些事项编号清单里没有，其例句不起作用：{'、'.join(strangers)}。"


def list_exported(name: str, matters: int) -> str:
    """The workbook was written."""
    return f"已写入 {name}（{matters} 个事项）。改好后用 list import 导入。"


def list_imported(folder: str) -> str:
    """The folder was written; how to use it."""
    return (
        f"已写入文件夹 {folder}。启用：FENLIU_LIST_DIR={quote(folder)} python -m bot run\n"
        f"已经采用过别的版本的（见 list versions），改用：python -m bot list adopt {quote(folder)}"
        " --post 任职编号"
    )


def backed_up(name: str, megabytes: float) -> str:
    """A backup was written."""
    return f"已备份到 {name}（{megabytes:.1f} MB）。里面有密钥，请像保管公章一样保管。"


def restored(folder: str) -> str:
    """A backup was read back."""
    return f"已恢复到 {folder}。"


def demo_filling(cases: int) -> str:
    """The demo takes a while the first time."""
    return f"正在生成演示数据（{cases}件，一年），约半分钟，只在第一次需要……"


def demo_filled(cases: int, links: Sequence[tuple[Role, str, str]], *, address: str) -> str:
    """What the demo holds, and how to enter it as whom."""
    lines = [f"演示数据共 {cases} 件，全部虚构。用下面的链接以各种身份进入（各能用一次）："]
    for role, unit, code in links:
        whom = labels.ROLE[role] + (f"·{unit}" if unit else "")
        lines.append(f"  {whom}\n    {address}/office#{code}")
    return "\n".join(lines)


CHECKED: Mapping[str, str] = {"list": "责任清单", "database": "数据库", "port": "端口"}


def checked(name: str, *, right: bool, detail: str = "") -> str:
    """One line of the doctor."""
    state = "正常  " if right else "有问题"
    return f"{state}  {CHECKED[name]}" + (f"：{detail}" if detail else "")


def stats_summary(
    summary: Summary, rlist: ResponsibilityList, *, start: date, end: date, unit: str | None
) -> str:
    """The figures of a period: the whole, then unit by unit."""
    whose = rlist.units[unit].name if unit else statistics.SHEET_ALL_UNITS
    lines = [f"{statistics.span(start, end)}　{whose}", ""]
    lines += [f"{statistics.MEASURE[name]}  {getattr(summary, name)}" for name in COUNTED]
    agreed, happy = statistics.agreement(summary), statistics.satisfaction(summary)
    lines += [
        f"{statistics.MEASURE['agreement_rate']}  {statistics.percent(agreed)}",
        f"{statistics.MEASURE['satisfaction_rate']}  {statistics.percent(happy)}",
        "",
        *(unit_line(row, rlist) for row in summary.by_unit),
        "",
        statistics.SEALED_NOTE,
    ]
    return "\n".join(lines)


COUNTED = (
    "received", "open", "closed", "mediated", "agreed", "not_agreed", "answered", "rejected",
    "withdrawn", "rated",
)  # fmt: skip


def unit_line(row: UnitRow, rlist: ResponsibilityList) -> str:
    """A unit's line; few cases of a sensitive subject are not counted out."""
    name = rlist.units[row.unit].name if row.unit in rlist.units else row.unit
    if row.suppressed:
        return f"{name}  {statistics.SMALL}"
    parts = ("received", "open", "closed", "mediated", "agreed")
    told = "  ".join(f"{statistics.MEASURE[part]} {getattr(row, part)}" for part in parts)
    return f"{name}  {told}"


def sheet_written(name: str) -> str:
    """A spreadsheet was written."""
    return f"表格已写入 {name}。"
