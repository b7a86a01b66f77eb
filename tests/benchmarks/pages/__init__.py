"""The bench of the pages: how fast they are read (Lighthouse), whether their HTML is valid."""
