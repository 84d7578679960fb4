"""Install and uninstall: first everything is looked at, then the steps are taken, all or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from invoicing_xl.model.errors import ClerkMessage
from invoicing_xl.surface.installation import addin, excel, steps
from invoicing_xl.surface.installation.machine import Machine
from invoicing_xl.surface.installation.record import Record, hash_of, read_record
from invoicing_xl.surface.installation.steps import Step

_FROM_PYTHON_ORG = (
    "Install Python from python.org, make a virtual environment with it, and install into that."
)


@dataclass(frozen=True)
class Done:
    """What was done, or in a dry run would be, step by step; ``left`` says what was left alone, and why."""

    steps: Sequence[str]
    left: Sequence[str] = ()


def addin_path(machine: Machine) -> Path:
    """Where the add-in belongs: Excel's own folder for this user's add-ins."""
    return machine.roaming / "Microsoft" / "AddIns" / addin.FILE_NAME


def record_path(machine: Machine) -> Path:
    return machine.local / "invoicing-xl" / "install.json"


def install(machine: Machine, *, dry_run: bool = False) -> Done:
    """Put the add-in into Excel, or a newer one in place of the one that install put there.

    ClerkMessage, and nothing done, where something is in the way.
    """
    version = _refuse_what_cannot_work(machine)
    former = read_record(record_path(machine)) or Record("")
    _refuse_foreign_files(addin_path(machine), former)
    planned = list(_steps(machine, version, former))
    if not dry_run:
        steps.take_all(planned)
    return Done([step.say for step in planned])


def _refuse_what_cannot_work(machine: Machine) -> str:
    """The version of Excel to install into."""
    refuse_open_excel(machine)
    interpreter = machine.interpreter
    if is_store_python(interpreter):
        raise ClerkMessage(
            "This Python comes from the Microsoft Store: Excel cannot start it.",
            where=str(interpreter),
            next_step=_FROM_PYTHON_ORG,
        )
    if not interpreter.is_file():
        raise ClerkMessage(
            "This Python is not to be found.", where=str(interpreter), next_step=_FROM_PYTHON_ORG
        )
    if not machine.can_spell(interpreter):
        raise ClerkMessage(
            "Windows cannot pass this path on to Excel: its code page lacks some of the letters.",
            where=str(interpreter),
            next_step=r"Install into a folder with a plain name, such as C:\Invoicing.",
        )
    stamp = addin.stamp_of(addin.source())
    if not stamp.fits:
        raise ClerkMessage(
            f"The add-in was built for invoicing-xl {stamp.version} with xlwings {stamp.xlwings}; "
            f"installed are {addin.installed('invoicing-xl')} and {addin.installed('xlwings')}.",
            next_step=addin.INSTALL_AGAIN,
        )
    version = excel.newest_version(machine.registry)
    if not version:
        raise ClerkMessage(
            "No Excel of yours was found on this computer.",
            next_step="Start Excel once, close it, and install again.",
        )
    return version


def refuse_open_excel(machine: Machine) -> None:
    """Excel keeps the file locked, and writes its list of add-ins anew when it ends."""
    path = addin_path(machine)
    if machine.excel_is_running() or path.with_name(f"~${path.name}").exists():
        raise ClerkMessage(
            "Excel is running.",
            next_step="Close all its windows and try again. If none is open, end it in the Task Manager.",
        )


def is_store_python(interpreter: Path) -> bool:
    """Whether Windows keeps that Python in a place of its own, which other programs do not see."""
    return "windowsapps" in str(interpreter).lower()


def _refuse_foreign_files(path: Path, former: Record) -> None:
    if path.exists() and not former.wrote(path):
        raise ClerkMessage(
            "There is an add-in that install did not put there, or that was changed since.",
            where=str(path),
            next_step="Move it somewhere else and install again.",
        )


def _steps(machine: Machine, version: str, former: Record) -> Iterator[Step]:
    path, record = addin_path(machine), record_path(machine)
    interpreter = str(machine.interpreter)
    dlls = list(_dlls_to_copy(machine))
    folders = [*_missing(path.parent), *_missing(record.parent)]
    for folder in folders:
        yield steps.make_folder(folder)
    yield steps.write_file(path, lambda draft: addin.write_copy(draft, interpreter), "write the add-in")
    for found, target in dlls:
        yield _copy(found, target)
    key = excel.options_key(version)
    values = machine.registry.values(key)
    entry = excel.entry_of(path)
    if not excel.listed(values, path):
        yield steps.set_value(machine.registry, key, excel.free_name(values), entry)

    def write_record(draft: Path) -> None:
        written = [path, *(target for _, target in dlls)]
        kept = {name: digest for name, digest in former.files.items() if Path(name).exists()}
        made = dict.fromkeys([*former.folders, *map(str, folders)])
        files = kept | {str(one): hash_of(one) for one in written}
        draft.write_bytes(
            Record(addin.installed("invoicing-xl"), files, tuple(made), version, entry).to_bytes()
        )

    yield steps.write_file(record, write_record, "write down what was done in")


def _missing(folder: Path) -> list[Path]:
    """The folders that must be made for this one to be there, the upper ones first."""
    return [one for one in reversed([folder, *folder.parents]) if not one.exists()]


def _copy(found: Path, target: Path) -> Step:
    return steps.write_file(
        target, lambda draft: draft.write_bytes(found.read_bytes()), "copy xlwings' DLL to"
    )


def dll_names() -> list[str]:
    """Excel takes the one of its own kind; the add-in cannot know which that is."""
    return [f"xlwings{bits}-{addin.installed('xlwings')}.dll" for bits in (64, 32)]


def missing_dlls(interpreter: Path) -> list[str]:
    """Those that the add-in would not find: it looks beside the interpreter, and in the folder above."""
    folders = (interpreter.parent, interpreter.parent.parent)
    return [name for name in dll_names() if not any((folder / name).is_file() for folder in folders)]


def _dlls_to_copy(machine: Machine) -> Iterator[tuple[Path, Path]]:
    """Where pip put them, and where the add-in looks; ClerkMessage where pip did not."""
    for name in missing_dlls(machine.interpreter):
        found = next((folder / name for folder in machine.data_folders if (folder / name).is_file()), None)
        if found is None:
            raise ClerkMessage(
                f"{name} is missing.",
                where=str(machine.interpreter.parent),
                next_step="Install it again: pip install --force-reinstall xlwings=="
                f"{addin.installed('xlwings')}. If a virus scanner has removed it, ask your IT to allow it.",
            )
        yield found, machine.interpreter.parent / name


def uninstall(machine: Machine, *, dry_run: bool = False) -> Done:
    """Take back what install did. What was changed since is left and named; what is gone is no failure."""
    record = read_record(record_path(machine))
    if record is None:
        raise ClerkMessage("Nothing is installed, so there is nothing to take back.")
    refuse_open_excel(machine)
    planned, left = list(_steps_back(machine, record)), list(_left(record))
    if not dry_run:
        steps.take_all(planned)
    return Done([step.say for step in planned], left)


def _steps_back(machine: Machine, record: Record) -> Iterator[Step]:
    yield from _steps_out_of_the_list(machine, excel.options_key(record.excel))
    for path in map(Path, record.files):
        if record.wrote(path):
            yield steps.remove_file(path)
    yield steps.remove_file(record_path(machine))
    for folder in map(Path, reversed(record.folders)):
        if folder.is_dir():
            yield steps.remove_folder(folder)


def _steps_out_of_the_list(machine: Machine, key: str) -> Iterator[Step]:
    """Excel reads its list up to the first gap: whoever follows moves up."""
    values = dict(machine.registry.values(key))
    while names := excel.listed(values, addin_path(machine)):
        places = [names[0], *excel.after(values, names[0])]
        for place, following in pairwise(places):
            yield steps.set_value(machine.registry, key, place, str(values[following]))
            values[place] = values[following]
        yield steps.delete_value(machine.registry, key, places[-1])
        del values[places[-1]]


def _left(record: Record) -> Iterator[str]:
    for path in map(Path, record.files):
        if not path.exists():
            yield f"{path} was gone already."
        elif not record.wrote(path):
            yield f"{path} was changed since it was installed, so it was left there."
