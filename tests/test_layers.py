"""The house keeps its floors: rules that a reviewer forgets, read from the source itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = ("knowledge", "storage", "handlers", "bot")
CHINESE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
SPEAKING = ("handlers/texts/", "knowledge/list/")
FRAMEWORKS = {
    "knowledge": {"aiogram", "aiohttp", "sqlalchemy", "sqlmodel", "aiosqlite", "asyncpg", "typer"},
    "storage": {"aiogram", "aiohttp", "typer"},
    "handlers": {"sqlalchemy", "sqlmodel", "aiosqlite", "asyncpg", "typer"},
}
HARMLESS = (
    ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef,
    ast.Assign, ast.AnnAssign, ast.AugAssign,
)  # fmt: skip
PURE_CALLS = frozenset(
    {
        "AppKey", "CallbackDataPrefix", "Enum", "MappingProxyType", "NewType", "ParamSpec", "Path",
        "State", "TypeVar", "Annotated", "bytes", "chr", "compile", "date", "datetime", "dict",
        "enumerate", "field", "format", "fromkeys", "frozenset", "get_logger", "getLogger",
        "index", "int", "items", "join", "keys", "len", "list", "map", "maketrans", "Option",
        "range", "sorted", "set", "split", "str", "timedelta", "timezone", "tuple", "union",
        "values", "with_suffix", "zip", "MetaData", "sum", "min", "max", "replace", "strip", "text",
    }
)  # fmt: skip
"""Calls an assignment at module level may make: they build values and touch nothing outside."""


def sources(*floors: str) -> Iterator[tuple[str, ast.Module]]:
    for floor in floors or FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            yield name, ast.parse(path.read_text(encoding="utf-8"), name)


def imported(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield str(node.module), node.lineno


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_only_from_below(floor: str) -> None:
    above = FLOORS[FLOORS.index(floor) + 1 :]
    wrong = [
        f"{name}:{line} imports {module}"
        for name, tree in sources(floor)
        for module, line in imported(tree)
        if module.split(".")[0] in above and not name.startswith("storage/migrations/env")
    ]
    assert not wrong


@pytest.mark.parametrize("floor", sorted(FRAMEWORKS))
def test_a_floor_keeps_to_its_own_tools(floor: str) -> None:
    wrong = [
        f"{name}:{line} imports {module}"
        for name, tree in sources(floor)
        for module, line in imported(tree)
        if module.split(".")[0] in FRAMEWORKS[floor]
    ]
    assert not wrong


def docstrings(tree: ast.Module) -> set[int]:
    """Identities of the strings that explain and are never shown."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def test_every_word_a_person_reads_lies_in_the_texts_or_the_list() -> None:
    wrong = [
        f"{name}:{node.lineno} {node.value[:30]}"
        for name, tree in sources()
        if not name.startswith(SPEAKING)
        for explaining in [docstrings(tree)]
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if CHINESE.search(node.value) and id(node) not in explaining
    ]
    assert not wrong


def test_every_module_says_what_it_is_for() -> None:
    assert not [name for name, tree in sources() if not ast.get_docstring(tree)]


def is_guard(node: ast.stmt) -> bool:
    """``if TYPE_CHECKING:`` and ``if __name__ == "__main__":``."""
    if not isinstance(node, ast.If):
        return False
    return any(
        isinstance(part, ast.Name) and part.id in {"TYPE_CHECKING", "__name__"}
        for part in ast.walk(node.test)
    )


def is_note(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def own_classes(tree: ast.Module) -> set[str]:
    """Names that may be built at import: our frozen values, whatever module they come from."""
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).split(".")[0] in FLOORS:
            names |= {alias.asname or alias.name for alias in node.names}
    return names


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ast.unparse(node.func)


def outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    """Nodes that run at import; bodies of functions and lambdas do not."""
    yield node
    if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
        for child in ast.iter_child_nodes(node):
            yield from outside_functions(child)


def test_no_import_does_work() -> None:
    wrong = []
    for name, tree in sources():
        if name.startswith("storage/migrations/"):
            continue
        allowed = PURE_CALLS | own_classes(tree)
        for node in tree.body:
            if not isinstance(node, HARMLESS) and not is_guard(node) and not is_note(node):
                wrong.append(f"{name}:{node.lineno} {type(node).__name__}")
            elif isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign):
                calls = [n for n in outside_functions(node) if isinstance(n, ast.Call)]
                wrong += [
                    f"{name}:{call.lineno} {called(call)}()"
                    for call in calls
                    if called(call) not in allowed
                ]
    assert not wrong


@pytest.mark.parametrize(
    "module",
    [
        "bot.commands.advise", "bot.commands.lists", "bot.commands.stats", "bot.commands.staff",
        "bot.commands.learn",
        "bot.cli", "handlers.texts.labels",
    ],
)  # fmt: skip
def test_commands_that_need_no_bot_do_not_wait_for_aiogram(module: str) -> None:
    code = f"import sys, {module}; sys.exit('aiogram' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


@pytest.mark.parametrize("words", [["match", "x"], ["evaluate", "x"], ["list", "check"]])
def test_commands_about_the_list_do_not_wait_for_the_case_book(words: list[str]) -> None:
    code = f"import sys, bot.cli; bot.cli.commands({words}); sys.exit('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_nobody_asks_the_machine_for_the_time_but_the_system_clock() -> None:
    asking = {"now", "utcnow", "today"}
    wrong = [
        f"{name}:{node.lineno}"
        for name, tree in sources()
        if name != "bot/clock.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in asking and ast.unparse(node.func.value) in {"datetime", "date", "dt"}
    ]
    assert not wrong
