"""Critical Minerals Dataset: mining and refining by country, one modelled year and a base case.

The registry puts its parts together (`publishers/registry.py`).
"""
