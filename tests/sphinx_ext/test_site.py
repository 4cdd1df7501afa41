"""The site as files: what stands on its pages, and that no second build leaves an old page."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from warnings import catch_warnings, filterwarnings

import pytest
from bs4 import BeautifulSoup
from bs4.element import Tag
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

from build_tools.errors import OutputError
from build_tools.load import load_design
from build_tools.model import Product
from build_tools.sphinx_ext.site import cite_paragraph
from build_tools.sphinx_ext.site_downloads import publish, render_downloads, size_in_words

ROOT = Path(__file__).parents[2]
ADDRESS = "https://tip-handbook.example/en"
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 90"><title>Steps</title>
<defs><marker id="tip"><path d="M0 0"/></marker></defs>
<path class="stroke-structure" marker-end="url(#tip)" d="M0 0L9 9"/><text>FIRSTWORDS</text></svg>
"""
ACTS = """---
law-as-at: 2025-12-24
audience: [judges]
status: draft
---

# Chapter acts

The act {index}`of buying <sale; of a person>` is one of six.

(transfer)=
A transfer is another.

## Harbouring

| Act | Proof |
|---|---|
| Sale | Money |

### Rooms

:::{list-table} Acts and proof
:name: tab-acts
:header-rows: 1

* - Act
  - Proof
* - Sale
  - Money
:::

:::{figure} steps.svg
:name: fig-steps
:alt: From the first step to the last

From facts to charge
:::

![The same steps](steps.svg)
"""
FIGURE = ":::{figure} steps.svg\n:alt: The same steps\n\nBefore the others\n:::\n"
PROOF = "See {para}`acts#transfer`, {numref}`fig-steps` and [](acts.md#harbouring).\n"
BOOK = {"acts": ACTS, "proof": PROOF}

Build = Callable[..., Any]


def page(built: Any, name: str) -> BeautifulSoup:
    path = built.out / (f"chapters/part/{name}.html" if name in BOOK else f"{name}.html")
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


@pytest.fixture
def site(build: Build, tmp_path: Path) -> Callable[..., Any]:
    """Return a function that builds the two chapters, and checks that nothing is complained of."""

    def build_site(
        chapters: Mapping[str, str] = BOOK, builder: str = "html", **settings: Any
    ) -> Any:
        drawing = tmp_path / "chapters/part/steps.svg"
        drawing.parent.mkdir(parents=True, exist_ok=True)
        if not drawing.exists():
            drawing.write_text(DRAWING, encoding="utf-8")
        built = build(chapters, builder, **settings)
        assert built.warnings == ""
        return built

    return build_site


@contextmanager
def again(built: Any) -> Iterator[Sphinx]:
    """Open a book once more, to build it in a way that the command line allows as well."""
    book = built.app
    settings = {**book.config.overrides, "extensions": book.config.extensions}
    with patch_docutils(), docutils_namespace(), catch_warnings():
        # MyST 5.2 looks up Sphinx's application in a way that Sphinx 11 will not know.
        filterwarnings("ignore", "'myst_parser", DeprecationWarning)
        filterwarnings("ignore", "'myst_parser", PendingDeprecationWarning)
        folders = (book.srcdir, None, book.outdir, book.doctreedir)
        yield Sphinx(*folders, "html", confoverrides=settings, status=None, warning=io.StringIO())


def chapter_times(built: Any) -> dict[str, int]:
    pages = (built.out / "chapters").rglob("*.html")
    return {path.stem: path.stat().st_mtime_ns for path in pages}


# Second builds: what was printed is a fact about the folder of the pages, so other builders come
# between and use the same environment.


@pytest.mark.parametrize(
    ("old", "new", "printed"),
    [
        ("# Chapter acts", "# Chapter on deeds", "Chapter on deeds"),
        ("## Harbouring", "(harbouring)=\n## Shelter", "Shelter"),
        ("The act", "Another comes first.\n\nThe act", "para. 1.3"),
        ("(transfer)=", f"{FIGURE}\n(transfer)=", "Figure 1.2"),
    ],
)  # fmt: skip
def test_page_follows_a_change_in_another_chapter_that_print_has_seen_first(
    site: Build, old: str, new: str, printed: str
) -> None:
    site()
    changed = {**BOOK, "acts": ACTS.replace(old, new, 1)}
    site(changed, "dummy")
    assert printed in words(page(site(changed), "proof").body).replace("\u00a0", " ")


def test_page_follows_a_drawing_that_print_has_seen_first(site: Build, tmp_path: Path) -> None:
    site()
    drawing = DRAWING.replace("FIRSTWORDS", "SECONDWORDS")
    (tmp_path / "chapters/part/steps.svg").write_text(drawing, encoding="utf-8")
    site(builder="dummy")
    assert "SECONDWORDS" in str(page(site(), "acts"))


def test_page_follows_a_setting_of_the_book_that_print_has_seen_first(site: Build) -> None:
    book = site().app.config.handbook_book
    settled = replace(book, draft_notice="Signed by all.")
    # The settings of a tiny book are made anew for each build: this one is given after them.
    site(builder="dummy", handbook_book=settled)
    assert "Signed by all." in words(page(site(handbook_book=settled), "proof").aside)


def test_second_build_with_nothing_changed_writes_no_page(site: Build) -> None:
    before = chapter_times(site())
    site(builder="dummy")
    assert chapter_times(site()) == before


def test_changed_sentence_writes_its_own_page_only(site: Build) -> None:
    before = chapter_times(site())
    now = chapter_times(site({**BOOK, "acts": ACTS.replace("is another", "is one more")}))
    assert [name for name in now if now[name] != before[name]] == ["acts"]


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("{half")])
def test_every_page_is_written_where_the_record_is_missing_or_damaged(
    site: Build, damage: Callable[[Path], object]
) -> None:
    built = site()
    before = chapter_times(built)
    damage(built.out / ".handbook-printed.json")
    assert not set(chapter_times(site()).items()) & set(before.items())


def test_stopped_build_leaves_no_record_that_calls_its_pages_whole(site: Build) -> None:
    built = site()

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with again(built) as app, pytest.raises(KeyboardInterrupt):
        app.connect("html-page-context", stop)
        app.build(force_all=True)
    (built.out / "chapters/part/acts.html").write_text("half a page", encoding="utf-8")
    assert page(site(), "acts").h1 is not None


def test_build_of_one_page_leaves_the_others_to_be_written(site: Build, tmp_path: Path) -> None:
    built = site()
    changed = ACTS.replace("The act", "Another comes first.\n\nThe act")
    (tmp_path / "chapters/part/acts.md").write_text(changed, encoding="utf-8")
    with again(built) as app:
        app.build(filenames=[str(tmp_path / "index.md")])
    now = page(site({**BOOK, "acts": changed}), "proof")
    assert "para. 1.3" in words(now.article).replace("\u00a0", " ")


# What stands on the pages.


def test_chapters_lead_to_the_previous_and_the_next(site: Build) -> None:
    related = page(site(), "acts").select_one("nav.related-pages")
    assert words(related) == "Previous Book Next Chapter proof"


def test_contents_of_a_page_name_its_sections_and_lead_to_them(site: Build) -> None:
    acts = page(site(), "acts")
    links = acts.select("#page-contents .toc-tree ul ul a")
    assert [words(link) for link in links] == ["Harbouring", "Rooms"]
    assert all(acts.find(id=str(link["href"])[1:]) for link in links)


def test_contents_mark_the_page_that_is_open(site: Build) -> None:
    current = page(site(), "proof").select("#site-contents [aria-current=page]")
    assert [words(link) for link in current] == ["2 Chapter proof"]


def test_tables_and_drawings_stand_in_named_frames_that_the_keyboard_reaches(site: Build) -> None:
    frames = page(site(), "acts").select("[role=region]")
    assert [frame["aria-label"] for frame in frames] == [
        "Table: Harbouring",
        "Table\u00a01.1 Acts and proof",
        "Figure\u00a01.1 From facts to charge",
        "Drawing",
    ]
    assert all(frame["tabindex"] == "0" for frame in frames)


def test_drawings_stand_in_the_page_with_ids_of_their_own(site: Build) -> None:
    acts = page(site(), "acts")
    ids = [tag["id"] for tag in acts.find_all(id=True)]
    drawings = acts.select("figure svg, p svg")
    assert not acts.find_all("img")
    assert sorted(ids) == sorted(set(ids))
    assert [drawing["role"] for drawing in acts.select("svg[role]")] == ["img", "img"]
    for drawing in drawings:
        marker, path = drawing.select("marker")[0], drawing.select("[marker-end]")[0]
        assert path["marker-end"] == f"url(#{marker['id']})"


def test_paragraph_is_copied_as_it_is_cited(site: Build) -> None:
    built = site()
    button = page(built, "acts").find(class_="copy-number")
    assert isinstance(button, Tag)
    cited = str(button["data-cites"]).replace("%s", "1.2")
    assert cited == "TIP Handbook Uzbekistan, ed. Review draft 1, para. 1.2"
    assert cited == cite_paragraph(built.app.config.handbook_book, "1.2")


def test_number_and_first_word_stay_apart_when_copied(site: Build) -> None:
    paragraph = page(site(), "acts").find(id="p1.2")
    assert paragraph is not None
    assert paragraph.get_text() == "1.2 A transfer is another."


def test_index_names_paragraphs_in_the_book_s_order(site: Build) -> None:
    built = site({**BOOK, "proof": f"{PROOF}Again {{index}}`the sale <! sale; of a person>`.\n"})
    places = page(built, "genindex").select(".index-letter li li a")
    assert [words(place) for place in places] == ["1.1", "2.1"]
    assert [place.get("class") for place in places] == [None, ["main-place"]]


def test_home_page_has_a_card_for_each_reader(site: Build) -> None:
    cards = page(site(), "index").select(".role-card h3")
    assert [words(card) for card in cards] == ["Judge", "Trainer", "Editor"]


def test_pages_name_their_address_and_their_facts_without_cards(site: Build) -> None:
    head = page(site(), "acts").head
    assert head is not None
    named = {str(tag["property"]): str(tag["content"]) for tag in head.select("meta[property]")}
    assert named["og:url"] == f"{ADDRESS}/chapters/part/acts.html"
    assert named["og:title"] == "Chapter acts – TIP Handbook Uzbekistan"
    assert not [name for name in named if "image" in name]
    assert not head.select("meta[name^=twitter]")


def test_lost_reader_gets_links_that_hold_at_any_address(site: Build) -> None:
    lost = page(site(), "404")
    leads = [
        str(tag[name]) for name in ("href", "src") for tag in lost.find_all(attrs={name: True})
    ]
    own = [lead for lead in leads if not lead.startswith(("#", "data:"))]
    assert own and all(lead.startswith("/en/") for lead in own)


def test_map_lists_every_page_worth_finding(site: Build) -> None:
    built = site()
    found = re.findall("<loc>(.*?)</loc>", (built.out / "sitemap.xml").read_text("utf-8"))
    pages = ["", "chapters/part/acts.html", "chapters/part/proof.html", "genindex.html",
             "training.html", "downloads.html"]  # fmt: skip
    assert found == [f"{ADDRESS}/{name}" for name in pages]
    assert f"Sitemap: {ADDRESS}/sitemap.xml\n" in (built.out / "robots.txt").read_text("utf-8")


def test_site_holds_no_copy_of_the_sources(site: Build) -> None:
    out = site().out
    assert not [path for path in out.rglob("*") if path.suffix in {".md", ".rst", ".doctree"}]
    assert not [path for path in (out / "_sources").rglob("*") if path.is_file()]


def test_no_page_stylesheet_or_script_asks_another_host(site: Build) -> None:
    out = site().out
    for path in out.rglob("*.html"):
        tags = BeautifulSoup(path.read_text("utf-8"), "html.parser").find_all(
            ["script", "link", "img", "iframe", "source", "use", "form"]
        )
        leads = [str(tag.get("src") or tag.get("href") or tag.get("action") or "") for tag in tags]
        addresses = [tag.get("href") for tag in tags if tag.get("rel") == ["canonical"]]
        assert [lead for lead in leads if "//" in lead and lead not in addresses] == []
    style = (out / "_static/handbook.css").read_text("utf-8")
    assert not re.findall(r"@import|url\([\"']?(?:https?:)?//", style)


def test_pages_name_the_site_s_own_stylesheet_only(site: Build) -> None:
    sheets = page(site(), "acts").select("link[rel=stylesheet]")
    assert [str(sheet["href"]).partition("?")[0] for sheet in sheets] == [
        "../../_static/handbook.css"
    ]


def test_files_end_their_lines_the_same_way_on_every_system(site: Build) -> None:
    own = [*(path for path in site().out.rglob("*") if path.suffix in {".html", ".css", ".xml"})]
    assert own and not [path for path in own if b"\r" in path.read_bytes()]


# Downloads.


def product(folder: Path, name: str = "handbook-en.pdf") -> Product:
    path = folder / name
    path.write_bytes(b"%PDF-1.7 as good as a book")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return Product(
        path, "Review draft 1", "TIP Handbook", "en", dt.date(2026, 11, 24), 84,
        path.stat().st_size, digest,
    )  # fmt: skip


def test_downloads_page_says_of_a_file_what_a_reader_asks_first(
    site: Build, tmp_path: Path
) -> None:
    built, made = site(), product(tmp_path)
    publish(built.out, made)
    render_downloads(built.app)
    section = page(built, "downloads").select_one("section.download")
    link = section and section.select_one("a[download]")
    assert section and link
    assert words(link) == "TIP Handbook (PDF, 84 pages, 1 kB)"
    assert (built.out / str(link["href"])).read_bytes() == made.path.read_bytes()
    for fact in ("Review draft 1", "English", "24 November 2026", "84", "26 bytes", made.sha256):
        assert fact in words(section)


def test_downloads_page_lists_exactly_what_lies_there(site: Build, tmp_path: Path) -> None:
    built = site()
    publish(built.out, product(tmp_path))
    publish(built.out, product(tmp_path, "handbook-ru.pdf"))
    (built.out / "downloads/handbook-ru.pdf").unlink()
    (built.out / "downloads/stray.pdf").write_bytes(b"not ours")
    render_downloads(built.app)
    links = page(built, "downloads").select("a[download]")
    assert [link["href"] for link in links] == ["downloads/handbook-en.pdf"]


def test_downloads_page_of_a_site_without_files_says_so(site: Build) -> None:
    assert "No file has been made" in words(page(site(), "downloads").article)


def test_file_whose_name_is_not_safe_in_an_address_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Name it with small Latin letters"):
        publish(tmp_path, product(tmp_path, "Hand book.pdf"))


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 kB"), (812_400, "812 kB"), (1_400_009, "1.4 MB")]
)
def test_size_is_said_as_a_reader_expects_it(size: int, said: str) -> None:
    assert size_in_words(size) == said


# The design.

GROUNDS = ("ground", "structure-tint", "accent-tint")
TEXTS = ("ink", "muted", "structure", "accent")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_can_be_read_on_every_ground(scheme: str, ground: str, text: str) -> None:
    colours = getattr(load_design(ROOT), scheme)
    assert contrast(colours[text], colours[ground]) >= 4.5


def contrast(one: str, other: str) -> float:
    """Return the ratio of WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# The same bytes.


def test_two_builds_of_the_book_give_the_same_bytes(tmp_path: Path) -> None:
    one = site_of_the_book(tmp_path / "one", "1", TZ="Asia/Tashkent", PYTHONHASHSEED="1")
    two = site_of_the_book(tmp_path / "two", "2", TZ="America/Lima", PYTHONHASHSEED="2")
    assert {"searchindex.js", "genindex.html", "objects.inv", ".buildinfo"} <= one.keys()
    assert [name for name in one if one[name] != two.get(name)] == []
    assert one.keys() == two.keys()


def site_of_the_book(folder: Path, jobs: str, **env: str) -> dict[str, bytes]:
    """Build the real book in a process of its own and return its files."""
    out = folder / "html"
    arguments = ["-q", "-j", jobs, "-d", str(folder / "trees"), "-b", "html", str(ROOT), str(out)]
    subprocess.run(
        [sys.executable, "-m", "sphinx", *arguments],
        env={**os.environ, "SOURCE_DATE_EPOCH": "1700000000", **env},
        check=True,
        cwd=folder.parent,
    )
    return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
