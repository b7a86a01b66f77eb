"""A copy of a release in PostgreSQL, for servers and for many users. Off unless an address is set.

Belongs here: the whole way of one release into the server, in one transaction.
Does not belong here: when that happens (`assets/serving.py`, `cli`), how a release is made.

What readers may rely on: a transaction of theirs sees one release, whole, whatever happens
meanwhile. The copy is loaded into a staging schema; then, with every table of the old schema locked
for an instant, the old one is set aside and the new one takes its name. Until the commit nobody
sees anything, and a crash at any moment leaves what was there.
"""

from orchestration.copies.postgres.copied import Copied
from orchestration.copies.postgres.publish import copy_to_postgres

__all__ = ["Copied", "copy_to_postgres"]
