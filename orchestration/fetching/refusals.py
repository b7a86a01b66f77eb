"""What a person reads when a publisher could not be read, and what to do about it.

Belongs here: the wording of every failure between a request and verified bytes.
Does not belong here: deciding what is a failure (`http.py`, `bodies.py`).
"""

from __future__ import annotations

from orchestration.ground.counted import counted
from orchestration.ground.errors import FetchError, RefusedError

DROP_FOLDER = (
    "download the file with a browser, put it into warehouse/drop with its name unchanged, and "
    "run `minerals refresh --live` again"
)
LATER = f"try later; if it stays so, {DROP_FOLDER}"

WAYS_OUT = {
    401: f"the publisher asks for a login; {DROP_FOLDER}",
    403: f"the publisher turns scripts away; {DROP_FOLDER}",
    404: "look on the publisher's page whether the edition was moved or withdrawn; "
    f"until then {DROP_FOLDER}",
    410: f"the publisher withdrew it; {DROP_FOLDER}",
    429: "the publisher was asked too often; wait an hour, and let only one machine fetch",
}


def bad_status(address: str, status: int) -> FetchError:
    """The publisher answered with an error."""
    return FetchError(
        "the publisher answered with an error",
        where=address,
        expected="HTTP status 200",
        found=f"HTTP status {status}",
        way_out=WAYS_OUT.get(status, LATER),
    )


def unreachable(address: str, reason: str) -> FetchError:
    """No answer came."""
    return FetchError(
        "the publisher could not be reached",
        where=address,
        expected="an answer",
        found=reason,
        way_out=f"check this machine's network and proxy settings; {LATER}. "
        "Without network, `minerals refresh` works on what is already here",
    )


def broken_body(address: str, expected: str, found: str) -> FetchError:
    """An answer came, but not all of it, or not what the publisher promised."""
    return FetchError(
        "the answer is not complete, or not the file that the publisher announced",
        where=address,
        expected=expected,
        found=found,
        way_out=LATER,
    )


def page_instead_of_data(address: str, opening: str) -> RefusedError:
    """A web page with status 200 where data is meant: a login, a browser check, a notice."""
    return RefusedError(
        "the publisher answered with a web page instead of data",
        where=address,
        expected="a data file or JSON",
        found=opening or "an HTML page",
        way_out=f"it is a login or a browser check; {DROP_FOLDER}",
    )


def too_large(address: str, limit: int) -> RefusedError:
    """More bytes than are let in; reading stopped there."""
    return RefusedError(
        "the answer is larger than is let in",
        where=address,
        expected=f"at most {limit:,} bytes after decompression",
        found="more; reading stopped at the limit and nothing was kept",
        way_out="look at the file in a browser; if it is genuine, raise MINERALS_MAX_FILE_BYTES",
    )


def other_host(address: str, host: str, allowed: frozenset[str]) -> RefusedError:
    """The address, or where the publisher redirects to, is not one of its known hosts."""
    return RefusedError(
        "the address is not on a host that this publisher is known to use",
        where=address,
        expected="one of " + ", ".join(sorted(allowed)),
        found=host,
        way_out="open the address in a browser; if the publisher moved, add the host to its "
        "connector in orchestration/publishers",
    )


def not_encrypted(address: str) -> RefusedError:
    """Plain http to a machine that is not this one."""
    return RefusedError(
        "the address is not encrypted",
        where=address,
        expected="https, or http on this machine only",
        found=address.split(":", 1)[0],
        way_out="write the base address with https",
    )


def too_many_redirects(address: str, count: int) -> FetchError:
    """The publisher sends in circles."""
    return FetchError(
        "the publisher redirects without end",
        where=address,
        expected=f"at most {counted(count, 'redirect')}",
        found="more",
        way_out=LATER,
    )


def strange_answer(address: str, expected: str, found: str) -> RefusedError:
    """Whole and readable, but not what this publisher is known to answer."""
    return RefusedError(
        "the publisher answered something else than it is known to",
        where=address,
        expected=expected,
        found=found,
        way_out="open the address in a browser; if the publisher changed its answers, its "
        f"connector in orchestration/publishers has to follow; until then {DROP_FOLDER}",
    )
