"""Metrics: labels have few values, whatever articles contain."""

from __future__ import annotations

import itertools
import json
from collections import defaultdict
from typing import get_args

import pytest

from rasid.errors import BadInputError
from rasid.intake import Limits
from rasid.models import Effect, EventType
from rasid.settings import load_settings
from rasid.stream.agents import Agent
from rasid.stream.budget import Budget
from rasid.stream.metrics import STAGES, Metrics, language_label
from rasid.stream.names import topic_names
from rasid.stream.records import Record
from rasid.stream.state import State
from rasid.stream.steps import Intake

HOSTILE = ["x" * 5000, "\x1b[2J", 'a"} 1\nrasid_forged 1', "\u202e", "قتل", "{}", "-1", "null"]


def labels(metrics: Metrics) -> dict[str, set[str]]:
    """The values that each label has in all samples."""
    found = defaultdict(set)
    for metric in metrics.registry.collect():
        for sample in metric.samples:
            for name, value in sample.labels.items():
                found[name].add(value)
    return found


def test_no_article_makes_a_label() -> None:
    settings, metrics, names = load_settings(), Metrics(), topic_names("", "rasid")
    step = Intake(names, Limits(), Budget(5), metrics)
    agent = Agent(None, step, (), settings, names, metrics, State(settings), lambda code: None)  # type: ignore[arg-type]
    fields = ("id", "url", "title", "text", "html", "source", "language", "published_at")
    for count, (field, value) in enumerate(itertools.product(fields, HOSTILE)):
        body = {"text": "قتل ثلاثة مدنيين في قصف على المدينة أمس الجمعة", field: value}
        agent.process(Record(names.raw, 0, count, 0, value.encode(), json.dumps(body).encode()))
    found = labels(metrics)
    assert (
        sum(metrics.articles.labels("intake", outcome)._value.get() for outcome in ("accepted", "skipped", "dead_letter")) == 64
    )
    assert found["outcome"] <= {"accepted", "skipped", "dead_letter"}
    assert found["stage"] <= set(STAGES)
    assert found["reason"] <= {error.code for error in BadInputError.__subclasses__()}
    assert len(found["language"]) <= 20


@pytest.mark.parametrize(
    ("skipped", "label"),
    [("language:fa", "fa"), ("language:en-GB", "en"), ("language:tlh", "other"), ("language:\x1b[2J", "other"), ("", "other")],
)
def test_unexpected_languages_share_a_label(skipped: str, label: str) -> None:
    assert language_label(skipped) == label


def test_events_have_as_many_types_as_the_contract() -> None:
    assert len(get_args(Effect)) + len(get_args(EventType)) < 50


def test_the_first_dead_letter_of_a_reason_is_an_increase() -> None:
    """Every series stands at 0 from the start: an alert on an increase sees the first one."""
    metrics = Metrics()
    for stage, error in itertools.product(STAGES, BadInputError.__subclasses__()):
        assert metrics.registry.get_sample_value("rasid_dead_letters_total", {"stage": stage, "reason": error.code}) == 0
