"""Why Kafka cannot be reached, in one line: clients only say that they could not bootstrap."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any

from aiokafka import errors as kafka
from aiokafka.conn import create_conn

from rasid.errors import BrokerError, CredentialsError
from rasid.settings import PREFIX, Settings

_TIMEOUT_MS = 5000
_AUTHENTICATION = (
    kafka.AuthenticationFailedError,
    kafka.AuthenticationMethodNotSupported,
    kafka.SaslAuthenticationFailed,
    kafka.UnsupportedSaslMechanismError,
    kafka.IllegalSaslStateError,
)
_AUTHORIZATION = (
    kafka.TopicAuthorizationFailedError,
    kafka.GroupAuthorizationFailedError,
    kafka.ClusterAuthorizationFailedError,
)


async def refusal(settings: Settings, error: BaseException) -> BrokerError:
    """What a client's error comes from, found by connecting to each broker: CredentialsError, or BrokerError for the rest."""
    if isinstance(error, _AUTHORIZATION):
        return CredentialsError(f"Kafka at {settings.bootstrap} does not allow this to {_user(settings)}: {_words(error)}")
    found = [await _try(settings, broker) for broker in settings.brokers]
    refused = next((each for each in found if isinstance(each, CredentialsError)), None)
    if refused is not None:
        return refused
    if None in found:  # a broker does answer now: the client's own words
        return BrokerError(f"Kafka at {settings.bootstrap} ({settings.security_protocol}) failed: {_words(error)}")
    return BrokerError(f"no answer from Kafka at {settings.bootstrap} ({settings.security_protocol}): {_first(found)}")


async def _try(settings: Settings, broker: str) -> BrokerError | None:
    host, _, port = broker.rpartition(":")
    options: dict[str, Any] = {name: value for name, value in settings.kafka_options().items() if name != "bootstrap_servers"}
    try:
        connection = await create_conn(host.strip("[]"), int(port), request_timeout_ms=_TIMEOUT_MS, **options)
    except _AUTHENTICATION as error:
        return CredentialsError(
            f"Kafka at {broker} refuses the login {_user(settings)} ({settings.sasl_mechanism}; {PREFIX}SASL_USERNAME, "
            f"{PREFIX}SASL_PASSWORD, {PREFIX}SASL_MECHANISM): {_words(error)}"
        )
    except ssl.SSLCertVerificationError as error:
        return CredentialsError(f"the certificate of {broker} is not trusted ({PREFIX}TLS_CA_FILE): {error.verify_message}")
    except ssl.SSLError as error:
        return CredentialsError(f"TLS with {broker} failed ({PREFIX}SECURITY_PROTOCOL): {error.reason or _words(error)}")
    except (kafka.KafkaConnectionError, ConnectionResetError) as error:
        return BrokerError(f"{broker} hangs up: does {PREFIX}SECURITY_PROTOCOL {settings.security_protocol} fit? {_words(error)}")
    except TimeoutError:
        return BrokerError(f"{broker} does not answer within {_TIMEOUT_MS // 1000} s")
    except (OSError, kafka.KafkaError) as error:
        return BrokerError(f"{broker}: {_words(error)}")
    connection.close()
    return None


def _user(settings: Settings) -> str:
    return repr(settings.sasl_username) if settings.security_protocol.startswith("SASL") else "an anonymous client"


def _first(found: Iterable[BrokerError | None]) -> str:
    return "; ".join(dict.fromkeys(str(each) for each in found))[:400]


def _words(error: BaseException) -> str:
    return (" ".join(str(error).split()) or type(error).__name__)[:200]
