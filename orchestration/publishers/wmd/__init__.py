"""World Mining Data: production by country and year, as an extract or as the yearly workbook.

The registry puts its parts together (`publishers/registry.py`).
"""
