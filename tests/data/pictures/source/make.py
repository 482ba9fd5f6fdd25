#!/usr/bin/env python3
"""Makes the pictures of this folder (CC0 1.0), one of every kind that is read, with Pillow."""

import pathlib
import struct
import zlib

from PIL import Image, ImageCms

FOLDER = pathlib.Path(__file__).parent
SIZE = 48
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def color(x, y):
    return (x * 5, y * 5, 255 - x * 5)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(depth, kind, interlaced, rows):
    header = struct.pack(">IIBBBBB", SIZE, SIZE, depth, kind, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def main():
    picture = Image.new("RGB", (SIZE, SIZE))
    picture.putdata([color(x, y) for y in range(SIZE) for x in range(SIZE)])
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture.save(FOLDER / "baseline.jpg", quality=85)
    picture.save(FOLDER / "progressive.jpg", quality=85, progressive=True)
    picture.convert("L").save(FOLDER / "gray.jpg", quality=85)
    picture.convert("CMYK").save(FOLDER / "inks.jpg", quality=85)
    picture.save(FOLDER / "plain.png", optimize=True)
    picture.quantize(16).save(FOLDER / "palette.png", optimize=True)
    picture.save(FOLDER / "profile.png", icc_profile=profile, optimize=True)
    clear = picture.convert("RGBA")
    clear.putalpha(Image.linear_gradient("L").resize((SIZE, SIZE)))
    clear.save(FOLDER / "alpha.png", optimize=True)
    clear.save(FOLDER / "alpha.webp", lossless=True)
    picture.quantize(16).save(FOLDER / "still.gif")
    picture.save(FOLDER / "picture.webp", quality=80)
    picture.save(FOLDER / "picture.bmp")
    picture.save(FOLDER / "picture.tiff", compression="tiff_deflate")
    deep = b"".join(b"\0" + b"".join(struct.pack(">3H", *(c * 257 for c in color(x, y))) for x in range(SIZE)) for y in range(SIZE))
    (FOLDER / "deep.png").write_bytes(png(16, 2, 0, deep))
    rows = b""
    for left, top, across, down in PASSES:
        for y in range(top, SIZE, down):
            rows += b"\0" + b"".join(bytes(color(x, y)) for x in range(left, SIZE, across))
    (FOLDER / "interlaced.png").write_bytes(png(8, 2, 1, rows))


if __name__ == "__main__":
    main()
