"""Secrets: read from the environment or from a file at the moment of use, never shown to anyone.

Belongs here: reading a secret, listing the ones that are set, and blotting them out of a text.
Does not belong here: who needs one (`notify`, `copies`) and how it is used there.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from pydantic import SecretStr
from pydantic_settings import BaseSettings

from orchestration.ground.errors import AskedError

BLOT = "***"
_SHORTEST = 4  # a shorter secret would blot out ordinary words
_SHORTEST_TOKEN = 8
_PIECES = re.compile(r"[/@?&=#;]")
_PASSWORD = re.compile(r"password\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:\\.|[^\s'\\])+))", re.IGNORECASE)
_BEHIND = re.compile(r"[?#;](.*)$", re.DOTALL)
_VALUES = re.compile(r"[?&#;]")
_SECRET_OPTION = re.compile("pass|secret|token", re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)")


def read_secret(value: SecretStr | None, file: Path | None, setting: str) -> str | None:
    """The secret of a setting: its own value, otherwise the first line of its file.

    Args:
        value: what the environment variable holds.
        file: where the `_FILE` variable points.
        setting: the variable's name, for the error; the secret itself is never shown.
    """
    if value is not None and value.get_secret_value():
        return value.get_secret_value()
    if file is None:
        return None
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AskedError(
            "A secret's file cannot be read",
            where=f"{setting}_FILE={file}",
            expected="a text file with the secret on one line, readable by this user",
            found=type(error).__name__,
            way_out="correct the path or the file's permissions, or unset the variable",
        ) from None
    return text.splitlines()[0].strip() if text else None


def known_secrets(settings: BaseSettings) -> list[str]:
    """Every secret that these settings hold, longest first; files that cannot be read are none."""
    found: set[str] = set()
    for name in type(settings).model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            found.add(value.get_secret_value())
            file = getattr(settings, f"{name}_file", None)
        elif name.endswith("_file") and name.removesuffix("_file") in type(settings).model_fields:
            file = value
        else:
            continue
        found.add(_quietly(file))
    return sorted((s for s in found if len(s) >= _SHORTEST), key=len, reverse=True)


def blotted(settings: BaseSettings, text: str) -> str:
    """A text without any secret of these settings, whole or in part."""
    parts = {part for secret in known_secrets(settings) for part in parts_of(secret)}
    for part in sorted(parts, key=len, reverse=True):
        text = text.replace(part, BLOT)
    return text


def parts_of(secret: str) -> set[str]:
    """What of a secret must not be shown by itself: an address's password, a webhook's token.

    Whatever stands between the name and the last `@` of an address is the password, for an address
    with `/` or `@` in its password is one that programs read otherwise and complain about in parts.
    Where the address of a web service has a name alone, that is the token; so is every value behind
    `?`, `;` or `#`. A database has names of users and options there, words that texts need. Each
    part counts as it is written and as it is meant.
    """
    found = {secret}
    if "://" in secret:
        scheme, _, authority = secret.partition("://")
        is_web = scheme.lower().startswith("http")
        if "@" in authority:
            name, colon, password = authority.rpartition("@")[0].partition(":")
            found |= {name if is_web and not colon else password, *_PIECES.split(password)}
        found |= {part for part in _PIECES.split(authority) if _is_token(part)}
        behind = _BEHIND.search(authority)
        options = [each.rpartition("=") for each in _VALUES.split(behind[1] if behind else "")]
        found |= {
            value
            for option, _, value in options
            if is_web or not option or _SECRET_OPTION.search(option)
        } - _ORDINARY
    for match in _PASSWORD.finditer(secret):
        quoted, bare = match.groups()
        found |= {bare or quoted, _ESCAPED.sub(r"\1", bare or quoted)}
    found |= {unquote(part) for part in found}
    return {part for part in found if len(part) >= _SHORTEST}


_ORDINARY = {"require", "prefer", "disable", "verify-full", "verify-ca", "true", "false"}
"""Values of options that hide nothing, and that texts need."""


def _is_token(part: str) -> bool:
    """Whether a part of an address looks made up by a machine: no word, long, mixed.

    A host has dots too, but neither capitals nor, among its longest labels, digits.
    """
    if len(part) < _SHORTEST_TOKEN:
        return False
    is_mixed = any(c.isdigit() for c in part) or (part.lower() != part != part.upper())
    return is_mixed and ("." not in part or part.lower() != part)


def _quietly(file: Path | None) -> str:
    try:
        return read_secret(None, file, "") or ""
    except AskedError:
        return ""
