"""What a person sees."""

from __future__ import annotations

import io

from rich.console import Console

from rasid.cli.show import event_table
from rasid.extraction.extract import extract
from rasid.models import Article


def shown(text: str) -> list[list[str]]:
    console = Console(width=160, record=True, file=io.StringIO())
    console.print(event_table(extract(Article(id="a", text=text))))
    lines = [line for line in console.export_text().splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


def test_the_parts_of_a_toll_stand_below_it() -> None:
    rows = shown("قتل 11 مدنيا بينهم 4 أطفال في غارة على مدينة أريحا.")
    assert [row[:2] for row in rows if row[1]] == [["killed", "11"], ["of whom", "4"]]
    assert "children" in rows[-1][2]
