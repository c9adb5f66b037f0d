"""Lossless blocks of pixels that come again (docs/format.md, "Graphics" and "Palette")."""

from .adaptive import SymbolModel
from .joint import JointPlanes
from .photo import PhotoPlane
from .ranges import RangeDecoder
from .repeats import Repeats
from .values import ValueReader

Planes = list[list[list[int]]]


def graphics(stream: RangeDecoder, planes: int, width: int, height: int, depth: int) -> Planes:
    """The planes of a block of way graphics, as rows of samples."""
    each = [PhotoPlane(stream, width, depth) for _ in range(planes)]
    repeats, most = Repeats(stream, width, height), (1 << depth) - 1
    for _ in range(height):
        for plane in each:
            plane.begin()
        for x in range(width):
            pixel = repeats.find()
            if pixel is None:
                other = pixel = 0
                for plane in each:
                    other = plane.decode(x, other)
                    pixel = pixel << depth | plane.rows[-1][-1]
            else:
                for i, plane in enumerate(each):
                    plane.put(x, pixel >> depth * (planes - 1 - i) & most)
            repeats.learn(pixel)
    return [plane.rows for plane in each]


def joint_photo(stream: RangeDecoder, planes: int, width: int, height: int, depth: int) -> Planes:
    """The planes of a block of way photo that are coded jointly, as rows of samples."""
    each = JointPlanes(stream, planes, width, depth, drawn=False)
    for _ in range(height):
        each.begin()
        for x in range(width):
            each.decode(x)
    return each.rows()


def joint_graphics(stream: RangeDecoder, planes: int, width: int, height: int, depth: int) -> Planes:
    """The planes of a block of way graphics that are coded jointly, as rows of samples."""
    each = JointPlanes(stream, planes, width, depth, drawn=True)
    repeats = Repeats(stream, width, height, joint=True)
    for _ in range(height):
        each.begin()
        for x in range(width):
            pixel = repeats.find()
            if pixel is None:
                pixel = each.decode(x)
            else:
                each.copy(x, pixel)
            repeats.learn(pixel)
    return each.rows()


def palette(stream: RangeDecoder, planes: int, width: int, height: int, depth: int) -> Planes:
    """The planes of a block of way palette, as rows of samples."""
    count = stream.bits(8) + 1
    readers = [ValueReader(stream, depth) for _ in range(planes)]
    colours = [[reader.next() for reader in readers] for _ in range(count)]
    places = _places(stream, count, width, height)
    return [[[colours[p][plane] for p in row] for row in places] for plane in range(planes)]


def _places(stream: RangeDecoder, count: int, width: int, height: int) -> list[list[int]]:
    if count == 1:
        return [[0] * width for _ in range(height)]
    repeats, models = Repeats(stream, width, height), [SymbolModel.uniform(count) for _ in range(64)]
    rows: list[list[int]] = []
    for y in range(height):
        rows.append([])
        for x in range(width):
            place = repeats.find()
            if place is None:
                last = rows[y][x - 1] if x else rows[y - 1][0] if y else 0
                place = models[last if count <= 64 else last >> 4].decode(stream)
            repeats.learn(place)
            rows[y].append(place)
    return rows
