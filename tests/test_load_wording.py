from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_allowed, load_wording

RULE = '[[rule]]\nname = "beggar"\nreason = "why"\nsource = "who"\nverification = "partly"\n'


def in_handbook(root: Path, name: str, text: str) -> Path:
    (root / "handbook").mkdir()
    (root / "handbook" / name).write_text(text, encoding="utf-8")
    return root


def test_each_language_is_an_entry_of_its_own(tmp_path: Path) -> None:
    columns = '[rule.en]\navoid = ["beggar*"]\nwrite = "person"\n' + (
        '[rule.uz]\navoid = ["tilanchi*"]\nwrite = "shaxs"\nstatus = "proposed"\n'
    )
    english, uzbek = load_wording(in_handbook(tmp_path, "wording.toml", RULE + columns))
    assert (english.language, english.forms, english.is_proposed) == ("en", ("beggar*",), False)
    assert (uzbek.language, uzbek.instead, uzbek.is_proposed) == ("uz", "shaxs", True)


@pytest.mark.parametrize("language", ["ru", "uz"])
def test_a_translated_rule_says_whether_it_is_signed(tmp_path: Path, language: str) -> None:
    column = f'[rule.{language}]\navoid = ["x"]\nwrite = "y"\n'
    with pytest.raises(BookDataError, match="status"):
        load_wording(in_handbook(tmp_path, "wording.toml", RULE + column))


def test_what_is_allowed_needs_a_reason(tmp_path: Path) -> None:
    text = '[[allowed]]\ntext = "1092"\nkind = "hotline"\nreason = " "\n'
    with pytest.raises(BookDataError, match="without a reason") as caught:
        load_allowed(in_handbook(tmp_path, "allowed.toml", text))
    assert caught.value.findings[0].line == 4


def test_an_unknown_kind_is_told(tmp_path: Path) -> None:
    text = '[[allowed]]\ntext = "1092"\nkind = "phone"\nreason = "a"\n'
    with pytest.raises(BookDataError, match="phone"):
        load_allowed(in_handbook(tmp_path, "allowed.toml", text))


def test_a_hotline_waits_until_its_owner_has_confirmed_it(tmp_path: Path) -> None:
    waiting = '[[allowed]]\ntext = "@waits_bot"\nkind = "hotline"\nreason = "a"\n'
    confirmed = waiting.replace("waits", "works") + "confirmed-on = 2026-01-31\n"
    root = in_handbook(tmp_path, "allowed.toml", waiting + confirmed)
    assert [one.text for one in load_allowed(root)] == ["@works_bot"]
