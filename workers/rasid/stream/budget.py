"""A time budget for work that never waits."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType
from typing import ParamSpec, TypeVar

from rasid.errors import ExtractionTimeoutError

P = ParamSpec("P")
T = TypeVar("T")


class _OverBudgetError(BaseException):
    """Not an Exception, so that no `except Exception` on the way swallows it."""


class Budget:
    """Interrupts a synchronous call by SIGALRM, which Python code and its regexes notice within milliseconds.

    Only in the main thread, and only one at a time: the signal belongs to the process.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._armed = False
        signal.signal(signal.SIGALRM, self._expire)

    def run(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The call's result. Raises ExtractionTimeoutError if it is not there inside the budget."""
        self._armed = True
        # Repeated, in case a callback out of C code swallows the first one.
        signal.setitimer(signal.ITIMER_REAL, self.seconds, 0.1)
        try:
            return call(*args, **kwargs)
        except _OverBudgetError:
            raise ExtractionTimeoutError(f"not done after {self.seconds:g} s") from None
        finally:
            self._armed = False
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _expire(self, _signal: int, _frame: FrameType | None) -> None:
        if self._armed:
            raise _OverBudgetError
