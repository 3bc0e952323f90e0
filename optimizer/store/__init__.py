"""Run folders: written whole or not at all, and checkable from their files alone."""
