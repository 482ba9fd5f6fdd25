#!/usr/bin/env python3
"""Prints a line for every page with words off the paper, or with words printed over one another.

Words are made here of letters that stand beside one another: MuPDF's own take the letters on both sides of a change of direction
for one word, whose box is the whole line's. Marks above and below letters, which have no width, are as high as their letters: the box of one is that of its whole font.
"""

import sys
import unicodedata

import pymupdf


def inked(char):
    """The box of a letter; East Asian punctuation has its ink in one half of it, and the other half is set under its neighbour."""
    x0, y0, x1, y1 = char["bbox"]
    kind = unicodedata.category(char["c"])
    # Quotation marks and dashes are what the fonts of the text around them make of them.
    square = {"W": True, "F": True, "A": x1 - x0 > 0.6 * (y1 - y0)}.get(unicodedata.east_asian_width(char["c"]), False)
    if kind.startswith("P") and square:
        middle = (x0 + x1) / 2
        return (middle, y0, x1, y1) if kind in ("Ps", "Pi") else (x0, y0, middle, y1)
    return x0, y0, x1, y1


def words(page):
    """Letters that follow one another at less than a fifth of their size: text and box of each group."""
    for block in page.get_text("rawdict")["blocks"]:
        for line in block.get("lines", []):
            text, box = "", None
            for char in (char for span in line["spans"] for char in span["chars"]):
                x0, y0, x1, y1 = inked(char)
                shown = char["c"].strip() and unicodedata.category(char["c"]) != "Cf"
                beside = box and min(abs(x0 - box[2]), abs(box[0] - x1)) < (y1 - y0) / 5
                if box and not (shown and beside):
                    yield text, box
                    text, box = "", None
                if box and x1 - x0 < 0.01:
                    y0, y1 = box[1], box[3]
                if shown:
                    text += char["c"]
                    box = (min(x0, box[0]), min(y0, box[1]), max(x1, box[2]), max(y1, box[3])) if box else (x0, y0, x1, y1)
            if box:
                yield text, box


for number, page in enumerate(pymupdf.open(sys.argv[1]), 1):
    width, height = page.rect.width, page.rect.height
    found = sorted(words(page), key=lambda word: word[1][1])
    off = [text for text, box in found if box[0] < 2 or box[2] > width - 2 or box[1] < 2 or box[3] > height - 2]
    over = []
    for i, (text, a) in enumerate(found):
        for other, b in found[i + 1 :]:
            if b[1] > a[3]:
                break
            dx = min(a[2], b[2]) - max(a[0], b[0])
            dy = min(a[3], b[3]) - max(a[1], b[1])
            area = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
            # Annotations stand close above their base: what their boxes share is what their fonts leave free above and below letters.
            low, high = sorted([a, b], key=lambda box: box[3] - box[1], reverse=True)
            annotation = high[3] - high[1] < 0.6 * (low[3] - low[1]) and high[1] < low[1]
            if dx > 1 and dy > 1 and dx * dy > 0.35 * area and not annotation:
                over.append((text, other))
    if off or over:
        print(f"page {number}: off the paper {off[:5]}, over one another {over[:5]}")
