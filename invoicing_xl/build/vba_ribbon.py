"""The ribbon, made from the table of commands: ``customUI14.xml`` and the module its buttons call."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from invoicing_xl.surface.commands import COMMANDS, GROUPS, TAB_KEYTIP, TAB_LABEL, Command, buttons

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
MODULE = "InvRibbon"

ICONS = frozenset(
    {
        "ApplicationOptionsDialog",
        "AutoCorrect",
        "ClearFormats",
        "ConditionalFormattingHighlightDateOccuring",
        "DataValidation",
        "ErrorChecking",
        "FileSaveAsPdfOrXps",
        "Help",
        "OutlineSubtotals",
        "ReplaceDialog",
        "ReviewNextComment",
        "SheetInsert",
        "TableExportMenu",
        "TableInsertExcel",
        "Thesaurus",
        "Undo",
    }
)
"""Names that stand in each of Microsoft's lists for Excel 2013 to 365 (``excelcontrols.xlsx`` of
github.com/OfficeDev/office-fluent-ui-command-identifiers). A wrong name leaves a button without a picture."""


def xml(label: str = TAB_LABEL) -> str:
    """The ribbon part: one tab, a group for each of ``GROUPS``, a button for each command in it."""
    tab = _attributes(id="inv_tab", label=label, keytip=TAB_KEYTIP, insertAfterMso="TabData")
    lines = [
        "<?xml version='1.0' encoding='UTF-8'?>",
        f'<customUI xmlns="{NAMESPACE}">',
        "  <ribbon>",
        "    <tabs>",
        f"      <tab{tab}>",
        *(line for group in GROUPS for line in _group(group)),
        "      </tab>",
        "    </tabs>",
        "  </ribbon>",
        "</customUI>",
    ]
    return "".join(line + "\n" for line in lines)


def module() -> str:
    """A Sub for each button. What it does is fixed in its text, whatever the control says."""
    subs = "".join(
        f'\nPublic Sub {callback(one)}(control As IRibbonControl)\n    InvShell.Press "{one.id}"\nEnd Sub\n'
        for one in COMMANDS
        if one.group
    )
    return (
        f'Attribute VB_Name = "{MODULE}"\n'
        "Option Explicit\n"
        "\n"
        '\' Made by "invoicing-xl build" from invoicing_xl/surface/commands.py: change it there.\n'
        f"{subs}"
    )


def callback(command: Command) -> str:
    """The Sub of a button: OnCheckRows for check_rows."""
    return "On" + "".join(word.capitalize() for word in command.id.split("_"))


def _group(group: str) -> list[str]:
    return [
        f"        <group{_attributes(id=f'inv_group_{group.lower()}', label=group)}>",
        *(f"          <button{_button(one)}/>" for one in buttons(group)),
        "        </group>",
    ]


def _button(one: Command) -> str:
    return _attributes(
        id=f"inv_{one.id}",
        label=one.label,
        imageMso=one.icon,
        size="large" if one.large else "normal",
        keytip=one.keytip,
        screentip=one.screentip,
        supertip=one.tip,
        onAction=f"{MODULE}.{callback(one)}",
        tag=one.id,
    )


def _attributes(**values: str) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in values.items())
