"""UN Comtrade: what each country reports of its own trade; never shipped, off unless switched on.

The registry puts its parts together (`publishers/registry.py`).
"""
