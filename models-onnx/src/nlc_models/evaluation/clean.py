"""Clean pictures of one size from pictures of any kind, for reports on other sets than Kodak's.

What was compressed with loss before is reduced by two or more, which takes the traces away; all are cut to the size
of Kodak's, from the middle.
"""

from pathlib import Path

from PIL import Image, ImageOps

WIDTH, HEIGHT = 768, 512
LOSSLESS = {"PNG", "BMP", "GIF"}


def clean(path):
    """A picture as 3 x 8 bits, upright, on white, WIDTH x HEIGHT or the other way round.

    ValueError if it is too small for that.
    """
    with Image.open(path) as file:
        lossless = file.format in LOSSLESS
        image: Image.Image = ImageOps.exif_transpose(file)
        if image.has_transparency_data:
            image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
        image = image.convert("RGB")
    size = (WIDTH, HEIGHT) if image.width >= image.height else (HEIGHT, WIDTH)
    most = min(image.width // size[0], image.height // size[1])
    if most < (1 if lossless else 2):
        raise ValueError(f"{path} is too small for a clean picture of {size[0]} x {size[1]}")
    # As much of the picture as possible, but for lossless ones without reducing them more than they need not be.
    factor = 1 if lossless and most < 2 else most
    if factor > 1:
        image = image.reduce(factor)
    left, top = (image.width - size[0]) // 2, (image.height - size[1]) // 2
    return image.crop((left, top, left + size[0], top + size[1]))


def make(files, out):
    """Write the clean form of pictures into a folder; yields (name, why it was left out or '')."""
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    for path in files:
        try:
            image = clean(path)
        except (OSError, ValueError) as e:
            yield path.name, str(e)
            continue
        image.save(out / f"{path.stem}.png")
        yield path.name, ""
