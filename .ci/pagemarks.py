#!/usr/bin/env python3
"""Compares the page marks of an EPUB with the pages of its PDF: labels, and the words with which each page begins.

    pagemarks.py BOOK.epub BOOK.pdf

A line for each mark that disagrees, then the count; exits with 1 when there is any. Runs with the tools' own Python.
"""

import pathlib
import re
import subprocess
import sys
import unicodedata
import urllib.parse
import zipfile
from html import unescape

import pymupdf

# Letters that must agree. Longer runs meet notes and floats, which stand elsewhere on paper.
LENGTH = 20
MARK = re.compile(r'<(?:span|div) id="([^"]*)" epub:type="pagebreak" role="doc-pagebreak" aria-label="([^"]*)">')


def letters(text):
    """Letters and digits only: spaces, hyphens and quotation marks differ between print and markup."""
    text = unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold()
    return re.sub(r"[\W_]", "", text)


def pages(pdf):
    """For each page its label and the texts that its body may begin with."""
    labels = [page.get_label() for page in pymupdf.open(pdf)]
    text = subprocess.run(["pdftotext", "-enc", "UTF-8", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for label, page in zip(labels, text.split("\f")):
        lines = [line for line in page.splitlines() if line.strip()]
        # A running head, its number, or the number of an item may come first.
        starts = [letters("\n".join(lines[skip:])) for skip in range(4)]
        starts += [re.sub(r"^(\d+|[a-z])(?=\D)", "", start) for start in starts]
        yield label, [start[:LENGTH] for start in starts]


def marks(epub):
    """The page list's marks: label and the words after each."""
    archive = zipfile.ZipFile(epub)
    navigation = next(name for name in archive.namelist() if name.endswith("nav.xhtml"))
    root = navigation.rsplit("/", 1)[0]
    listed = re.search(r'epub:type="page-list".*?</nav>', archive.read(navigation).decode(), re.S)
    for href, label in re.findall(r'href="([^"]*)">([^<]*)<', listed[0] if listed else ""):
        path, fragment = urllib.parse.unquote(href).split("#")
        text = archive.read(f"{root}/{path or 'nav.xhtml'}").decode()
        found = next((m for m in MARK.finditer(text) if m[1] == fragment), None)
        if not found or unescape(found[2]) != unescape(label):
            yield unescape(label), None
            continue
        rest = re.sub(r"<annotation\b.*?</annotation>", "", text[found.end() : found.end() + 6_000], flags=re.S)
        rest = re.sub(r'<img\b[^>]*>|<[^>]*$', "", rest)
        yield unescape(label), letters(unescape(re.sub(r"<[^>]*>", "", rest)))[:LENGTH]


def main():
    epub, pdf = map(pathlib.Path, sys.argv[1:3])
    printed = dict(pages(pdf))
    count = failed = 0
    for label, after in marks(epub):
        count += 1
        starts = printed.get(label)
        if starts is None:
            failed += 1
            print(f"{epub.name}: page {label}: the PDF has no such page")
        elif after is None:
            failed += 1
            print(f"{epub.name}: page {label}: listed, but not marked")
        elif not any(start and (start.startswith(after) or after.startswith(start)) for start in starts):
            failed += 1
            print(f"{epub.name}: page {label}: the mark is before {after!r}, the page begins {starts[:2]}")
    print(f"{epub.name}: {count} marks, {failed} disagree, {len(printed)} pages")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
