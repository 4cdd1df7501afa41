"""What the preview answers, to whom, and what it leaves behind."""

from __future__ import annotations

import http.client
import socket
import subprocess
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.cli.conftest import command
from tests.preview.conftest import Preview, ended, small_project, started


@dataclass
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def asked(preview: Preview, path: str, **headers: str) -> Answer:
    line = http.client.HTTPConnection("127.0.0.1", urlsplit(preview.address).port)
    with closing(line):
        line.request("GET", path, headers=headers)
        answer = line.getresponse()
        return Answer(answer.status, dict(answer.getheaders()), answer.read())


@pytest.mark.parametrize(
    ("name", "status"), [("127.0.0.1", 200), ("localhost:8420", 200), ("rebound.example", 400)]
)
def test_only_a_name_of_this_machine_is_answered(preview: Preview, name: str, status: int) -> None:
    assert asked(preview, "/", Host=name).status == status


@pytest.mark.parametrize(
    "path", ["/../conf.py", "/%2e%2e/conf.py", "/_static/../../trees/x", "/_preview/../told.py",
             "/_preview/%2e%2e%2ftold.py", "/conf.py"],
)  # fmt: skip
def test_no_file_outside_the_site_is_given(preview: Preview, path: str) -> None:
    assert asked(preview, path).status == 404


def test_other_sites_can_neither_frame_a_page_nor_read_it(preview: Preview) -> None:
    answer = asked(preview, "/searchindex.js")
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    policy = asked(preview, "/").headers["content-security-policy"]
    assert {"default-src 'none'", "frame-ancestors 'none'", "connect-src 'self'"} <= {
        each.strip() for each in policy.split(";")
    }
    assert "unsafe" not in policy.replace("style-src-attr 'unsafe-inline'", "")


def test_nothing_of_the_preview_stands_in_the_pages_it_keeps(preview: Preview) -> None:
    asked(preview, "/chapters/foundations/first.html")
    kept = preview.root / "_build/en/.preview/html/chapters/foundations/first.html"
    assert "_preview" not in kept.read_text("utf-8")


def test_a_second_preview_of_the_book_is_refused_with_a_sentence(preview: Preview) -> None:
    told = subprocess.run(
        command("serve", "--no-browser"), cwd=preview.root, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert told.returncode == 3
    assert "shown already" in told.stderr


@pytest.mark.parametrize(
    ("options", "code", "sentence"),
    [
        (("--editor", "code {file}"), 2, "How to fix: write it like vscode://file/{path}"),
        (("--port", "0"), 2, "not in the range"),
        (("--audience", "pupils"), 2, "'participants', 'trainers'"),
    ],
)
def test_a_wrong_option_is_told_with_what_to_write(
    preview: Preview, options: tuple[str, ...], code: int, sentence: str
) -> None:
    told = subprocess.run(
        command("serve", *options), cwd=preview.root, capture_output=True, text=True, check=False
    )
    assert told.returncode == code
    assert sentence in told.stderr


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        told = subprocess.run(
            command("serve", "--no-browser", "--port", port), cwd=small_project(tmp_path),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert told.returncode == 3
    assert f"Port {port} is taken" in told.stderr


def test_trainers_text_is_shown_to_trainers_and_kept_in_their_folder(tmp_path: Path) -> None:
    root = small_project(tmp_path)
    for options, is_shown in (((), False), (("--audience", "trainers"), True)):
        preview = started(root, *options)
        page = asked(preview, "/chapters/foundations/second.html").body.decode()
        assert ("OLEANDER" in page) is is_shown
        assert ended(preview) == 0
    kept = [path for path in (root / "_build").rglob("*") if path.is_file()]
    holding = {path for path in kept if b"OLEANDER" in path.read_bytes()}
    assert holding
    assert {path.relative_to(root).parts[2] for path in holding} == {"trainer"}
