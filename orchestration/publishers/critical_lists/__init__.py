"""Lists of critical minerals: the printed lines of each list, in order.

Governments, not statistical offices, publish these lists, and each publishes a few. They print the
same thing, lines of names, and fill one raw table, so they share a folder: the United States
(`us_list.py`), the United Kingdom (`govuk.py`, `uk_documents.py`) and the European Union, whose
list comes by hand. Each list has its own terms in `facts.py`.

The registry puts its parts together (`publishers/registry.py`). Does not belong here: what a line
means in minerals (a seed), dates and citations of lists that ship (a seed).
"""
