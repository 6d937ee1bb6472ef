"""The tests. Folders mirror the rooms; what concerns the whole site stands at the top."""
