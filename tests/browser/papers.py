"""Photographs of papers, as a telephone takes them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw


def photograph(folder: Path, name: str = "giấy chứng sinh.jpg") -> Path:
    """A picture of a sheet of paper on a table."""
    picture = Image.new("RGB", (900, 1200), "#8d7b68")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((80, 90, 820, 1110), fill="#faf8f2")
    for line in range(12):
        draw.rectangle((140, 200 + 60 * line, 560 + 17 * (line * 7 % 11), 212 + 60 * line), fill="#444")
    draw.ellipse((560, 880, 740, 1060), outline="#c0392b", width=8)
    path = folder / name
    picture.save(path, quality=80)
    return path
