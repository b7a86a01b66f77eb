"""The scale bench of trade: generated flows, our models, the same by hand, other engines."""
