"""Numbers of things in words."""


def counted(count: int, noun: str) -> str:
    """Write a number with its noun, in the plural unless it is one: ``1 route``, ``1,200 routes``.

    Parameters
    ----------
    count
        How many.
    noun
        In the singular; the plural adds an s, and turns a y after a consonant into ies.
    """
    if count == 1:
        return f"1 {noun}"
    ends_in_y = noun.endswith("y") and noun[-2:-1] not in "aeiou"
    return f"{count:,} {f'{noun[:-1]}ies' if ends_in_y else f'{noun}s'}"
