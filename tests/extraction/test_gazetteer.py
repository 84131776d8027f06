"""The imported gazetteer: dump formats, areas learned from shipped places, and names found only with evidence."""

import gzip
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from rasid.extraction.gazetteer import GazetteerError, ImportStats, import_gazetteer, use_gazetteer
from rasid.extraction.gazetteer.local import look_up
from rasid.extraction.places import find_document_places
from rasid.models import Article
from rasid.text.tokens import read

SHARED = Path(__file__).parents[3] / "shared" / "data" / "gazetteer.tsv.gz"
# Two shipped towns of the governorate and two villages that nobody ships.
TABLE = [
    ("سراقب", 35.864, 36.806, "SY", "locality", "t:1", "", "r7"),
    ("معرة النعمان", 35.643, 36.668, "SY", "locality", "t:2", "", "r7"),
    ("كفر التجربة", 35.70, 36.70, "SY", "locality", "t:3", "120", "r7"),
    ("المثالية", 35.71, 36.71, "SY", "locality", "t:4", "", "r7"),
    ("Beispielstadt", 50.0, 8.0, "DE", "locality", "t:5", "", ""),
]


OPENED = ("تل التجربة", 35.72, 36.72, "SY", "locality", "t:6", "", "r7")


def table(path: Path, *more: tuple[str, float, float, str, str, str, str, str]) -> Path:
    path.write_text("".join("\t".join(map(str, row)) + "\n" for row in (*TABLE, *more)), encoding="utf-8")
    return path


def geonames_line(identity: int, name: str, others: str, row: tuple[float, float], code: str, region: str) -> str:
    fields = [
        identity,
        name,
        name,
        others,
        *row,
        code[0] if code[0] in "PA" else "S",
        code,
        "SY",
        "",
        region,
        "",
        "",
        "",
        100,
        "",
        "",
        "",
        "",
    ]
    return "\t".join(map(str, fields)) + "\n"


def geonames(folder: Path) -> Path:
    folder.mkdir()
    lines = [
        geonames_line(1, "Saraqib", "سراقب,سراقب شہر", (35.864, 36.806), "PPL", "12"),
        geonames_line(2, "Maarrat", "معرة النعمان", (35.643, 36.668), "PPL", "12"),
        geonames_line(3, "Kafr at-Tajriba", "", (35.7, 36.7), "PPL", "12"),
    ]
    (folder / "SY.txt").write_text("".join(lines), encoding="utf-8")
    (folder / "alternateNamesV2.txt").write_text(
        "9\t3\tar\tكفر التجربة\t\t\t\t\t\t\n8\t3\tfa\tکفر\t\t\t\t\t\t\n", encoding="utf-8"
    )
    return folder


def whos_on_first(path: Path) -> Path:
    database = sqlite3.connect(path)
    database.executescript("""
        CREATE TABLE spr (id, placetype, country, latitude, longitude, is_current);
        CREATE TABLE names (id, language, name);
        CREATE TABLE ancestors (id, ancestor_id, ancestor_placetype);
    """)
    for identity, (name, lat, lon, country, kind, *_) in enumerate(TABLE, 1):
        database.execute("INSERT INTO spr VALUES (?, ?, ?, ?, ?, 1)", (identity, kind, country, lat, lon))
        database.execute("INSERT INTO names VALUES (?, 'ara', ?)", (identity, name))
        database.execute("INSERT INTO ancestors VALUES (?, 77, 'region')", (identity,))
    database.commit()
    database.close()
    return path


def packed(path: Path) -> Path:
    path.write_bytes(gzip.compress(table(path.with_suffix("")).read_bytes()))
    return path


def zipped(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(geonames(path.with_suffix("")) / "SY.txt", "SY.txt")
    return path


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Path]:
    """A gazetteer made from the table, in use."""
    target = tmp_path / "gazetteer.db"
    import_gazetteer(table(tmp_path / "table.tsv", OPENED), target)
    use_gazetteer(target)
    yield target
    use_gazetteer(None)


def places(text: str) -> list[tuple[str, str | None, bool]]:
    document = read(Article(id="x", text=text))
    found = [m.place for listed in find_document_places(s.tokens for s in document.sentences) for m in listed]
    return [(place.text, place.admin1, place.lat is not None) for place in found]


@pytest.mark.parametrize(
    ("make", "name", "village", "stats"),
    [
        (table, "a.tsv", "t:3", ImportStats(4, 4, 4, 1)),
        (packed, "a.tsv.gz", "t:3", ImportStats(4, 4, 4, 1)),
        (geonames, "folder", "gn:3", ImportStats(3, 3, 3, 1)),
        (whos_on_first, "wof.db", "wof:3", ImportStats(4, 4, 4, 1)),
    ],
)
def test_every_dump_format_gives_the_same_place_with_its_iso_area(
    make: object, name: str, village: str, stats: ImportStats, tmp_path: Path
) -> None:
    assert callable(make)
    assert import_gazetteer(make(tmp_path / name), tmp_path / "out.db") == stats
    use_gazetteer(tmp_path / "out.db")
    (entry,) = look_up("كفر التجربه")
    use_gazetteer(None)
    assert (entry.id, entry.country, entry.admin1, entry.level) == (village, "SYR", "SY-ID", "village")


def test_a_zipped_geonames_table_is_read(tmp_path: Path) -> None:
    assert import_gazetteer(zipped(tmp_path / "SY.zip"), tmp_path / "out.db").names == 2


def test_persian_and_latin_names_are_left_out(tmp_path: Path) -> None:
    import_gazetteer(geonames(tmp_path / "folder"), tmp_path / "out.db")
    rows = sqlite3.connect(tmp_path / "out.db").execute("SELECT name_ar FROM places ORDER BY id").fetchall()
    assert [name for (name,) in rows] == ["سراقب", "معرة النعمان", "كفر التجربة"]


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[int] = []
    import_gazetteer(table(tmp_path / "a.tsv"), tmp_path / "out.db", told.append)
    assert told == [4]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"one\ttwo\n", "line 1: 2 columns"),
        ("قرية\tنص\t1\tSY\tlocality\tt:1\t\t\n".encode(), "line 1"),
        (b"Town\t1.0\t2.0\tSY\tlocality\tt:1\t\t\n", "names no place in Arabic"),
        (b"SQLite format 3\0" + b"x" * 100, "bad.tsv"),
    ],
)
def test_what_is_no_dump_is_refused_and_leaves_the_old_gazetteer(content: bytes, message: str, tmp_path: Path) -> None:
    target = tmp_path / "out.db"
    import_gazetteer(table(tmp_path / "a.tsv"), target)
    before = target.read_bytes()
    (tmp_path / "bad.tsv").write_bytes(content)
    with pytest.raises(GazetteerError, match=message):
        import_gazetteer(tmp_path / "bad.tsv", target)
    assert target.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.tsv", "bad.tsv", "out.db"]


@pytest.mark.parametrize("content", [None, b"no database", b""])
def test_a_file_that_is_no_gazetteer_cannot_be_used(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GazetteerError):
        use_gazetteer(path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصف قرية المثالية بريف إدلب", [("قرية المثالية", "SY-ID", True), ("ريف إدلب", "SY-ID", True)]),
        ("قتل رجل في كفر التجربة بمحافظة إدلب", [("كفر التجربة", "SY-ID", True), ("محافظة إدلب", "SY-ID", True)]),
        ("قصف قرية تل التجربة بريف إدلب", [("قرية تل التجربة", "SY-ID", True), ("ريف إدلب", "SY-ID", True)]),
        ("تحدث عن الدولة المثالية", []),
        ("كتب في المثالية والواقعية", []),
        ("تقع قرية المثالية في محافظة صعدة اليمنية", [("قرية المثالية", "YE-SD", False), ("محافظة صعدة", "YE-SD", True)]),
    ],
)
def test_imported_names_count_only_with_a_head_word_or_the_place_that_holds_them(
    text: str, expected: list[tuple[str, str | None, bool]], imported: Path
) -> None:
    assert places(text) == expected


@pytest.mark.skipif(not SHARED.exists(), reason="needs ../shared")
def test_the_shared_gazetteer_is_imported_with_the_areas_of_the_conflict_countries(tmp_path: Path) -> None:
    stats = import_gazetteer(SHARED, tmp_path / "out.db")
    assert stats.names > 60_000
    rows = sqlite3.connect(tmp_path / "out.db").execute(
        "SELECT country, AVG(admin1 IS NOT NULL) FROM places WHERE country IN ('SYR', 'YEM', 'IRQ') GROUP BY country"
    )
    assert all(share > 0.9 for _, share in rows)
