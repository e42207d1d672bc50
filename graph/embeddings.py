"""How stores keep the embedding of a paper: in half precision, whose rounding no ranking notices.

`PaperVectors`, all of them at once, is in `graph.vectors`, since that needs NumPy.
"""

import struct
from collections.abc import Sequence

Embedding = tuple[float, ...]
_BYTES = 2


def packed(embedding: Sequence[float]) -> bytes:
    """Return the values in half precision (IEEE 754 binary16, little-endian), two bytes each."""
    return struct.pack(f"<{len(embedding)}e", *embedding)


def unpacked(vector: bytes) -> Embedding:
    """Return what `packed` wrote."""
    return struct.unpack(f"<{len(vector) // _BYTES}e", vector)


def rounded(embedding: Sequence[float]) -> Embedding:
    """Return the values as they are after they were kept."""
    return unpacked(packed(embedding))
