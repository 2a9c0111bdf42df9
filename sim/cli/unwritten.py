"""What to say when something cannot be written."""

from __future__ import annotations

import errno

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def cannot_write(error: Exception) -> str:
    """Return in a sentence what cannot be written, and what to do about it."""
    told = " ".join(str(error).split())
    if isinstance(error, OSError) and error.strerror:
        told = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    cause = error.__cause__ or error
    is_full = getattr(cause, "errno", None) in NO_ROOM or "No space left" in f"{told} {cause}"
    what = "make room" if is_full else "see what is in its place"
    return f"cannot write: {told}; {what} and start again"
