"""Types of arrays; a docstring gives the shape in brackets, such as [words, widths, classes]."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
