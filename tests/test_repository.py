"""What helps people who work on the project follows the project."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from build_tools.cli.check import check
from build_tools.load import load_book
from build_tools.model import Audience, Finding

ROOT = Path(__file__).parents[1]
FORMS = sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*-*.yml"))


def test_the_list_of_editions_of_the_recipe_is_that_of_the_book():
    recipe = yaml.safe_load((ROOT / ".gitlab-ci.yml").read_text("utf-8"))
    (row,) = recipe["edition"]["parallel"]["matrix"]
    editions = load_book(ROOT).editions
    names = {e.name for e in editions if e.audience is Audience.PARTICIPANTS}
    assert set(row["EDITION"]) == names


def test_every_command_of_the_recipes_is_there():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for recipe in (".github/workflows/book.yml", ".gitlab-ci.yml"):
        text = (ROOT / recipe).read_text("utf-8")
        for target in re.findall(r"\bmake ([a-z]+)$", text, re.MULTILINE):
            assert f"\n{target}:" in makefile


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_a_form_for_issues_asks_something_that_must_be_answered(path):
    form = yaml.safe_load(path.read_text("utf-8"))
    asked = [field for field in form["body"] if field.get("validations", {}).get("required")]
    assert asked
    assert all(field["attributes"]["label"] for field in form["body"])


def test_what_runs_before_a_commit_is_a_command_that_is_there():
    recipe = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))
    (hook,) = recipe["repos"][0]["hooks"]
    name, *options = hook["entry"].removeprefix("handbook ").split()
    known = {option for param in check.params for option in param.opts}
    assert (name, set(options) - known) == ("check", set())
    assert re.search(hook["files"], "chapters/people/children.md")
    assert re.search(hook["exclude"], "chapters/README.md")


def test_the_editor_of_code_finds_the_place_in_a_message():
    tasks = json.loads((ROOT / ".vscode/tasks.json").read_text("utf-8"))["tasks"]
    pattern = tasks[0]["problemMatcher"]["pattern"]
    finding = Finding("chapters/people/children.md", 57, 3, "This box is open.", "close it", "open")
    found = re.match(pattern["regexp"], str(finding).splitlines()[0])
    assert found is not None
    assert found.groups() == ("chapters/people/children.md", "57", "3", "This box is open.")


def test_links_of_the_pages_for_helpers_lead_somewhere():
    for page in ("CONTRIBUTING.md", "docs/developing.md"):
        text = (ROOT / page).read_text("utf-8")
        for target in re.findall(r"\]\(([^)#]+)\)", text):
            assert (ROOT / page).parent.joinpath(target).exists(), target
