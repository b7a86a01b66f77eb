"""Tools that know nothing of minerals, publishers or releases.

Belongs here: whole files, the writer's lock, progress, errors, secrets.
Does not belong here: anything that names a table, a publisher or a step.
"""
