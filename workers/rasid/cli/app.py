"""Every command with its help; the work is in the modules beside this one, imported only when their command runs."""

from __future__ import annotations

import asyncio
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

EPILOG = (
    "**Exit codes**: 0 done · 1 some input was bad, or a check failed · 2 wrong usage · 3 settings · 4 broker · "
    "5 topics · 6 a file cannot be read · 7 a worker stalled · 70 a defect · 130 interrupted.\n\n"
    "Settings come from the environment (`RASID_…`) or a `.env` file: see `rasid settings`. "
    "A terminal gets tables and colours, a pipe gets JSON lines."
)

app = typer.Typer(
    name="rasid",
    help="Raw Arabic news in, casualty and diplomacy events out, on Apache Kafka.",
    epilog=EPILOG,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
topics_app = typer.Typer(no_args_is_help=True, help="Create the topics, or check them against their declaration.")
app.add_typer(topics_app, name="topics", rich_help_panel="Operation")
gazetteer_app = typer.Typer(no_args_is_help=True, help="Know more places than the shipped tables.")
app.add_typer(gazetteer_app, name="gazetteer", rich_help_panel="Operation")

READING, STREAM, OPERATION, TRYING = "Without Kafka", "Articles and events on Kafka", "Operation", "Trying it"


class Stream(StrEnum):
    """What `rasid tail` can follow."""

    casualty = "casualty"
    diplomacy = "diplomacy"
    duplicates = "duplicates"
    dead_letter = "dead-letter"


Source = Annotated[str, typer.Argument(metavar="FILE|-", help="A file, or - for standard input.", show_default=False)]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines, also to a terminal.")]


def _version(wanted: bool) -> None:
    if wanted:
        from rasid import __version__

        typer.echo(f"rasid {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Raw Arabic news in, casualty and diplomacy events out, on Apache Kafka."""


@app.command(rich_help_panel=READING)
def extract(
    source: Source,
    as_json: AsJson = False,
    explain: Annotated[bool, typer.Option(help="Show numbers, dates, places, actors and rules, sentence by sentence.")] = False,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When articles that do not say it were published: what “yesterday” counts from."),
    ] = None,
) -> None:
    """Read events in articles: JSON lines of RawArticle, one text file or one HTML page.

    A terminal gets the article with the evidence marked and what is not the article dimmed, then a table of its events.
    A pipe, or `--json`, gets one event a line. A line that cannot be read is reported on standard error with its code;
    the others are read all the same and the exit code is 1.
    """
    from rasid.cli.reading import extract_articles

    raise typer.Exit(extract_articles(source, as_json or not sys.stdout.isatty(), explain, published))


@app.command(rich_help_panel=READING)
def dedup(source: Source, as_json: AsJson = False) -> None:
    """Tell copies from news, in the order given: the same steps as in the stream.

    A pipe, or `--json`, gets a line an article:
    `{"id", "outcome": "unique|duplicate|revision", "duplicate_of", "similarity", …}`.
    """
    from rasid.cli.reading import deduplicate

    raise typer.Exit(deduplicate(source, as_json or not sys.stdout.isatty()))


@app.command(rich_help_panel=STREAM)
def ingest(
    source: Annotated[str, typer.Argument(metavar="FILE|DIR|-", help="What to send.", show_default=False)],
) -> None:
    """Send articles into `articles.raw`, each delivery awaited.

    Takes JSON lines, text, HTML, RSS and Atom files, and directories of them; `.gz` of each. The key is the article's URL.
    JSON lines are sent as they are: what is wrong with one is found, and kept, by the stream.
    """
    from rasid.cli.kafka import ingest_articles

    raise typer.Exit(asyncio.run(ingest_articles(source)))


@app.command(rich_help_panel=STREAM)
def tail(
    stream: Annotated[Stream, typer.Argument(help="Which topic to follow.", show_default=False)],
    from_beginning: Annotated[bool, typer.Option("--from-beginning", help="Start with the oldest record.")] = False,
    limit: Annotated[int, typer.Option(min=0, help="Stop after so many records; 0: never.")] = 0,
    follow: Annotated[bool, typer.Option(help="Wait for more at the topic's end, or stop there.")] = True,
    as_json: AsJson = False,
) -> None:
    """Show what comes out: coloured lines for a terminal, the records as JSON lines for a pipe."""
    from rasid.cli.kafka import tail_topic

    asyncio.run(tail_topic(stream.value, from_beginning, limit, follow, as_json or not sys.stdout.isatty()))


@app.command(rich_help_panel=STREAM)
def replay(
    reason: Annotated[list[str] | None, typer.Option(help="Only dead letters with this code; may be repeated.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count them.")] = False,
) -> None:
    """Send dead letters once more: those of intake into `articles.raw`, later ones into the topic they came from.

    Events have the same ids after a replay, so nothing is counted twice.
    """
    from rasid.cli.kafka import replay_dead_letters

    raise typer.Exit(asyncio.run(replay_dead_letters(reason or [], dry_run)))


@app.command(rich_help_panel=OPERATION)
def worker(
    processes: Annotated[int, typer.Option("-n", "--processes", min=1, max=64, help="How many, each restarted if it fails.")] = 1,
) -> None:
    """Run the stream: intake, de-duplication and extraction. SIGTERM ends it cleanly."""
    from rasid.settings import load_settings

    settings = load_settings()
    if processes == 1:
        from rasid.stream.worker import run_worker

        raise typer.Exit(run_worker(settings))
    from rasid.stream.supervisor import supervise

    raise typer.Exit(supervise(settings, processes))


@topics_app.command("apply")
def topics_apply(as_json: AsJson = False) -> None:
    """Create missing topics and restore their settings; a second time changes nothing."""
    from rasid.cli.operation import apply_topics

    asyncio.run(apply_topics(as_json or not sys.stdout.isatty()))


@topics_app.command("check")
def topics_check(as_json: AsJson = False) -> None:
    """Compare the broker's topics with the declaration; exit code 5 if they differ."""
    from rasid.cli.operation import check_topics

    raise typer.Exit(asyncio.run(check_topics(as_json or not sys.stdout.isatty())))


@gazetteer_app.command("import")
def gazetteer_import(
    source: Annotated[
        Path,
        typer.Argument(
            exists=True,
            show_default=False,
            help="A GeoNames dump (or a folder with it and alternateNamesV2.txt), a Who's On First SQLite "
            "file, or a table of name, latitude, longitude, country, level, id.",
        ),
    ],
    target: Annotated[Path | None, typer.Option("--to", help="The file to make.", show_default="RASID_GAZETTEER")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a gazetteer of every place with an Arabic name in a dump; then set `RASID_GAZETTEER` to it."""
    from rasid.cli.operation import import_places

    import_places(source, target, as_json or not sys.stdout.isatty())


@app.command(rich_help_panel=OPERATION)
def settings(as_json: AsJson = False) -> None:
    """Print every setting, where its value comes from and what it does; secrets are masked."""
    from rasid.cli.operation import print_settings

    print_settings(as_json or not sys.stdout.isatty())


@app.command(rich_help_panel=OPERATION)
def check(as_json: AsJson = False) -> None:
    """Say everything that would keep a worker from starting: settings, broker, topics, state directory."""
    from rasid.cli.operation import check_all

    raise typer.Exit(asyncio.run(check_all(as_json or not sys.stdout.isatty())))


@app.command(rich_help_panel=TRYING)
def broker(
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="Its port.", show_default="a free one")] = None,
    data: Annotated[Path | None, typer.Option(help="Keep its data here.", show_default="nowhere")] = None,
    nodes: Annotated[int, typer.Option(min=1, max=3, help="1, or 3 to try failures.")] = 1,
) -> None:
    """Run an Apache Kafka on this machine until Ctrl-C. The first time fetches it (43 MB)."""
    from rasid.cli.operation import run_broker

    run_broker(port, data, nodes)


@app.command(rich_help_panel=TRYING)
def demo(
    kafka: Annotated[
        str | None, typer.Option(metavar="HOST:PORT", help="Use this broker.", show_default="an embedded one")
    ] = None,
) -> None:
    """Show the whole way: a broker, a worker process, sample articles in, events out. Exit code 0 if all came as expected."""
    from rasid.cli.demo import run_demo

    raise typer.Exit(run_demo(kafka))
