"""Colors between xlwings (RGB tuples, "#RRGGBB", Excel's numbers) and LibreOffice (0xRRGGBB, -1 for none)."""

from __future__ import annotations

RGB = tuple[int, int, int]
NONE = -1


def to_calc(color: RGB | str | int | None) -> int:
    if color is None:
        return NONE
    if isinstance(color, str):
        return int(color.lstrip("#"), 16)
    if isinstance(color, int):  # Excel counts blue first
        return (color & 255) << 16 | color & 0xFF00 | color >> 16 & 255
    red, green, blue = color
    return red << 16 | green << 8 | blue


def to_rgb(color: int | None) -> RGB | None:
    if color is None or color < 0:
        return None
    return color >> 16 & 255, color >> 8 & 255, color & 255
