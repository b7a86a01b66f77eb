"""How other programs reach a release: the file, hardened; a PostgreSQL copy; texts that say how.

Belongs here: the settings that lock a reader down, connection texts, copies for other servers.
Does not belong here: making a release (`release`), pages for people (`site`), drawing for
terminals (`cli`).
"""
