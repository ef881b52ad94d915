"""The acts, one file per desk. Importing this package declares them all, in the order of the files' names."""

import pkgutil
from importlib import import_module

for _found in pkgutil.iter_modules(__path__):
    import_module(f"{__name__}.{_found.name}")
