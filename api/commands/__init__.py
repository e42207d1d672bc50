"""The commands of the command line, one module a subject.

Their modules are imported whenever `papergraph` starts, `papergraph --help` included; so what takes long to
import (spaCy, Strawberry, Uvicorn, the settings) is imported inside the commands that need it.
"""
