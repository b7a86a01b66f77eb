"""The code location: everything that turns publishers' files into a gated release.

A room imports only from rooms before it, and `make lint` checks that:

    ground → settings → notify → fetching → publishers → landing → build → gates → release
    → copies → upkeep → steps → cli, and definitions, which puts the steps together

Meaning (units, countries, minerals, measures) lives in the dbt project, not here.
"""
