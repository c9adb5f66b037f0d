"""Figure 4 of the checkerboard paper (He 2021): what each neighbour alone saves."""

from PIL import Image, ImageDraw, ImageFont

from .masks import PATTERNS, SIDE

INK, PALE, PAPER = (32, 36, 44), (110, 116, 126), (255, 255, 255)
RAMP = [(247, 251, 255), (198, 219, 239), (107, 174, 214), (33, 113, 181), (8, 48, 107)]  # light to dark blue


def colour(t):
    """t in 0..1 -> RGB, linear between the ramp's stops."""
    t = min(max(t, 0.0), 1.0) * (len(RAMP) - 1)
    i = min(int(t), len(RAMP) - 2)
    return tuple(round(a + (b - a) * (t - i)) for a, b in zip(RAMP[i], RAMP[i + 1]))


def ticks(top):
    """Round values from 0 to top, about five of them, and the end of the scale."""
    step = next(s * 10.0**e for e in range(-4, 4) for s in (1, 2, 5) if top / (s * 10.0**e) <= 5)
    count = int(top / step + 0.999)
    return [i * step for i in range(count + 1)]


def figure(rates, title, subtitle):
    """Figure 4: a map of what each neighbour alone saves at one level, as a picture. Losses get the colour of zero."""
    saving = {r.name: r.saving for r in rates if r.name not in PATTERNS}
    cell, left, top, bar = 132, 116, 150, 28
    size = SIDE * cell
    width, height = left + size + 190, top + size + 96
    image = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    big, medium, small = (ImageFont.load_default(s) for s in (30, 26, 19))
    scale = ticks(max(*saving.values(), 0.01))
    draw.text((left, 30), title, INK, big)
    draw.text((left, 74), subtitle, PALE, small)
    for i in range(SIDE):
        for j in range(SIDE):
            r, c = i - 2, j - 2
            x, y = left + j * cell, top + i * cell
            middle = (x + cell / 2, y + cell / 2)
            if r == c == 0:
                draw.rectangle((x + 2, y + 2, x + cell - 3, y + cell - 3), (236, 237, 240))
                draw.text(middle, "current", PALE, small, "mm")
                continue
            value = round(saving[f"{r:+d},{c:+d}"], 2) + 0.0  # no -0.00
            fill = colour(value / scale[-1])
            draw.rectangle((x + 2, y + 2, x + cell - 3, y + cell - 3), fill, outline=(206, 214, 224))
            dark = 0.3 * fill[0] + 0.59 * fill[1] + 0.11 * fill[2] < 140
            draw.text(middle, f"{value:.2f} %", PAPER if dark else INK, medium, "mm")
    for i in range(SIDE):
        text = f"{i - 2:+d}" if i != 2 else "0"
        draw.text((left - 16, top + (i + 0.5) * cell), text, INK, small, "rm")
        draw.text((left + (i + 0.5) * cell, top + size + 12), text, INK, small, "mt")
    draw.text((left + size / 2, top + size + 46), "column offset of the neighbour, in latents", PALE, small, "mt")
    label = Image.new("RGB", (size, 30), PAPER)
    ImageDraw.Draw(label).text((size / 2, 15), "row offset of the neighbour, in latents", PALE, small, "mm")
    image.paste(label.rotate(90, expand=True), (left - 84, top))
    x = left + size + 44
    for i in range(size):
        draw.line((x, top + size - 1 - i, x + bar, top + size - 1 - i), colour(i / (size - 1)))
    draw.rectangle((x, top, x + bar, top + size - 1), outline=PALE)
    for v in scale:
        y = top + (size - 1) * (1 - v / scale[-1])
        draw.line((x + bar, y, x + bar + 6, y), PALE)
        draw.text((x + bar + 12, y), f"{v:g} %", INK, small, "lm")
    return image
