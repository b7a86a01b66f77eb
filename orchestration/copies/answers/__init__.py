"""Questions to a release and their answers as rows: one rule for terminal, agents and files.

Belongs here: the query behind each question, from released tables alone, and how a name, a list or
an edition that is typed is understood or refused.
Does not belong here: drawing (`cli`), protocols (`copies/agents`), any measure: every number stands
in a released table.

Every row of figures names its edition, its licence, the file and the row it was printed in, its
bounds where it has any, and in `excludes` what the world total leaves out.
"""
