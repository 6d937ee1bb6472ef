"""News by e-mail: asked for, confirmed, told once, corrected, stopped and erased."""
