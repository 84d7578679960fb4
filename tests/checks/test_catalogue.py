"""The catalogue finds every rule, and each has a page."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from invoicing_xl import checks
from invoicing_xl.checks import catalogue
from invoicing_xl.checks.catalogue import SECTIONS, Rule, missing, rules
from invoicing_xl.model.fields import FIELDS
from tests.checks.case_file import read_case_file

EXPECTED = (
    "AMT-01 AMT-03 AMT-04 AMT-05 AMT-06 AMT-08 AMT-10 CUS-01 CUS-02 DAT-01 DAT-02 DAT-03 DUP-01 DUP-02 "
    "DUP-03 FMT-01 FMT-02 FMT-04 FMT-05 FMT-06 FMT-07 FMT-08 FMT-10 FMT-11 IDN-01 IDN-02 PAY-01 PAY-02 "
    "SEQ-01 TAX-02"
).split()


def test_all_thirty_rules_are_found_in_the_order_of_their_codes() -> None:
    assert [rule.code for rule in rules()] == EXPECTED


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_a_rule_says_what_a_clerk_reads(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}-\d\d", rule.code)
    assert rule.page.summary.endswith(".")
    assert tuple(rule.page.sections) == SECTIONS
    assert all(text.endswith(".") for text in rule.page.sections.values())
    needs = [*rule.needs, *(need for needs in rule.needs_tables.values() for need in needs)]
    names = [name for need in needs for name in ([need] if isinstance(need, str) else need)]
    assert set(names) <= set(FIELDS)


@pytest.fixture
def family(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of rules that only this test sees."""
    (tmp_path / "passing" / "__init__.py").parent.mkdir()
    (tmp_path / "passing" / "__init__.py").write_text("")
    monkeypatch.setattr(checks, "__path__", [*checks.__path__, str(tmp_path)])
    rules.cache_clear()
    yield tmp_path / "passing"
    rules.cache_clear()
    for name in [name for name in sys.modules if name.startswith("invoicing_xl.checks.passing")]:
        del sys.modules[name]


RULE = '''"""{page}"""
CODE, TITLE, KINDS, NEEDS = "{code}", "Anything", ("items",), ()


def check(rows, facts):
    yield from ()
'''
PAGE = "Title.\n\n" + "\n\n".join(f"{section}\n    Text." for section in SECTIONS)


def test_a_new_module_in_a_family_is_a_rule_and_one_without_a_code_is_not(family: Path) -> None:
    (family / "a_rule.py").write_text(RULE.format(page=PAGE, code="AAA-01"))
    (family / "shared.py").write_text("VALUE = 1\n")
    assert [rule.code for rule in rules()] == ["AAA-01", *EXPECTED]


def test_two_rules_with_one_code_are_refused(family: Path) -> None:
    (family / "a_rule.py").write_text(RULE.format(page=PAGE, code="FMT-01"))
    with pytest.raises(ValueError, match="one code"):
        rules()


def test_a_rule_without_its_whole_page_is_refused(family: Path) -> None:
    (family / "a_rule.py").write_text(RULE.format(page=PAGE.replace("Stays silent", "Silent"), code="AAA-01"))
    with pytest.raises(ValueError, match="the page of"):
        rules()


def test_missing_names_what_would_do(tmp_path: Path) -> None:
    path = tmp_path / "case.md"
    path.write_text(
        "# X-01 X\n\n## Case\n\n### Sheet (invoices)\n\n| | A |\n|-|-|\n| 1 | Net amount |\n| 2 | 1 |\n\n"
        "**Finds nothing**\n"
    )
    table = read_case_file(path).cases[0].sheets[0]
    assert missing(table, ("date", ("customer", "customer_name"), ("gross", "net"))) == [
        "Document date",
        "Customer ID or Customer name",
    ]
    assert catalogue.missing(table, ("net",)) == []
