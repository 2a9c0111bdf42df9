"""What mechanisms declare, each in its own file, put together as one class."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field, fields, make_dataclass
from types import ModuleType
from typing import Any


def groups(kind: type, modules: Sequence[ModuleType]) -> Iterator[type]:
    """Yield the classes of a kind that modules define themselves, in order."""
    for module in modules:
        for found in vars(module).values():
            is_own = inspect.isclass(found) and found.__module__ == module.__name__
            if is_own and issubclass(found, kind):
                yield found


def put_together(
    name: str,
    kind: type,
    modules: Sequence[ModuleType],
    about: str,
    check: Callable[[Any], None] | None = None,
    **how: Any,
) -> type:
    """Return one dataclass with the fields of a kind and of all its groups in some modules.

    Args:
        name: Name of the class.
        kind: Class that the groups are derived from.
        modules: The mechanisms' modules; the class belongs to `sim.model.quarter`.
        about: Its docstring.
        check: Refuses what is wrong with an instance; the kind's own check if left out.
        how: Passed on to `dataclasses.make_dataclass`.

    Raises:
        ValueError: Two mechanisms declare the same name.
    """
    declared: dict[str, tuple[str, Any]] = {}
    for group in (kind, *groups(kind, modules)):
        own = inspect.get_annotations(group)
        for item in fields(group):
            if item.name not in own:
                continue
            if item.name in declared:
                first = declared[item.name][0]
                raise ValueError(f"{item.name}: declared in {first} and {group.__module__}")
            copy = field(default=item.default, metadata=item.metadata)
            declared[item.name] = group.__module__, (item.name, item.type, copy)
    namespace: dict[str, Any] = {"__doc__": about}
    check = check or getattr(kind, "__post_init__", None)
    if check is not None:
        namespace["__post_init__"] = check
    made = make_dataclass(
        name, [known for _, known in declared.values()], namespace=namespace, **how
    )
    made.__module__ = "sim.model.quarter"  # where pickle finds it; Python 3.12 sets its own
    return made


def listed(name: str, modules: Sequence[ModuleType]) -> list[Any]:
    """Return what all modules list under a name, in order; a module may list nothing."""
    return [item for module in modules for item in getattr(module, name, ())]
