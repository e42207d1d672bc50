"""Answers that are kept while the store stays as it is: `KeptAnswers`."""

from collections import OrderedDict
from threading import Lock

from graph.selection import Question


class KeptAnswers:
    """Answers of one revision, those that were asked for last, up to so many bytes. Any thread may use it."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._bytes, self._revision = 0, -1
        self._answers: OrderedDict[Question, bytes] = OrderedDict()
        self._lock = Lock()

    def find(self, question: Question, revision: int) -> bytes | None:
        """Return what was answered at this revision, None where nothing is kept."""
        with self._lock:
            if revision != self._revision or question not in self._answers:
                return None
            self._answers.move_to_end(question)
            return self._answers[question]

    def keep(self, question: Question, revision: int, answer: bytes) -> None:
        """Keep an answer, unless it alone would take a quarter of the room; those of an earlier revision, and
        those that were not asked for in the longest time, go."""
        with self._lock:
            if revision > self._revision:
                self._answers.clear()
                self._bytes, self._revision = 0, revision
            if revision < self._revision or 4 * len(answer) > self._most:
                return
            self._bytes += len(answer) - len(self._answers.pop(question, b""))
            self._answers[question] = answer
            while self._bytes > self._most:
                self._bytes -= len(self._answers.popitem(last=False)[1])
