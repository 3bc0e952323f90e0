"""Coded errors of run folders."""

from optimizer.core.errors import code

RUN_EXISTS = code(
    "folder-exists",
    "What the command would write already exists.",
    "Name another folder; --force replaces empty folders and folders of the same kind, and nothing else.",
)
RUN_UNWRITABLE = code(
    "not-writable",
    "A file or folder cannot be written (permissions, a full disk, a path that is a file).",
    "Free space, or name a place you may write to; nothing was left behind.",
)
RUN_MISSING = code(
    "run-folder-missing",
    "The folder is not a run folder, or one of its files is missing.",
    "Name a folder that `optimizer solve` or `optimizer compare` wrote.",
)
RUN_FILE = code(
    "run-file-unreadable",
    "A file of a run folder cannot be read as what it should be.",
    "Restore the file, or run the scenario again.",
)
FILE_EXISTS = code(
    "file-exists",
    "A file that the command would write already exists.",
    "Name another file, or give --force.",
)
