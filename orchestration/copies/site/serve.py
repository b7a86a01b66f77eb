"""A server of the pages for one person, on this machine.

Belongs here: which folders are served under which address, types and headers that browsers need.
Does not belong here: making the pages (`build.py`); a server for the public (`deployment`).
"""

from __future__ import annotations

import gzip
import io
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from orchestration.ground.errors import AskedError

HOST = "127.0.0.1"  # it asks nobody who they are
_NOWHERE = "/nonexistent"
_TEXTS = (".css", ".html", ".js", ".json", ".txt", ".xml")


def new_server(site: Path, beside: Path | None, port: int) -> ThreadingHTTPServer:
    """A server that is ready to be run, with `serve_forever`.

    Args:
        site: folder of the pages, served as `/site/`.
        beside: the warehouse, whose `docs/` and `downloads/` the pages link to; None serves the
            pages alone.
        port: where it listens; 0 takes one that is free.

    Raises:
        AskedError: when the port is taken.
    """
    folders = {"site": site}
    if beside is not None:
        folders |= {name: beside / name for name in ("docs", "downloads")}
    try:
        return ThreadingHTTPServer((HOST, port), partial(_Pages, folders))
    except OSError as taken:
        raise AskedError(
            "The pages cannot be served at this port",
            where=f"{HOST}:{port}",
            found=taken.strerror or str(taken),
            way_out="name another with --port",
        ) from taken


class _Pages(SimpleHTTPRequestHandler):
    """Files of the named folders, with the types that browsers insist on."""

    # whatever the machine's own table says: WebAssembly and scripts are refused under another
    extensions_map = {  # noqa: RUF012 - the base class declares it so
        **SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css; charset=utf-8",
        ".csv": "text/csv; charset=utf-8",
        ".duckdb": "application/vnd.duckdb",
        ".gz": "application/gzip",
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json; charset=utf-8",
        ".parquet": "application/vnd.apache.parquet",
        ".txt": "text/plain; charset=utf-8",
        ".wasm": "application/wasm",
        ".xml": "application/xml",
    }

    def __init__(self, folders: dict[str, Path], *args: Any, **kwargs: Any) -> None:
        self._folders = folders
        super().__init__(*args, **kwargs)

    def send_head(self) -> Any:
        """What both GET and HEAD answer first; the body where there is one.

        Texts are packed, as by any server for the public; what the browser has may be unchanged.
        """
        if urlsplit(self.path).path in ("/", "/site"):
            self.send_response(302)
            self.send_header("Location", "/site/index.html")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        accepted = "gzip" in self.headers.get("Accept-Encoding", "")
        file = Path(self.translate_path(self.path))
        if not accepted or "If-Modified-Since" in self.headers or file.suffix not in _TEXTS:
            return super().send_head()
        try:
            text, written = file.read_bytes(), file.stat().st_mtime
        except OSError:  # none, or new pages are put in its place
            self.send_error(404)
            return None
        return self._packed(file, text, written)

    def _packed(self, file: Path, text: bytes, written: float) -> io.BytesIO:
        packed = gzip.compress(text, compresslevel=6, mtime=0)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(file))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(packed)))
        self.send_header("Last-Modified", self.date_time_string(int(written)))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return io.BytesIO(packed)

    def translate_path(self, path: str) -> str:
        """The file of an address: below one of the folders, or none."""
        name, _, rest = unquote(urlsplit(path).path).lstrip("/").partition("/")
        folder = self._folders.get(name)
        if folder is None or "\0" in rest:
            return _NOWHERE
        file = (folder / rest).resolve()
        return str(file) if file.is_relative_to(folder.resolve()) else _NOWHERE

    def list_directory(self, path: Any) -> None:
        """No lists of files."""
        self.send_error(404)

    def end_headers(self) -> None:
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is written of what is asked."""
