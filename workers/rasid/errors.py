"""Errors with stable codes: the code is the dead letter's reason, the metric's label and the documented name."""

from __future__ import annotations


class RasidError(Exception):
    """Base of all errors raised on purpose; `code` is stable across releases."""

    code = "internal"


class BadInputError(RasidError):
    """A message that can never be processed: it goes to the dead-letter topic, whole."""

    code = "bad_input"


class NotJSONError(BadInputError):
    """The value is not UTF-8 JSON."""

    code = "not_json"


class WrongTypeError(BadInputError):
    """The value is JSON but does not have RawArticle's shape."""

    code = "wrong_type"


class MissingBodyError(BadInputError):
    """Neither `text` nor `html` is given."""

    code = "missing_body"


class EmptyBodyError(BadInputError):
    """The body has no letters once markup and boilerplate are taken off."""

    code = "empty_body"


class TooLargeError(BadInputError):
    """The message, the text or the page is over the configured limit."""

    code = "too_large"


class BadTextError(BadInputError):
    """The text has lone surrogates, NULs or is binary."""

    code = "bad_text"


class BadDateError(BadInputError):
    """`published_at` or `fetched_at` is not a usable RFC 3339 date."""

    code = "bad_date"


class BadHTMLError(BadInputError):
    """The page cannot be parsed inside its limits (nesting, size)."""

    code = "bad_html"


class ExtractionTimeoutError(BadInputError):
    """Extraction did not end inside its time budget."""

    code = "timeout"


class ExtractionFailedError(BadInputError):
    """Extraction raised: a defect of ours; the article waits in the dead-letter topic."""

    code = "extraction_failed"


class DefectError(BadInputError):
    """Cleaning or comparing raised: a defect of ours; the input waits in the dead-letter topic."""

    code = "defect"


class SettingsError(RasidError):
    """A setting is missing or wrong; the message names it."""

    code = "settings"


class BrokerError(RasidError):
    """Kafka cannot be reached."""

    code = "broker"


class CredentialsError(BrokerError):
    """Kafka answers, and refuses the login, the certificate or the operation: trying again does not help."""

    code = "credentials"


class TopicError(RasidError):
    """A topic is missing or has another partition count than declared."""

    code = "topics"
