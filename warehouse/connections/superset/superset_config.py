"""Settings of the local Superset: one reader's machine, no request to anywhere, nothing half open.

Belongs here: what Superset reads at its start. Does not belong here: secrets (they are made in the
folder `MINERALS_SUPERSET_HOME` and stay there) and the connection to the warehouse (the bundle's).
"""

import os
from pathlib import Path
from typing import Any

HOME = Path(os.environ["MINERALS_SUPERSET_HOME"]).resolve()

# Sessions and stored passwords are signed with it: `manage.py prepare` makes it once per home.
SECRET_KEY = (HOME / "secret_key").read_text().strip()
SQLALCHEMY_DATABASE_URI = f"sqlite:///{HOME / 'superset.db'}"
SQLALCHEMY_TRACK_MODIFICATIONS = False

APP_NAME = "Critical minerals"
ROW_LIMIT = 10_000
# Figures change by release, and DuckDB answers in milliseconds: a cache would only show old ones.
DATA_CACHE_CONFIG: dict[str, Any] = {"CACHE_TYPE": "NullCache"}
CACHE_CONFIG: dict[str, Any] = {"CACHE_TYPE": "NullCache"}
_FILES: dict[str, Any] = {
    "CACHE_TYPE": "FileSystemCache",
    "CACHE_DIR": str(HOME / "state"),
    "CACHE_THRESHOLD": 10_000,
}
FILTER_STATE_CACHE_CONFIG = {**_FILES, "CACHE_DEFAULT_TIMEOUT": 30 * 86_400}
EXPLORE_FORM_DATA_CACHE_CONFIG = {**_FILES, "CACHE_DEFAULT_TIMEOUT": 86_400}
RATELIMIT_ENABLED = True
RATELIMIT_STORAGE_URI = "memory://"


def DB_CONNECTION_MUTATOR(uri: Any, params: dict[str, Any], *_: Any) -> tuple[Any, dict[str, Any]]:
    """Open each query on the served release's own path.

    DuckDB keeps one file for one path and process while any connection is open, so the path that
    stays the same would show the release of Superset's start.
    """
    served = Path(uri.database or "")
    pointer = served.parent / "releases" / "current"
    if uri.drivername.startswith("duckdb") and pointer.is_file():
        release = pointer.parent / pointer.read_text().strip() / served.name
        if release.is_file():
            return uri.set(database=str(release)), params
    return uri, params


# Nothing of a page may come from, or go to, another machine; usage counters and map tiles neither.
_SELF = ["'self'"]
TALISMAN_ENABLED = True
TALISMAN_CONFIG: dict[str, Any] = {
    "content_security_policy": {
        "base-uri": _SELF,
        "default-src": _SELF,
        "img-src": [*_SELF, "blob:", "data:"],
        "worker-src": [*_SELF, "blob:"],
        "connect-src": _SELF,
        "object-src": "'none'",
        "style-src": [*_SELF, "'unsafe-inline'"],
        "script-src": [*_SELF, "'strict-dynamic'"],
        "frame-ancestors": _SELF,
    },
    "content_security_policy_nonce_in": ["script-src"],
    "force_https": False,  # it listens on 127.0.0.1 only
    "session_cookie_secure": False,
}
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
WTF_CSRF_ENABLED = True

# No sign-up and no anonymous reader: one administrator, made by `manage.py prepare`.
AUTH_USER_REGISTRATION = False
PUBLIC_ROLE_LIKE: str | None = None
FEATURE_FLAGS = {
    "ALERT_REPORTS": False,
    "DYNAMIC_PLUGINS": False,
    "EMBEDDED_SUPERSET": False,
    "ENABLE_TEMPLATE_PROCESSING": False,
    "DASHBOARD_VIRTUALIZATION": True,
}
