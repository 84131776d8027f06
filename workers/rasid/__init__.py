"""Rasid: casualty and diplomacy events from raw Arabic news, as a Kafka stream worker."""

__version__ = "0.1.0"
