"""One module per kind of page: the released rows arranged as its template needs them.

Belongs here: choosing, ordering and naming rows.
Does not belong here: HTML (`templates`), texts (`labels`), measures.
"""
