"""The commands that need no Kafka: what they print, and their exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from rasid.cli.terminal import cell, harmless

TOLL = "قتل تسعة مدنيين وأصيب 15 آخرون في غارة جوية على مدينة صعدة شمالي اليمن أمس الجمعة."


def rasid(*arguments: str, stdin: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "rasid", *arguments],
        input=stdin, capture_output=True, text=True, env=os.environ | {"COLUMNS": "120"} | environment,
    )  # fmt: skip


def article(**fields: object) -> str:
    return json.dumps({"published_at": "2018-08-11T10:00:00Z"} | fields, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(
    "command",
    ["", "extract", "dedup", "ingest", "tail", "replay", "worker", "topics", "settings", "check", "broker", "demo", "gazetteer"],
)
def test_every_command_has_help(command: str) -> None:
    result = rasid(*command.split(), "--help")
    assert result.returncode == 0
    assert "Usage: rasid" in result.stdout


def test_the_exit_codes_stand_in_the_help() -> None:
    assert "3 settings · 4 broker" in " ".join(rasid("--help").stdout.split())


def test_extract_echoes_the_given_id_on_every_event() -> None:
    result = rasid("extract", "-", "--json", stdin=article(id="a-1", text=TOLL))
    events = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0
    assert {event["article"]["id"] for event in events} == {"a-1"}
    assert ("killed", 9) in {(event.get("effect"), event["count"]["best"]) for event in events if event["kind"] == "casualty"}


def test_evidence_is_a_slice_of_the_given_text() -> None:
    text = "الرئيسية | أخبار\n\n" + TOLL
    result = rasid("extract", "-", stdin=article(id="a", text=text))
    for event in map(json.loads, result.stdout.splitlines()):
        evidence = event["evidence"]
        assert text[evidence["start"] : evidence["end"]] == evidence["text"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "not_json"),
        ('{"title": "عنوان"}', "missing_body"),
        ('{"text": 42}', "wrong_type"),
        (article(text=TOLL, published_at="2019-02-31").strip(), "bad_date"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(line: str, code: str) -> None:
    result = rasid("extract", "-", "--json", stdin=article(id="1", text=TOLL) + line + "\n" + article(id="3", text=TOLL))
    assert result.returncode == 1
    assert result.stderr.startswith(f"rasid: {code}: -:2: ")
    assert len(result.stderr.splitlines()) == 1
    assert {json.loads(out)["article"]["id"] for out in result.stdout.splitlines()} == {"1", "3"}


@pytest.mark.parametrize(
    ("name", "content"), [("a.txt", TOLL), ("a.html", f"<html><body><article><p>{TOLL}</p></article></body></html>")]
)
def test_one_text_or_page_is_an_article(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, "utf-8")
    result = rasid("extract", str(tmp_path / name), "--json")
    assert result.returncode == 0
    assert any(json.loads(line).get("effect") == "killed" for line in result.stdout.splitlines())


def test_a_text_is_dated_by_option_unless_it_says_its_date() -> None:
    said = json.dumps({"text": "قتل تسعة مدنيين أمس في قصف على حلب", "published_at": "2015-01-02T08:00:00Z"})
    for stdin, day in (("قتل تسعة مدنيين أمس في قصف على حلب", "2016-12-06"), (said, "2015-01-01")):
        result = rasid("extract", "-", "--json", "--published", "2016-12-07", stdin=stdin)
        assert json.loads(result.stdout)["date"]["start"] == day
    assert rasid("extract", "-", "--json", "--published", "soon", stdin=TOLL).stderr.startswith("rasid: bad_date:")


def test_explain_shows_numbers_and_rules() -> None:
    result = rasid("extract", "-", "--explain", stdin=article(text=TOLL))
    assert "= 9/9/9 exact" in result.stderr
    assert "killed by rule" in result.stderr


def test_dedup_tells_copies_revisions_and_news_apart() -> None:
    stdin = article(id="1", text=TOLL) + article(id="2", text=TOLL) + article(id="1", text=TOLL.replace("تسعة", "عشرة"))
    result = rasid("dedup", "-", "--json", stdin=stdin)
    outcomes = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(each["id"], each["outcome"], each["duplicate_of"]) for each in outcomes] == [
        ("1", "unique", None),
        ("2", "duplicate", "1"),
        ("1", "revision", "1"),
    ]


@pytest.mark.parametrize(
    ("arguments", "environment", "code", "words"),
    [
        (["extract", "no-such-file"], {}, 6, "rasid: unreadable: no-such-file"),
        (["settings"], {"RASID_PARTITIONS": "many"}, 3, "rasid: settings: RASID_PARTITIONS"),
        (["topics", "check"], {"RASID_BROKERS": "127.0.0.1:9"}, 4, "rasid: broker: no answer from Kafka at 127.0.0.1:9"),
        (["demo", "--kafka", "127.0.0.1:9"], {}, 4, "rasid: broker: no answer from Kafka at 127.0.0.1:9"),
        (["tail", "casualty"], {"RASID_BROKERS": "127.0.0.1:9"}, 4, "rasid: broker: no answer from Kafka at 127.0.0.1:9"),
    ],
)
def test_errors_are_one_line_with_a_code(arguments: list[str], environment: dict[str, str], code: int, words: str) -> None:
    result = rasid(*arguments, **environment)
    assert result.returncode == code
    assert result.stderr.startswith(words)
    assert len(result.stderr.splitlines()) == 1


def test_wrong_usage_is_exit_code_2() -> None:
    assert rasid("extract").returncode == 2
    assert rasid("tail", "weather").returncode == 2


def test_settings_mask_secrets() -> None:
    environment = {"RASID_SASL_USERNAME": "u", "RASID_SASL_PASSWORD": "hush", "RASID_SECURITY_PROTOCOL": "SASL_PLAINTEXT"}
    result = rasid("settings", "--json", **environment)
    found = {row["name"]: row for row in map(json.loads, result.stdout.splitlines())}
    assert found["RASID_SASL_PASSWORD"]["source"] == "environment"
    assert "hush" not in result.stdout


def test_check_names_everything_that_is_wrong(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = rasid("check", RASID_BROKERS="127.0.0.1:9", RASID_STATE_DIR=str(tmp_path / "file" / "state"))
    failed = {row["check"] for row in map(json.loads, result.stdout.splitlines()) if not row["ok"]}
    assert failed == {"state directory", "broker"}
    assert result.returncode == 3


def test_the_shell_can_complete() -> None:
    result = rasid(_RASID_COMPLETE="complete_bash", COMP_WORDS="rasid ext", COMP_CWORD="1")
    assert result.stdout.split() == ["extract"]


def test_texts_cannot_steer_a_terminal() -> None:
    """Escape sequences and bidi overrides are replaced, one character for one."""
    hostile = "a\x1b[2Jb\u202ec\x07\nd"
    assert harmless(hostile) == "a�[2Jb�c�\nd"
    assert "\x1b" not in cell(hostile).plain
    assert "\u202e" not in cell(hostile).plain


def test_gazetteer_import_makes_a_file_that_extract_uses(tmp_path):
    """A place that only an imported table knows is found once RASID_GAZETTEER names the file."""
    table = tmp_path / "places.tsv"
    row = "{}\t{}\t{}\tSY\tlocality\t{}\t\tR1\n"
    table.write_text(row.format("إدلب", 35.93, 36.63, "x:0") + row.format("معرزعرور", 35.8, 36.7, "x:1"), encoding="utf-8")
    made = rasid("gazetteer", "import", str(table), "--to", str(tmp_path / "g.sqlite"))
    assert made.returncode == 0, made.stderr
    assert json.loads(made.stdout)["places"] == 2
    told = rasid(
        "extract",
        "-",
        "--json",
        stdin=article(text="أفاد ناشطون بمقتل خمسة مدنيين في قصف مدفعي على قرية معرزعرور بريف إدلب."),
        RASID_GAZETTEER=str(tmp_path / "g.sqlite"),
    )
    assert json.loads(told.stdout)["place"]["gazetteer_id"] == "x:1"


def test_gazetteer_import_says_what_is_no_dump(tmp_path):
    """A file that is no dump ends in one line."""
    (tmp_path / "places.tsv").write_text("no places here\n", encoding="utf-8")
    done = rasid("gazetteer", "import", str(tmp_path / "places.tsv"), "--to", str(tmp_path / "g.sqlite"))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
