"""Regional units, shared services and national bodies: what is run together, and who takes part."""
