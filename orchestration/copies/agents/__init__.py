"""The release as tools for agents: the Model Context Protocol, over standard input or local HTTP.

Belongs here: which tools there are, the shape of an answer, what is refused and what it would take.
Does not belong here: queries (`copies/answers`), SQL's limits (`copies/file/limited.py`).

The package `mcp` comes with the extra of that name; nothing else needs it.
"""
