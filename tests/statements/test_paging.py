"""No block of rows lies where a page may end."""

from hypothesis import given
from hypothesis import strategies as st

from invoicing_xl.model.plans import PrintSetup
from invoicing_xl.statements.paging import rows_on_a_page, uncut


@given(st.integers(1, 60), st.integers(1, 10), st.floats(30, 60), st.floats(0, 1))
def test_a_block_is_not_cut_wherever_the_pages_end(row: int, rows: int, least: float, where: float) -> None:
    most = least * 13 / 12
    start = uncut(row, rows, (least, most))
    on_a_page = int(least + where * (most - least))
    ends = {on_a_page + page * (on_a_page - 1) for page in range(20)}
    inside = range(start, start + rows - 1)
    assert start >= row
    assert not ends & set(inside)


def test_a_block_stays_where_it_is_if_it_fits_there_or_nowhere() -> None:
    assert uncut(10, 15, (40, 43)) == 10
    assert uncut(10, 60, (40, 43)) == 10


def test_wide_columns_make_a_page_hold_more_rows() -> None:
    narrow = rows_on_a_page([10] * 4, PrintSetup())
    wide = rows_on_a_page([30] * 10, PrintSetup(landscape=True))
    assert narrow == (734 / 15, 734 / 15)
    assert 40 < wide[0] < wide[1] < 80
