"""The arrows of the house: a module imports its own layer or a lower one, and nothing reaches out.

`model` stands below `errors`: an error carries findings, and a finding is a noun of the book.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LAYERS = (
    {"model"},
    {"errors"},
    # One job each; none knows another.
    {"files", "palette", "charts", "citations", "alphabets", "chapter_text", "formulas"}
    | {"figure_words", "memory", "numbering", "sentences"},
    {"folders", "load", "audience", "cache"},
    {"checks", "pdf", "training", "web_fonts"},  # they make or judge; none knows another
    {"sphinx_ext"},
    {"preview"},
    {"cli"},
)
HOMES = {
    "sphinx": {"sphinx_ext", "cli"},
    "docutils": {"sphinx_ext"},
    "myst_parser": {"chapter_text", "sphinx_ext"},
    "weasyprint": {"pdf"},
    "pydyf": {"pdf"},
    "pikepdf": {"pdf"},
    "jinja2": {"pdf", "training"},
    "tomllib": {"load"},
    "tomlkit": {"load"},
    "matplotlib": {"charts"},
    "click": {"cli"},
    "rich": {"cli"},
    "starlette": {"preview"},
    "uvicorn": {"preview"},
    "watchfiles": {"preview"},
}
VAGUE = {"util", "utils", "helper", "helpers", "misc", "common", "manager", "handler"}


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


MODULES = {module_name(p): p.read_text(encoding="utf-8") for p in ROOT.glob("build_tools/**/*.py")}


def unit(module: str) -> str:
    """Return the file or folder of `build_tools` that a module belongs to."""
    return module.split(".")[1] if module.startswith("build_tools.") else ""


def layer(module: str) -> int:
    return next(height for height, units in enumerate(LAYERS) if unit(module) in units)


def imports(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            package = "." * node.level + (node.module or "")
            yield package
            yield from (f"{package}.{name.name}" for name in node.names)


def calls(source: str) -> Iterator[str]:
    nodes = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    yield from (ast.unparse(node.func) for node in nodes)


def broken_arrows(module: str, source: str) -> list[str]:
    """Say which imports of a module break an arrow."""
    broken = []
    for imported in imports(source):
        if imported.startswith("."):
            broken.append(f"{module} imports {imported} by dots, not by its whole name")
        top = imported.partition(".")[0]
        if unit(module) not in HOMES.get(top, {unit(module)}):
            broken.append(f"{module} imports {top}, which lives in {sorted(HOMES[top])}")
        same = not unit(imported) or unit(imported) == unit(module)
        if not same and layer(imported) >= layer(module):
            broken.append(f"{module} imports {imported}, which is not below it")
    return broken


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name)])
def test_imports_go_downwards(module: str) -> None:
    assert not broken_arrows(module, MODULES[module])


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("build_tools.model", "from build_tools.errors import HandbookError"),
        ("build_tools.load.book", "import build_tools.sphinx_ext.book"),
        ("build_tools.pdf.edition", "from build_tools import sphinx_ext"),
        ("build_tools.pdf.edition", "def late():\n    from build_tools.training import plans"),
        ("build_tools.audience", "from docutils import nodes"),
        ("build_tools.sphinx_ext.book", "import weasyprint.urls"),
        ("build_tools.sphinx_ext.law", "import tomllib"),
        ("build_tools.checks.words", "import jinja2"),
        ("build_tools.load.book", "from .toml_file import Table"),
    ],
)
def test_a_broken_arrow_is_seen(module: str, source: str) -> None:
    assert broken_arrows(module, source)


@pytest.mark.parametrize("module", [name for name in MODULES if unit(name) not in {"", "cli"}])
def test_only_the_command_prints_and_exits(module: str) -> None:
    assert not {"print", "sys.exit", "exit", "os._exit"}.intersection(calls(MODULES[module]))


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is(module: str) -> None:
    docstring = ast.get_docstring(ast.parse(MODULES[module])) or ""
    assert docstring.partition("\n")[0].strip()


@pytest.mark.parametrize("module", MODULES)
def test_every_module_is_named_for_what_it_is(module: str) -> None:
    assert not VAGUE.intersection(module.replace("_", ".").split("."))


def test_every_file_of_the_machine_has_a_layer() -> None:
    units = {unit(module) for module in MODULES} - {""}
    assert units <= set().union(*LAYERS)


@pytest.mark.parametrize("path", sorted(ROOT.glob("chapters/*/*.md")), ids=lambda path: path.stem)
def test_chapters_hold_no_layout(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not [mark for mark in ("<div", "<span", "<br", "style=", "{raw}", "&n") if mark in text]
