"""Press releases: what the publishers tell the press, with notes to editors and media contacts."""
