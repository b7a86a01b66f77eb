"""USGS Mineral Commodity Summaries: world production, capacity and reserves, by edition.

The registry puts its parts together (`publishers/registry.py`).
"""
