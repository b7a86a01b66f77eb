"""Worldwide Governance Indicators: six scores by country and year, as a table or as API pages.

The registry puts its parts together (`publishers/registry.py`).
"""
