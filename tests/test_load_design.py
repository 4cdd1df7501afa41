import shutil
from pathlib import Path

import pytest

from build_tools.errors import BookDataError
from build_tools.load import load_design
from build_tools.model import COLOURS

ROOT = Path(__file__).parents[1]
TOKENS = "handbook/design/tokens.toml"


@pytest.fixture
def tokens(tmp_path: Path) -> Path:
    """Return a copy of the real tokens, to be spoilt."""
    path = tmp_path / TOKENS
    path.parent.mkdir(parents=True)
    return Path(shutil.copy(ROOT / TOKENS, path))


def test_light_and_dark_name_the_same_colours() -> None:
    design = load_design(ROOT)
    assert tuple(design.light) == tuple(design.dark) == COLOURS
    assert design.light["ground"] == "#ffffff"


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        ('ink = "#1b1f24" ', 'ink = "black"', "'black' is not a colour."),
        ('ink = "#1b1f24" ', 'ink = "#1B1F24"', "'#1B1F24' is not a colour."),
        ('ink = "#1b1f24" ', "#", "The key 'ink' is missing in [light]."),
        ("measure = 70", "measure = true", "The value of 'measure' is not a whole number."),
        ("h1 = 190", "h1 = 190\nh5 = 100", "The key 'h5' is not known here."),
    ],
)
def test_a_wrong_token_is_told(tokens: Path, right: str, wrong: str, told: str) -> None:
    tokens.write_text(tokens.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(BookDataError) as caught:
        load_design(tokens.parents[2])
    (finding,) = caught.value.findings
    assert finding.message == told
    assert finding.path == TOKENS


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path: Path) -> None:
    (tmp_path / TOKENS).mkdir(parents=True)
    with pytest.raises(BookDataError, match="cannot be read: is a directory"):
        load_design(tmp_path)
