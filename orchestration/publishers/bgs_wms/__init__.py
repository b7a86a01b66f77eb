"""BGS World Mineral Statistics: one record per country, table and year, from pages or exports.

The registry puts its parts together (`publishers/registry.py`).
"""
