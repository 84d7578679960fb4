"""Every command of the product as data.

The ribbon XML, the VBA ribbon module, the help of the command line and the README's tables are made from
this one table; ``surface/buttons.py`` says which function does each.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One button, one command of the command line, or both.

    ``label``, ``screentip`` and ``supertip`` are what a clerk reads; ``supertip`` says what it does,
    ``changes`` what it changes ("" is nothing). ``icon`` is a name of Office's own list (imageMso).
    ``large`` is the one thing its group is for. ``usage`` is the line to type after ``invoicing-xl``,
    "" where there is none, and ``typed`` what it does there, with its options. A command without a ``group``
    has no button.
    """

    id: str
    group: str
    label: str
    screentip: str
    supertip: str
    changes: str
    keytip: str = ""
    icon: str = ""
    large: bool = False
    usage: str = ""
    typed: str = ""

    @property
    def tip(self) -> str:
        """What it does and what it changes, in one text."""
        return f"{self.supertip} {self.changes or 'Changes nothing.'}"

    @property
    def word(self) -> str:
        """The word to type after ``invoicing-xl``."""
        return self.usage.partition(" ")[0]


TAB_LABEL = "Invoicing"
TAB_KEYTIP = "Y1"
GROUPS = ("Check", "Correct", "Statements", "Help")

COMMANDS: tuple[Command, ...] = (
    Command(
        id="check_rows",
        group="Check",
        label="Check rows",
        screentip="Check the rows of this workbook",
        supertip="Finds wrong amounts, dates, numbers, duplicates and gaps, and lists them on Findings.",
        changes=(
            "Writes the sheet Findings, and what you gave a reason for there to Invoicing setup; your cells "
            "stay as they are, unless Settings has them marked."
        ),
        keytip="C",
        icon="DataValidation",
        large=True,
        usage="check BOOK",
        typed="Says what is wrong; with --write or --output FILE also on a sheet Findings.",
    ),
    Command(
        id="next_finding",
        group="Check",
        label="Next finding",
        screentip="Go to the next finding",
        supertip="Selects the next cell with a finding, and says what is wrong there.",
        changes="",
        keytip="N",
        icon="ReviewNextComment",
    ),
    Command(
        id="clear_marks",
        group="Check",
        label="Clear marks",
        screentip="Take the marks of the check away",
        supertip="Takes the marks off the cells, which look as before, and removes the sheet Findings.",
        changes="Removes what Check rows added.",
        keytip="M",
        icon="ClearFormats",
    ),
    Command(
        id="understand_columns",
        group="Check",
        label="Understand columns",
        screentip="See which column was understood as what",
        supertip="Lists sheets and columns with the field each was taken for, and why. Change it there.",
        changes="Writes the sheet Invoicing setup.",
        keytip="O",
        icon="TableInsertExcel",
        usage="setup BOOK",
        typed=(
            "Says which sheet and column was understood as what, and why; --write puts that on "
            "Invoicing setup, where you can change it."
        ),
    ),
    Command(
        id="apply_safe",
        group="Correct",
        label="Apply safe",
        screentip="Apply the safe corrections",
        supertip="Applies every correction that cannot change a meaning: spaces, numbers kept as text.",
        changes="Changes cells, each recorded on Change log; Undo last takes them back.",
        keytip="S",
        icon="AutoCorrect",
        large=True,
        usage="correct BOOK",
        typed=(
            "Applies all corrections that cannot change a meaning; --ticked those ticked on Findings, "
            "--rule CODE those of a rule; --dry-run only says what it would do."
        ),
    ),
    Command(
        id="apply_ticked",
        group="Correct",
        label="Apply ticked",
        screentip="Apply what is ticked on Findings",
        supertip="Applies the corrections that have an x in the column Apply of the sheet Findings.",
        changes="Changes cells, each recorded on Change log; Undo last takes them back.",
        keytip="T",
        icon="ReplaceDialog",
    ),
    Command(
        id="undo_last",
        group="Correct",
        label="Undo last",
        screentip="Take the last corrections back",
        supertip="Gives the cells of the last batch on Change log their former contents, also after sorting "
        "or saving. A cell that was changed since is left alone, and named.",
        changes="Changes cells back; Change log says so.",
        keytip="U",
        icon="Undo",
        usage="undo BOOK",
        typed="Takes the last batch of corrections back, or --batch ID of the Change log.",
    ),
    Command(
        id="change_log",
        group="Correct",
        label="Change log",
        screentip="Show the Change log",
        supertip="Shows who changed which cell when, from what to what, by which rule.",
        changes="",
        keytip="L",
        icon="OutlineSubtotals",
    ),
    Command(
        id="this_customer",
        group="Statements",
        label="This customer",
        screentip="Statement of the selected customer",
        supertip="Makes the statement of the customer in whose row you stand.",
        changes="Writes a statement sheet and the sheet Statements.",
        keytip="I",
        icon="SheetInsert",
    ),
    Command(
        id="all_customers",
        group="Statements",
        label="All customers",
        screentip="Statements of all customers",
        supertip="Makes a statement for each customer with something open, and proves that they tie out.",
        changes="Writes statement sheets and the sheet Statements.",
        keytip="A",
        icon="TableExportMenu",
        large=True,
        usage="statements BOOK --as-of DATE",
        typed=(
            "Writes a statement sheet for each customer, and the sheet Statements, their index; "
            "--kind balance-forward --from DATE, --customer ID; --pdf FOLDER also saves each as a PDF."
        ),
    ),
    Command(
        id="aging",
        group="Statements",
        label="Aging",
        screentip="Who owes what, and for how long",
        supertip="Sums the open amounts of each customer by days past due.",
        changes="Writes the sheet Aging.",
        keytip="G",
        icon="ConditionalFormattingHighlightDateOccuring",
        usage="aging BOOK --as-of DATE",
        typed="Writes the sheet Aging; --basis due or document, --buckets 30,60,90.",
    ),
    Command(
        id="save_pdf",
        group="Statements",
        label="Save as PDF",
        screentip="Save the statements as PDF",
        supertip="Saves each statement sheet as a PDF of its own, in a folder beside the workbook.",
        changes="Writes files; the workbook stays as it is.",
        keytip="P",
        icon="FileSaveAsPdfOrXps",
    ),
    Command(
        id="settings",
        group="Help",
        label="Settings",
        screentip="Settings of this workbook",
        supertip="Shows Invoicing setup: letterhead, currency, paper, buckets, and the rules that are on.",
        changes="Writes the sheet Invoicing setup where there is none.",
        keytip="E",
        icon="ApplicationOptionsDialog",
    ),
    Command(
        id="rules",
        group="Help",
        label="Rules",
        screentip="What is checked",
        supertip="Explains the rule of the finding you stand on, or lists all rules.",
        changes="",
        keytip="R",
        icon="Thesaurus",
        usage="rules [CODE]",
        typed="Lists the rules, or shows one rule's page.",
    ),
    Command(
        id="test_installation",
        group="Help",
        label="Test installation",
        screentip="Test the installation",
        supertip="Looks at Python, the add-in, versions and folders, and says how to fix what is wrong.",
        changes="",
        keytip="X",
        icon="ErrorChecking",
        usage="doctor",
        typed="Looks at Python, the add-in, versions and folders, and says how to fix what is wrong.",
    ),
    Command(
        id="help",
        group="Help",
        label="Help",
        screentip="How to begin",
        supertip="Says in a few lines what each button does and where to begin.",
        changes="",
        keytip="H",
        icon="Help",
        large=True,
    ),
    Command(
        id="demo",
        group="",
        label="Demo",
        screentip="The main job on the demo workbook",
        supertip="Checks, corrects and makes statements and an aging on a copy of the demo workbook.",
        changes="Writes the folder invoicing-demo.",
        usage="demo [FOLDER]",
        typed="Checks, corrects and makes statements on a copy of the demo workbook.",
    ),
    Command(
        id="install",
        group="",
        label="Install",
        screentip="Put the add-in into Excel",
        supertip="Copies the add-in into your own Excel folders and adds it to Excel's list of add-ins.",
        changes="Writes the add-in and one entry of your own Excel settings; uninstall takes both back.",
        usage="install",
        typed="Puts the add-in into your own Excel; --dry-run only says each step.",
    ),
    Command(
        id="uninstall",
        group="",
        label="Uninstall",
        screentip="Take the add-in out of Excel",
        supertip="Takes back exactly what install did.",
        changes="Removes the add-in and its entry.",
        usage="uninstall",
        typed="Takes back exactly what install did; --dry-run only says each step.",
    ),
    Command(
        id="build",
        group="",
        label="Build",
        screentip="Build the add-in from its sources",
        supertip="Makes invoicing.xlam and demo.xlsm from text, without Excel.",
        changes="Writes workbooks/ and vba/ of a checkout.",
        usage="build",
        typed="Makes the add-in and the demo workbook with macros from their sources, in a checkout.",
    ),
)


def command(command_id: str) -> Command:
    """The command of that id. Raises KeyError where there is none."""
    return {one.id: one for one in COMMANDS}[command_id]


def buttons(group: str) -> tuple[Command, ...]:
    """The commands with a button in that group, in order."""
    return tuple(one for one in COMMANDS if one.group == group)
