"""What is drawn on a sheet: shapes, pictures and charts, and where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from xlwings import base_classes

from invoicing_xl.calc import bridge, measures
from invoicing_xl.calc.bridge import UnoObject
from invoicing_xl.calc.fonts import Font
from invoicing_xl.calc.guard import guarded

if TYPE_CHECKING:
    from invoicing_xl.calc.sheets import Sheet

_TYPES = {
    "com.sun.star.drawing.OLE2Shape": "chart",
    "com.sun.star.drawing.GraphicObjectShape": "picture",
    "com.sun.star.drawing.TextShape": "text_box",
    "com.sun.star.drawing.ControlShape": "form_control",
    "com.sun.star.drawing.GroupShape": "group",
    "com.sun.star.drawing.LineShape": "line",
}
_NOTE = "com.sun.star.drawing.CaptionShape"


class Placed:
    """Something with a place and a size on a sheet, in points."""

    shape: UnoObject

    @property
    def left(self) -> float:
        return measures.points(self.shape.Position.X)

    @left.setter
    def left(self, value: float) -> None:
        self._move(X=value)

    @property
    def top(self) -> float:
        return measures.points(self.shape.Position.Y)

    @top.setter
    def top(self, value: float) -> None:
        self._move(Y=value)

    @property
    def width(self) -> float:
        return measures.points(self.shape.Size.Width)

    @width.setter
    def width(self, value: float) -> None:
        self._size(Width=value)

    @property
    def height(self) -> float:
        return measures.points(self.shape.Size.Height)

    @height.setter
    def height(self, value: float) -> None:
        self._size(Height=value)

    def _move(self, **points: float) -> None:
        position = self.shape.Position
        for side, value in points.items():
            setattr(position, side, measures.from_points(value))
        self.shape.setPosition(position)

    def _size(self, **points: float) -> None:
        size = self.shape.Size
        for side, value in points.items():
            setattr(size, side, measures.from_points(value))
        self.shape.setSize(size)


@guarded
class Shape(Placed, base_classes.Shape):
    def __init__(self, sheet: Sheet, shape: UnoObject) -> None:
        self.sheet, self.shape = sheet, shape

    @property
    def api(self) -> UnoObject:
        return self.shape

    @property
    def parent(self) -> Sheet:
        return self.sheet

    @property
    def name(self) -> str:
        return str(self.shape.Name)

    @name.setter
    def name(self, value: str) -> None:
        self.shape.Name = value

    @property
    def type(self) -> str:
        return _TYPES.get(self.shape.ShapeType, "auto_shape")

    @property
    def index(self) -> int:
        return int(self.shape.ZOrder) + 1

    @property
    def text(self) -> str | None:
        return str(self.shape.String)

    @text.setter
    def text(self, value: str) -> None:
        self.shape.String = value

    @property
    def font(self) -> Font:
        return Font(self.shape)

    def delete(self) -> None:
        self.sheet.uno.DrawPage.remove(self.shape)


Drawn = TypeVar("Drawn", bound=Shape)


class Drawings(base_classes.Collection, Generic[Drawn]):
    """The drawings of one kind on a sheet, by number from 1 or by name."""

    kind: type[Drawn]
    types: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    @property
    def api(self) -> UnoObject:
        return self.sheet.uno.DrawPage

    @property
    def parent(self) -> Sheet:
        return self.sheet

    def __iter__(self) -> Iterator[Drawn]:
        page = self.api
        for at in range(page.Count):
            shape = page.getByIndex(at)
            if shape.ShapeType != _NOTE and (not self.types or shape.ShapeType in self.types):
                yield self.kind(self.sheet, shape)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, key: str | int) -> bool:
        return self._found(key) is not None

    def __call__(self, key: str | int) -> Drawn:
        found = self._found(key)
        if found is None:
            raise KeyError(key)
        return found

    def _found(self, key: str | int) -> Drawn | None:
        drawn = list(self)
        if isinstance(key, int):
            return drawn[key - 1] if 0 < key <= len(drawn) else None
        return next((one for one in drawn if one.name.casefold() == key.casefold()), None)


@guarded
class Shapes(Drawings[Shape]):
    kind = Shape


@guarded
class Picture(Shape):
    """A picture is a shape; LibreOffice keeps no ratio of its sides."""


@guarded
class Pictures(Drawings[Picture], base_classes.Pictures):
    kind = Picture
    types = frozenset({"com.sun.star.drawing.GraphicObjectShape"})

    def add(
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: UnoObject = None,
    ) -> Picture:
        office = self.sheet.document.office
        graphic = office.create("com.sun.star.graphic.GraphicProvider").queryGraphic(
            bridge.properties({"URL": bridge.load_uno().systemPathToFileUrl(filename)})
        )
        shape = self.sheet.document.uno.createInstance("com.sun.star.drawing.GraphicObjectShape")
        self.api.add(shape)
        shape.Graphic = graphic
        picture = Picture(self.sheet, shape)
        picture.left = anchor.left if anchor else left or 0
        picture.top = anchor.top if anchor else top or 0
        picture.width, picture.height = width, height
        return picture
