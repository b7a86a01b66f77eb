"""Tests of the dbt project that need a database: faults that stop a build, and figures as built."""
