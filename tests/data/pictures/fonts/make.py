#!/usr/bin/env python3
"""Makes the fonts of this folder whose glyphs have colours (CC0 1.0), with fontTools and Pillow.

`flat.ttf` has layers of one colour (COLR 0), `colours.ttf` gradients and a transform (COLR 1), `pictures.ttf` pictures and no
outlines (CBDT), `strikes.ttf` pictures and outlines (sbix).
"""

import io
import pathlib

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import newTable
from fontTools.ttLib.tables import BitmapGlyphMetrics, C_B_D_T_, E_B_L_C_
from fontTools.ttLib.tables.sbixGlyph import Glyph
from fontTools.ttLib.tables.sbixStrike import Strike
from PIL import Image

FOLDER = pathlib.Path(__file__).parent
GRIN, ROCKET = 0x1F600, 0x1F680
RED, BLUE, GREEN = (1, 0, 0, 1), (0, 0, 1, 1), (0, 0.6, 0, 1)


def box(left, bottom, right, top):
    pen = TTGlyphPen(None)
    pen.moveTo((left, bottom))
    for point in [(left, top), (right, top), (right, bottom)]:
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()


def font(family, characters, glyphs):
    empty = TTGlyphPen(None).glyph
    glyphs = {".notdef": empty(), "space": empty(), **glyphs}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({0x20: "space", **characters})
    builder.setupGlyf(glyphs)
    metrics = {name: (300 if name == "space" else 1000, getattr(glyph, "xMin", 0)) for name, glyph in glyphs.items()}
    builder.setupHorizontalMetrics(metrics)
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "") + "-Regular", "licenseDescription": "CC0 1.0"})
    builder.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200, sCapHeight=700, sxHeight=500, fsType=0)
    builder.setupPost()
    return builder


def png(color):
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), color).save(out, "PNG", optimize=True)
    return out.getvalue()


def flat():
    halves = {"grin": box(100, 0, 900, 700), "left": box(100, 0, 500, 700), "right": box(500, 0, 900, 700)}
    builder = font("Flat Test", {GRIN: "grin"}, halves)
    builder.setupCOLR({"grin": [("left", 0), ("right", 1)]}, version=0)
    builder.setupCPAL([[RED, BLUE]])
    builder.font.save(FOLDER / "flat.ttf")


def colours():
    """The grin has no colours in this one."""
    glyphs = {"grin": box(100, 0, 900, 700), "rocket": box(100, 0, 900, 700), "whole": box(100, 0, 900, 700), "left": box(100, 0, 500, 200)}
    builder = font("Colour Test", {GRIN: "grin", ROCKET: "rocket"}, glyphs)
    stops = lambda *stops: {"ColorStop": [{"StopOffset": at, "PaletteIndex": color, "Alpha": alpha} for at, color, alpha in stops], "Extend": "pad"}
    across = {"Format": 4, "ColorLine": stops((0, 0, 1), (0.4, 0, 1), (0.6, 1, 1), (1, 1, 1)), "x0": 100, "y0": 0, "x1": 900, "y1": 0, "x2": 100, "y2": 700}
    around = {"Format": 6, "ColorLine": stops((0, 2, 1), (1, 2, 0)), "x0": 300, "y0": 100, "r0": 0, "x1": 300, "y1": 100, "r1": 200}
    builder.setupCOLR(
        {
            "rocket": {
                "Format": 1,
                "Layers": [
                    {"Format": 10, "Glyph": "whole", "Paint": across},
                    {"Format": 14, "dx": 200, "dy": 100, "Paint": {"Format": 10, "Glyph": "left", "Paint": around}},
                ],
            }
        },
        version=1,
    )
    builder.setupCPAL([[RED, BLUE, GREEN]])
    builder.font.save(FOLDER / "colours.ttf")


def pictures():
    empty = TTGlyphPen(None).glyph
    result = font("Picture Test", {GRIN: "grin", ROCKET: "rocket"}, {"grin": empty(), "rocket": empty()}).font
    del result["glyf"], result["loca"]
    data, places = newTable("CBDT"), newTable("CBLC")
    data.version = places.version = 3.0
    strike, line = E_B_L_C_.Strike(), E_B_L_C_.SbitLineMetrics()
    names = "ascender descender widthMax caretSlopeNumerator caretSlopeDenominator caretOffset minOriginSB minAdvanceSB maxBeforeBL minAfterBL pad1 pad2"
    line.__dict__.update(dict.fromkeys(names.split(), 0), ascender=16, descender=-4, widthMax=20)
    size = dict(colorRef=0, startGlyphIndex=2, endGlyphIndex=3, ppemX=20, ppemY=20, bitDepth=32, flags=1, hori=line, vert=line)
    strike.bitmapSizeTable.__dict__.update(size)
    index = E_B_L_C_.eblc_index_sub_table_1(None, result)
    index.__dict__.update(firstGlyphIndex=2, lastGlyphIndex=3, indexFormat=1, imageFormat=17, names=["grin", "rocket"])
    strike.indexSubTables, places.strikes, data.strikeData = [index], [strike], [{}]
    for name, color in [("grin", (255, 0, 0, 255)), ("rocket", (0, 0, 255, 230))]:
        glyph = C_B_D_T_.cbdt_bitmap_format_17(None, result)
        glyph.metrics = BitmapGlyphMetrics.SmallGlyphMetrics()
        glyph.metrics.__dict__.update(height=20, width=20, BearingX=0, BearingY=16, Advance=20)
        glyph.imageData = png(color)
        data.strikeData[0][name] = glyph
    result["CBDT"], result["CBLC"] = data, places
    result["maxp"].tableVersion = 0x00010000
    result.save(FOLDER / "pictures.ttf")


def strikes():
    glyphs = {"grin": box(0, -200, 1000, 800), "rocket": box(0, -200, 1000, 800)}
    result = font("Strike Test", {GRIN: "grin", ROCKET: "rocket"}, glyphs).font
    table, strike = newTable("sbix"), Strike(ppem=20, resolution=72)
    table.version = table.flags = table.numStrikes = 1
    for name in [".notdef", "space"]:
        strike.glyphs[name] = Glyph(glyphName=name)
    for name, color in [("grin", (255, 0, 0, 255)), ("rocket", (0, 0, 255, 255))]:
        strike.glyphs[name] = Glyph(glyphName=name, graphicType="png ", imageData=png(color))
    table.strikes = {20: strike}
    result["sbix"] = table
    result.save(FOLDER / "strikes.ttf")


if __name__ == "__main__":
    flat()
    colours()
    pictures()
    strikes()
