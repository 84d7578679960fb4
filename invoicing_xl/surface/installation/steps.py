"""Steps that are all taken, or none: each knows how to take itself back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from invoicing_xl.model.errors import ClerkMessage, NotRestored
from invoicing_xl.surface.installation.machine import Registry

TakeBack = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Step:
    """``say`` is what it does, in words; ``take`` does it and returns what takes it back."""

    say: str
    take: Callable[[], TakeBack]


def take_all(steps: Sequence[Step]) -> None:
    """Take the steps in order. Where one fails, those before it are taken back, the last one first.

    ClerkMessage where a file or the registry refuses; NotRestored where taking back failed too.
    """
    taken: list[TakeBack] = []
    for step in steps:
        try:
            taken.append(step.take())
        except BaseException as error:
            _take_back(taken, error)
            if isinstance(error, OSError):
                raise _refused(step, error) from error
            raise


def _take_back(taken: list[TakeBack], failure: BaseException) -> None:
    try:
        for take_back in reversed(taken):
            take_back()
    except OSError:
        raise NotRestored from failure


def _refused(step: Step, error: OSError) -> ClerkMessage:
    return ClerkMessage(
        f"This did not work: {step.say} ({error.strerror or error}). Everything was put back as it was.",
        next_step="Close Excel and every window that shows the folder, and try again.",
    )


def make_folder(folder: Path) -> Step:
    def take() -> TakeBack:
        folder.mkdir(parents=True)
        return folder.rmdir

    return Step(f"make the folder {folder}", take)


def write_file(path: Path, write: Callable[[Path], object], say: str) -> Step:
    """``write`` makes the file beside, under another name; then it takes the place of what stands there."""

    def take() -> TakeBack:
        draft = path.with_name(f"~{path.name}")
        before = path.read_bytes() if path.exists() else None
        try:
            write(draft)
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        return lambda: path.unlink() if before is None else path.write_bytes(before)

    return Step(f"{say} {path}", take)


def remove_file(path: Path) -> Step:
    def take() -> TakeBack:
        before = path.read_bytes()
        path.unlink()
        return lambda: path.write_bytes(before)

    return Step(f"remove {path}", take)


def remove_folder(folder: Path) -> Step:
    """The folder goes if nothing else came to lie in it."""

    def take() -> TakeBack:
        if any(folder.iterdir()):
            return lambda: None
        folder.rmdir()
        return folder.mkdir

    return Step(f"remove the folder {folder} if it is empty", take)


def set_value(registry: Registry, key: str, name: str, text: str) -> Step:
    def take() -> TakeBack:
        before = registry.values(key).get(name)
        registry.set(key, name, text)
        if before is None:
            return lambda: registry.delete(key, name)
        return lambda: registry.set(key, name, str(before))

    return Step(f"set {name} = {text} in HKEY_CURRENT_USER\\{key}", take)


def delete_value(registry: Registry, key: str, name: str) -> Step:
    def take() -> TakeBack:
        before = registry.values(key)[name]
        registry.delete(key, name)
        return lambda: registry.set(key, name, str(before))

    return Step(f"remove {name} from HKEY_CURRENT_USER\\{key}", take)
