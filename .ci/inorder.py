#!/usr/bin/env python3
"""Whether a PDF, our own or what another program made of the DOCX, holds every word of the EPUB edition, in order: inorder.py PDF EPUB.

Paragraphs, headings, items and code are looked for one after another; the words of tables and notes, which pages show in an
order of their own, anywhere. Prints what is missing; exits with 1 when anything is.
"""

import re
import subprocess
import sys
import unicodedata
import zipfile

from lxml import etree

from agreement import X, bare, local, words

# How far behind the word before it a word may stand: the notes of a page, a running head and a table are in between.
WINDOW = 20_000
# How many letters the foot of a page and the head of the next have.
BETWEEN = 200
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff]")


def blocks(epub):
    """The text of each block, and whether its place in the order is fixed."""
    package = zipfile.ZipFile(epub)
    order = re.findall(r'href="([^"]*\.xhtml)"', package.read("OEBPS/content.opf").decode())
    for name in [name for name in dict.fromkeys(order) if "nav" not in name and "title-page" not in name]:
        root = etree.fromstring(package.read("OEBPS/" + name), etree.XMLParser(huge_tree=True, load_dtd=False))
        for element in root.iter(*(X + kind for kind in ("p", "li", "pre", "td", "th", "dt", "h1", "h2", "h3", "h4", "h5", "h6"))):
            around = [local(a) + "." + a.get("class", "") for a in element.iterancestors()]
            if any(a.startswith("nav.") for a in around):
                continue
            loose = local(element) in {"td", "th"} or any(a.startswith(("aside.footnote", "table.", "td.", "th.")) for a in around)
            yield words(element), not loose


def main():
    raw = subprocess.run(["pdftotext", "-raw", sys.argv[1], "-"], capture_output=True, text=True, errors="replace").stdout
    text = bare(raw).lower()
    at, total, missing = 0, 0, []
    for block, fixed in blocks(sys.argv[2]):
        for written in unicodedata.normalize("NFKC", block).split():
            word = bare(written).lower()
            # Letters that run from right to left come out of a PDF in the order in which they are painted.
            if not word or RIGHT_TO_LEFT.search(word):
                continue
            total += 1
            found = text.find(word, at, at + WINDOW) if fixed else text.find(word)
            if found < 0 and len(word) > 500:
                # It goes on over pages, with their numbers in it: its ends will do.
                at = max(at, text.find(word[:40], at, at + WINDOW))
                found, word = text.rfind(word[-40:], at, at + 2 * len(word)), word[-40:]
            if found < 0 and re.search(r"\w-\w", written):
                # A page may end behind a hyphen.
                halves = [bare(half).lower() for half in written.split("-")]
                places = [text.find(half, at, at + WINDOW) for half in halves]
                found = -1 if min(places) < 0 else at
                word = ""
            if found < 0 and len(word) > 20:
                # A long word of code may go on over a page, with its foot and the head of the next in between.
                for cut in range(4, len(word) - 3):
                    start = text.find(word[:cut], at, at + WINDOW)
                    if start < 0:
                        break
                    rest = text.find(word[cut:], start + cut, start + len(word) + BETWEEN)
                    if rest >= 0:
                        found, word = rest, word[cut:]
                        break
            if found < 0:
                missing.append(word)
            elif fixed:
                at = found + len(word)
    print(f"{total} words, {len(missing)} missing: {missing[:8]}")
    return 1 if missing or not total else 0


if __name__ == "__main__":
    sys.exit(main())
