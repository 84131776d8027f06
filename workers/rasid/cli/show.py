"""What a person sees: an article with its evidence marked, its events as a table, one line an outcome or record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from rasid.cli.terminal import cell, console, harmless
from rasid.models import Actor, Article, Breakdown, CasualtyEvent, Count, Date, DiplomacyEvent, Event, Place, Victims

CASUALTY_STYLE, DIPLOMACY_STYLE, DIM = "black on bright_yellow", "black on bright_cyan", "dim"
_OUTCOME_STYLES = {"unique": "green", "revision": "yellow", "duplicate": "dim"}


def show_article(article: Article, events: Sequence[Event]) -> None:
    """Print the article and the table of its events."""
    out = console()
    if article.title:
        out.print(_marked(article.title, "title", [], events, "bold"))
        out.print()
    out.print(_marked(article.text, "text", article.boilerplate, events))
    out.print()
    out.print(event_table(events) if events else Text("no events", "dim"))
    out.print()


def event_table(events: Sequence[Event]) -> Table:
    """One row an event."""
    table = Table(row_styles=["", "on grey7"], header_style="bold")
    for name in ("what", "count", "who", "to whom", "where", "when", "says", "conf."):
        table.add_column(name, justify="right" if name in ("count", "conf.") else "left", overflow="fold")
    for event in events:
        what, count, who, whom = _facts(event)
        style = CASUALTY_STYLE if isinstance(event, CasualtyEvent) else DIPLOMACY_STYLE
        table.add_row(
            Text(what, style), cell(count), cell(who), cell(whom), cell(_place(event.place)), cell(_date(event.date)),
            cell(_names(event.attribution)), f"{event.confidence:.2f}",
        )  # fmt: skip
        if isinstance(event, CasualtyEvent):
            _add_parts(table, event.breakdown, 1)
    return table


def _add_parts(table: Table, parts: Sequence[Breakdown], depth: int) -> None:
    """A row a part of a toll, with what it says other than the whole."""
    for part in parts:
        who = _sufferers(part.victims, part.method, part.perpetrators or [])
        what = Text("  " * depth + "of whom")
        table.add_row(what, cell(_count(part.count)), cell(who), "", cell(_place(part.place)), cell(_date(part.date)))
        _add_parts(table, part.breakdown, depth + 1)


def event_line(event: Event) -> Text:
    """An event in one line."""
    what, count, who, whom = _facts(event)
    style = CASUALTY_STYLE if isinstance(event, CasualtyEvent) else DIPLOMACY_STYLE
    line = Text()
    line.append(f" {what} ", style)
    whose = f"{who} → {whom}" if isinstance(event, DiplomacyEvent) else who
    for part in (count, whose, _place(event.place), _date(event.date)):
        if part:
            line.append("  ").append_text(cell(part))
    return line.append("  ").append(cell(event.evidence.text, 90).plain, "italic")


def show_outcome(article: Article, record: dict[str, Any]) -> None:
    """Print one line on an article's de-duplication."""
    line = Text(f"{record['outcome']:<11}", _OUTCOME_STYLES[record["outcome"]])
    line.append_text(cell(article.id, 44)).append("  ").append_text(cell(article.title or article.text, 70))
    if record["duplicate_of"]:
        line.append(f"  {record['why']} of ").append_text(cell(record["duplicate_of"], 44)).append(
            f" ({record['similarity']:.2f})"
        )
    console().print(line, soft_wrap=True)


def show_analysis(article: Article, events: Sequence[Event], to_stderr: bool) -> None:
    """Print what each sentence was read as, and the rule behind each event."""
    from rasid.extraction import explain
    from rasid.extraction.analysis import analyse
    from rasid.text.tokens import read

    out = console(stderr=to_stderr)
    for sentence in analyse(read(article)).sentences:
        tokens = sentence.tokens
        if not tokens:
            continue
        words = article.title or "" if sentence.sentence.field == "title" else article.text

        def quoted(mention: Any, words: str = words, tokens: Any = tokens) -> str:
            return cell(words[tokens[mention.first].start : tokens[mention.last].end]).plain

        found = [f"number {quoted(n)} = {n.low}/{n.best}/{n.high} {n.qualifier} ({n.kind})" for n in sentence.numbers]
        found += [f"date {quoted(d)} = {d.start}…{d.end} ({d.rule})" for d in sentence.dates]
        found += [
            f"place {quoted(p)} = {p.place.name_en or p.place.name_ar}, {p.place.country} ({p.level})" for p in sentence.places
        ]
        found += [f"actor {quoted(a)} = {a.actor.code} {a.actor.sector or ''}" for a in sentence.actors]
        if found:
            out.print(cell(words[tokens[0].start : tokens[-1].end], 160), style="dim")
            for line in found:
                out.print(f"   {line}", soft_wrap=True)
    for event in events:
        out.print(
            Text(f"{_facts(event)[0]} by rule {event.rule}: ", "bold").append_text(cell(event.evidence.text, 120)), soft_wrap=True
        )
    for explanation in explain(article):
        for reason in explanation.reasons:
            out.print(Text("   ").append_text(cell(reason, 200)), soft_wrap=True)


def _marked(text: str, field: str, boilerplate: Sequence[tuple[int, int]], events: Sequence[Event], style: str = "") -> Text:
    marked = Text(harmless(text), style)
    for start, end in boilerplate:
        marked.stylize(DIM, start, end)
    for event in events:
        colour = CASUALTY_STYLE if isinstance(event, CasualtyEvent) else DIPLOMACY_STYLE
        for evidence in (event.evidence, *event.mentions):
            if evidence.field == field:
                marked.stylize(colour, evidence.start, evidence.end)
    return marked


def _facts(event: Event) -> tuple[str, str, str, str]:
    """What, how many, who, to whom."""
    if isinstance(event, CasualtyEvent):
        who = _sufferers(event.victims, event.method, event.perpetrators)
        unusual = [word for word in (event.scope, event.assertion) if word not in ("incident", "asserted")]
        return " ".join([event.effect, *(f"({word})" for word in unusual)]), _count(event.count), who, ""
    kind = f"{event.event_type} {event.mode or ''}".strip() + "".join(f" ({aux})" for aux in event.aux)
    return kind, "", _names(event.actor), _names(event.recipient)


def _sufferers(victims: Victims | None, method: str | None, perpetrators: Sequence[Actor]) -> str:
    """ "civilian children, airstrike by روسيا [RUS]"."""
    whom = " ".join([victims.status, *victims.groups]) if victims else ""
    how = " ".join([*([method] if method else []), *([f"by {_names(perpetrators)}"] if perpetrators else [])])
    return ", ".join(part for part in (whom, how) if part)


def _count(count: Count) -> str:
    """The best figure, with + where there may be more and ≤ where there may be fewer, else the range."""
    if count.best is None:
        return "some" if count.low is None and count.high is None else f"{count.low or '?'}–{count.high or '?'}"
    if count.low == count.high:
        return str(count.best)
    if count.high is None:
        return f"{count.best}+"
    return f"≤ {count.best}" if count.low is None else f"{count.low}–{count.high}"


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(f"{actor.name} [{actor.code}]" for actor in actors)


def _place(place: Place | None) -> str:
    return "" if place is None else ", ".join(part for part in (place.name_en or place.name_ar, place.country) if part)


def _date(date: Date | None) -> str:
    return "" if date is None else date.start if date.start == date.end else f"{date.start}…{date.end}"
