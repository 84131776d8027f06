"""The public contract: files held to the models, samples to the files, and releases to each other."""

from __future__ import annotations

import copy
import importlib.util
import json
from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml

from rasid import models

SCHEMAS = Path(__file__).parents[2] / "schemas"


def _script(name: str):
    spec = importlib.util.spec_from_file_location(f"schemas_{name}", SCHEMAS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


generate = _script("generate")
compatibility = _script("compatibility")

ARTICLE = models.ArticleRef(id="a-1", url="https://news.example/1", source="news.example", published_at="2020-03-02T08:00:00Z")
EVIDENCE = models.Evidence(field="text", start=0, end=14, text="مقتل 5 مدنيين")
PLACE = models.Place(
    text="إدلب", name_ar="إدلب", name_en="Idlib", admin1="SY-ID", country="SYR", lat=35.93, lon=36.63, precision=1
)
ACTOR = models.Actor(text="النظام", name="Syrian government", code="SYR", sector="GOV", country="SYR")
COUNT = models.Count(low=5, best=5, high=5, qualifier="exact", text="5")
DAY = models.Date(start="2020-03-01", end="2020-03-01", text="أمس")
EVENT = {"article": ARTICLE, "evidence": EVIDENCE, "confidence": 0.9, "rule": "masdar", "extractor": "rasid/0.1.0"}
SAMPLES: dict[str, msgspec.Struct] = {
    "raw-article": models.RawArticle(url="https://news.example/1", text="مقتل 5 مدنيين", extra={"crawler": 7}),
    "article": models.Article(id="a-1", text="مقتل 5 مدنيين", boilerplate=[(2, 3)]),
    "duplicate": models.Duplicate(
        id="a-2", url=None, source=None, title=None, published_at=None, duplicate_of="a-1", similarity=1.0, why="exact"
    ),
    "dead-letter": models.DeadLetter(
        topic="articles.raw",
        partition=0,
        offset=4,
        timestamp="2020-03-02T08:00:00Z",
        headers={},
        key=None,
        value="ew==",
        stage="intake",
        reason="not_json",
        message="…",
        first_attempt="2020-03-02T08:00:01Z",
        last_attempt="2020-03-02T08:00:01Z",
    ),
    "casualty-event": models.CasualtyEvent(
        event_id="0" * 32,
        effect="killed",
        count=COUNT,
        victims=models.Victims(status="civilian"),
        place=PLACE,
        date=DAY,
        perpetrators=[ACTOR],
        method="airstrike",
        attribution=[ACTOR],
        breakdown=[models.Breakdown(evidence=EVIDENCE, count=COUNT, place=PLACE)],
        **EVENT,
    ),
    "diplomacy-event": models.DiplomacyEvent(event_id="1" * 32, event_type="ACCUSE", quad_code="VK", actor=[ACTOR], **EVENT),
}


def test_files_are_what_the_models_say():
    """The schemas in the repository are generated from today's models."""
    assert {name for name, content in generate.contents().items() if (SCHEMAS / name).read_bytes() != content} == set()


@pytest.mark.parametrize("name", sorted(generate.MESSAGES))
def test_sample_message_is_valid(name):
    """A message of each kind, as it stands on the wire, is valid under its published schema."""
    schema = json.loads((SCHEMAS / f"{name}.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(models.to_json(SAMPLES[name])), schema, cls=jsonschema.Draft202012Validator)


@pytest.mark.parametrize("name", sorted(generate.MESSAGES))
def test_wire_form_reads_back(name):
    """What is written to a topic decodes to the same message."""
    sample = SAMPLES[name]
    assert msgspec.json.decode(models.to_json(sample), type=type(sample)) == sample


def test_raw_article_needs_a_body():
    """RawArticle's schema refuses a message with neither text nor html."""
    schema = json.loads((SCHEMAS / "raw-article.json").read_bytes())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"url": "https://news.example/1"}, schema)


def test_asyncapi_names_every_topic_once():
    """The AsyncAPI document's addresses are the contract's topics, and every payload file exists."""
    document = yaml.safe_load((SCHEMAS / "asyncapi.yaml").read_text(encoding="utf-8"))
    assert [channel["address"] for channel in document["channels"].values()] == [topic.name for topic in generate.public_topics()]
    for message in document["components"]["messages"].values():
        assert (SCHEMAS / message["payload"]["schema"]["$ref"]).exists()


def _schema() -> dict:
    return json.loads((SCHEMAS / "casualty-event.json").read_bytes())


BREAKS = {
    "field removed": lambda s: s["properties"].pop("method"),
    "enum value removed": lambda s: s["properties"]["effect"]["enum"].remove("killed"),
    "nested field removed": lambda s: s["$defs"]["Count"]["properties"].pop("best"),
    "required field made optional": lambda s: s["required"].remove("effect"),
    "optional field made required": lambda s: s["required"].append("method"),
    "type changed": lambda s: s["properties"]["rule"].update(type="integer"),
    "range narrowed": lambda s: s["properties"]["confidence"].update(maximum=0.5),
}


@pytest.mark.parametrize("change", BREAKS.values(), ids=BREAKS.keys())
def test_breaking_change_is_reported(change):
    """Each way to take something from a reader is named."""
    new = _schema()
    change(new)
    assert compatibility.breaks(_schema(), new)


def test_addition_is_compatible():
    """A new optional field and a new enum value break nobody."""
    new = copy.deepcopy(_schema())
    new["properties"]["seen"] = {"type": "integer"}
    new["properties"]["effect"]["enum"].append("expelled")
    assert compatibility.breaks(_schema(), new) == []


def test_compatible_with_the_last_tag():
    """Nothing that the last release published is taken away."""
    tag = compatibility.last_tag()
    if tag is None:
        pytest.skip("no release yet")
    assert compatibility.breaks_since(tag) == []
