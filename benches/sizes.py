#!/usr/bin/env python3
"""The size of Trefoil's PDF beside that of Typst's for the same documents, both tagged: benches/sizes.py DOCUMENT.md …

Typst is given what pandoc makes of the Markdown, without pictures that are not there and links that lead nowhere, at which it would
stop. Needs the Python packages `typst` and `pypandoc_binary`. Exits with 1 when one of Typst's is smaller.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import pypandoc
import typst

TREFOIL = pathlib.Path(__file__).resolve().parent.parent / "target/release/trefoil"
FILTER = """
local function exists(path)
  local file = io.open(path, "rb")
  if file then file:close() return true end
end
function Image(el)
  if not exists(el.src) then return pandoc.Str(pandoc.utils.stringify(el.caption)) end
end
function Link(el)
  if el.target:sub(1, 1) == "#" then return el.content end
end
-- HTML is no concern of pandoc's Typst; its pictures are to be there all the same.
local function picture(el)
  local source = el.format == "html" and el.text:match('<img[^>]*src="([^"]*)"')
  if source and exists(source) then return pandoc.Image({}, source) end
end
function RawInline(el) return picture(el) end
function RawBlock(el)
  local image = picture(el)
  if image then return pandoc.Para({image}) end
end
function Math(el) return pandoc.Code(el.text) end
"""


def compile_with_typst(document, folder):
    root = folder / "root"
    shutil.copytree(document.parent, root)
    lua = folder / "filter.lua"
    lua.write_text(FILTER)
    text = pypandoc.convert_file(str(root / document.name), "typst", extra_args=["-s", f"--lua-filter={lua}", "--quiet"], cworkdir=str(root))
    source = root / (document.stem + ".typ")
    source.write_text(text)
    return len(typst.compile(str(source), root=str(root)))


def main():
    larger = []
    for name in sys.argv[1:]:
        document = pathlib.Path(name).resolve()
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            subprocess.run([TREFOIL, "build", document, "--to", "pdf", "--no-verify", "-o", folder], capture_output=True, check=True)
            ours = next(folder.glob("*.pdf")).stat().st_size
            try:
                theirs = compile_with_typst(document, folder)
            except Exception as error:  # Whatever Typst cannot compile is said and left out.
                print(f"{document.stem:24} Trefoil {ours:9}   Typst stops: {re.sub(chr(10), ' ', str(error))[:120]}")
                continue
        print(f"{document.stem:24} Trefoil {ours:9}   Typst {theirs:9}   {ours / theirs:5.2f}")
        if ours > theirs:
            larger.append(document.stem)
    return 1 if larger else 0


if __name__ == "__main__":
    sys.exit(main())
