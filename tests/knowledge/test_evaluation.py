"""Evaluation: the figures mean what DESIGN says they mean."""

from __future__ import annotations

from pathlib import Path

from knowledge.evaluation import Report, evaluate, read_labelled
from knowledge.triage import Desk

HEADER = "text,accept,accept_way,class,adjudicated,danger\n"
KEYS = """n unit_top1 unit_top3 matched_share matched_precision way_top1 class_accuracy
adjudicated_recall danger_recall danger_false_alarm_rate out_of_scope_recall median_ms p99_ms"""


def report(desk: Desk, folder: Path, lines: str) -> Report:
    path = folder / "set.csv"
    path.write_text(lines, encoding="utf-8-sig")
    return evaluate(desk, read_labelled(path))


def test_every_figure_is_there_and_right_on_a_small_set(desk: Desk, tmp_path: Path) -> None:
    figures = report(
        desk,
        tmp_path,
        HEADER + "老板拖欠工资三个月不发,human-resources,admin|arbitration,claim,0,0\n"
        "老板拖欠工资三个月不发,tax,suggestion,thanks,0,0\n"
        "法院一审判决我不服要上诉,court,litigation,claim,1,0\n"
        "再不解决我就跳楼,public-security,admin,claim,0,1\n"
        "给我讲个笑话,other,consult|petition,thanks,0,0\n",
    ).to_dict()
    assert list(figures) == KEYS.split()
    assert figures["n"] == 5
    assert figures["out_of_scope_recall"] == 1.0
    assert figures["adjudicated_recall"] == 1.0
    assert figures["danger_recall"] == 1.0
    assert figures["danger_false_alarm_rate"] == 0.0
    assert figures["unit_top1"] is not None
    assert figures["unit_top1"] <= 0.75


def test_figures_whose_column_is_absent_are_null(desk: Desk, tmp_path: Path) -> None:
    figures = report(desk, tmp_path, "text,accept\n路灯坏了,urban-management\n").to_dict()
    absent = ("way_top1", "class_accuracy", "danger_recall", "out_of_scope_recall")
    assert all(figures[name] is None for name in absent)
    assert figures["unit_top1"] == 1.0


def test_an_empty_set_has_no_figures_rather_than_an_error(desk: Desk, tmp_path: Path) -> None:
    figures = report(desk, tmp_path, HEADER).to_dict()
    assert figures["n"] == 0
    assert figures["median_ms"] is None


def test_the_calibration_table_counts_every_text_once(desk: Desk, tmp_path: Path) -> None:
    told = report(desk, tmp_path, "text,accept\n路灯坏了,urban-management\n欠薪,human-resources\n")
    assert sum(step.n for step in told.calibration()) == 2
    assert all(0 <= step.right <= 1 for step in told.calibration())


def test_confusion_names_the_accepted_and_the_chosen_unit(desk: Desk, tmp_path: Path) -> None:
    told = report(desk, tmp_path, "text,accept\n老板拖欠工资,tax\n")
    assert told.confusion() == {("tax", "human-resources"): 1}
