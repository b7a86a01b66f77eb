"""CEPII BACI: reconciled trade between countries by HS code, as zip archives, CSV or Parquet.

The registry puts its parts together (`publishers/registry.py`).
"""
