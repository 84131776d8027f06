"""Articles from files of every kind that `rasid ingest` takes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from rasid.cli.sources import read_items

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>وكالة نموذج</title>
<item><title>خبر أول</title><link>https://news.example/1</link><description>نص الخبر الأول</description>
<pubDate>Sat, 11 Aug 2018 10:00:00 GMT</pubDate></item>
<item><title>خبر ثان</title><link>https://news.example/2</link><description>نص الخبر الثاني</description></item>
</channel></rss>"""


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.jsonl", b'{"text": "a"}\n\n{broken\n', [b'{"text": "a"}', b"{broken"]),
        ("a.json", b'[\n{"text": "a"},\n{"text": "b"}\n]', [b'{"text":"a"}', b'{"text":"b"}']),
        ("a.json", b'{\n"text":\n"a"}\n', [b'{"text":"a"}']),
        ("a.txt", "خبر".encode(), ['{"text":"خبر"}'.encode()]),
        ("a.txt", "خبر".encode("cp1256"), ['{"text":"خبر"}'.encode()]),
        ("a.html", "<p>خبر</p>".encode(), ['{"html":"<p>خبر</p>"}'.encode()]),
        ("no-suffix", b'{"text": "a"}', [b'{"text": "a"}']),
        ("no-suffix", b"<html><p>x</p></html>", [b'{"html":"<html><p>x</p></html>"}']),
        ("a.jsonl.gz", gzip.compress(b'{"text": "a"}\n'), [b'{"text": "a"}']),
        ("empty.txt", b"", []),
    ],
)
def test_a_file_is_read_as_its_kind(tmp_path: Path, name: str, data: bytes, expected: list[bytes]) -> None:
    (tmp_path / name).write_bytes(data)
    assert [item.value for item in read_items(str(tmp_path / name))] == expected


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed"])
def test_a_feed_is_its_entries(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(FEED, "utf-8")
    first, second = (json.loads(item.value) for item in read_items(str(tmp_path / name)))
    assert first == {
        "url": "https://news.example/1",
        "source": "وكالة نموذج",
        "title": "خبر أول",
        "html": "نص الخبر الأول",
        "published_at": "2018-08-11T10:00:00Z",
    }
    assert "published_at" not in second


def test_a_directory_is_its_known_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("ب")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.jsonl").write_text('{"text": "a"}\n')
    (tmp_path / "a.png").write_bytes(b"\x89PNG")
    assert [item.value.decode() for item in read_items(str(tmp_path))] == ['{"text":"ب"}', '{"text": "a"}']


def test_the_key_is_the_url_else_the_id(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"url": "u", "id": "i"}\n{"id": "i"}\n{"text": "t"}\n[1]\n{x\n')
    assert [item.key for item in read_items(str(tmp_path / "a.jsonl"))] == [b"u", b"i", None, None, None]


def test_a_torn_gzip_file_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b"x" * 1000)[:-9])
    with pytest.raises(OSError, match="not a whole gzip file"):
        list(read_items(str(tmp_path / "a.jsonl.gz")))
