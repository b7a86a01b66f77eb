"""What a page may load and run: its content policy.

Belongs here: the policy of ordinary pages, that of the page of queries, the one script that stands
in the pages themselves.
Does not belong here: what a server adds (`serve.py`).
"""

from __future__ import annotations

import base64
import hashlib

# Before anything is drawn: neither another theme than the remembered one may flash, nor what the
# explorer shows without a choice where the address holds one.
THEME_SCRIPT = (
    'try{const t=localStorage.getItem("theme");if(t)document.documentElement.dataset.theme=t}'
    'catch{}document.documentElement.classList.add("js");'
    'if(location.hash.includes("="))document.documentElement.dataset.asked="yes"'
)
_OWN = "'self' file:"


def ordinary() -> str:
    """Its own style and script, nothing from anywhere else."""
    # Vega compiles its expressions
    return _policy(f"{_OWN} 'unsafe-eval'")


def of_queries() -> str:
    """As the others, but it runs WebAssembly, and compiles no script.

    Its worker is made from a blob and so has this policy: what a query names elsewhere stays there.
    """
    return _policy(f"{_OWN} 'wasm-unsafe-eval'") + "; worker-src blob:"


def _policy(scripts: str) -> str:
    # 'self' also lets an audit of search engines' rules read the host's robots.txt from a page
    digest = base64.b64encode(hashlib.sha256(THEME_SCRIPT.encode()).digest()).decode()
    return (
        f"default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; "
        f"form-action 'none'; style-src {_OWN} 'unsafe-inline'; "
        f"script-src {scripts} 'sha256-{digest}'"
    )
