"""HMRC's overseas trade statistics: bulk files by country of origin, a service by consignment.

The registry puts its parts together (`publishers/registry.py`).
"""
