"""Everything that is wrong with a set of files, collected and raised at once.

Belongs here: the collector and the error it raises.
Does not belong here: rules about what is wrong; those stand in the parsers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from orchestration.ground.counted import counted
from orchestration.ground.errors import LayoutError, SourceError

MAX_PRINTED = 20


class SourceProblems(SourceError):
    """Several problems of one set of files; `problems` holds each as its own error."""

    def __init__(self, problems: Sequence[SourceError]) -> None:
        """Print the first problems in full and count the rest."""
        self.problems = tuple(problems)
        shown = [str(problem) for problem in self.problems[:MAX_PRINTED]]
        hidden = len(self.problems) - len(shown)
        if hidden > 0:
            shown.append(f"... and {hidden} more of the same set of files")
        count = len(self.problems)
        super().__init__(
            f"{counted(count, 'problem')} in the publishers' files\n" + "\n".join(shown)
        )


class Problems:
    """Collects errors while files are parsed, so that one run reports all of them."""

    def __init__(self) -> None:
        """Start with nothing found."""
        self._found: list[SourceError] = []

    def __len__(self) -> int:
        """How many problems were found."""
        return len(self._found)

    def add(self, problem: SourceError) -> None:
        """Remember one problem and go on."""
        if isinstance(problem, SourceProblems):
            self._found.extend(problem.problems)
        else:
            self._found.append(problem)

    def layout(self, what: str, *, where: str, expected: str, found: str, way_out: str) -> None:
        """Remember a file whose shape is not what the parser knows."""
        self.add(LayoutError(what, where=where, expected=expected, found=found, way_out=way_out))

    @contextmanager
    def collecting(self) -> Iterator[None]:
        """Catch the source errors of one step, so that the next step still runs."""
        try:
            yield
        except SourceError as problem:
            self.add(problem)

    def raise_if_any(self) -> None:
        """Fail with everything found: one problem as itself, several as one error."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise SourceProblems(self._found)
