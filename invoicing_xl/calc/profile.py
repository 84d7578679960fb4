"""The profile of a LibreOffice of our own: a folder with its settings, thrown away afterwards."""

from __future__ import annotations

from pathlib import Path

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
"""
_ITEM = """<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>
"""
_COMMON = "/org.openoffice.Office.Common"
_SETTINGS = (
    ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale", "en-US"),
    (f"{_COMMON}/Misc", "FirstRun", "false"),
    # A lock file that a crash left behind makes a later headless load return nothing, without a word.
    (f"{_COMMON}/Misc", "UseLocking", "false"),
    (f"{_COMMON}/Misc", "UseDocumentOOoLockFile", "false"),
    (f"{_COMMON}/Misc", "UseDocumentSystemFileLocking", "false"),
    (f"{_COMMON}/Save/Document", "CreateBackup", "false"),
    ("/org.openoffice.Office.Recovery/AutoSave", "Enabled", "false"),
    ("/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"),
)
_ALWAYS, _NEVER = "0", "1"


def write(folder: Path, *, macros: bool, recalculate: bool) -> None:
    """Settings for a profile in ``folder``.

    ``macros``: may a workbook's macros run. ``recalculate``: compute every formula when a workbook is opened,
    instead of showing the results it was saved with.
    """
    scripting, load = f"{_COMMON}/Security/Scripting", "/org.openoffice.Office.Calc/Formula/Load"
    settings = (
        *_SETTINGS,
        (scripting, "MacroSecurityLevel", "0" if macros else "3"),
        (scripting, "DisableMacrosExecution", "false" if macros else "true"),
        (load, "OOXMLRecalcMode", _ALWAYS if recalculate else _NEVER),
        (load, "ODFRecalcMode", _ALWAYS if recalculate else _NEVER),
    )
    items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in settings)
    (folder / "user").mkdir(parents=True)
    (folder / "user" / "registrymodifications.xcu").write_text(f"{_HEAD}{items}</oor:items>\n", "utf-8")
