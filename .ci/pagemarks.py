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
    """For each page its label and its text, as laid out and in the order of printing."""
    labels = [page.get_label() for page in pymupdf.open(pdf)]
    orders = [
        subprocess.run(["pdftotext", *order, "-enc", "UTF-8", pdf, "-"], capture_output=True, text=True, check=True).stdout
        for order in [[], ["-raw"]]
    ]
    return dict(zip(labels, zip(*[text.split("\f") for text in orders])))


def starts(text, numbered):
    """What the body of a page may begin with, in letters."""
    lines = [line for line in text.splitlines() if line.strip()]
    if numbered:
        # The numbers of a listing's lines are print's alone.
        lines = [re.sub(r"^\d+(\s|$)", "", line) for line in lines]
    # A running head, its number, or the number of an item may come first.
    bare = [letters("\n".join(lines[skip:])) for skip in range(4)]
    return bare + [re.sub(r"^(\d+|[a-z])(?=\D)", "", start) for start in bare]


def words(markup):
    """The letters that a piece of markup shows."""
    markup = re.sub(r"<annotation\b.*?</annotation>", "", markup, flags=re.S)
    return letters(unescape(re.sub(r"<[^>]*>|<[^>]*$", "", markup)))


def copied(markup):
    """The letters with formulas as the PDF's text has those that no line can say: in LaTeX."""
    return words(re.sub(r'<math\b[^>]*\balttext="([^"]*)"[^>]*>.*?</math>', r"\1", markup, flags=re.S))


def inside(before, name):
    """Whether markup ends inside an element of that name, and if so where that begins."""
    start = max((m.start() for m in re.finditer(rf"<{name}\b", before)), default=-1)
    return start if start > before.rfind(f"</{name}>") else None


def marks(epub):
    """The page list's marks: label, the words after each, and whether it stands in a listing with numbered lines."""
    archive = zipfile.ZipFile(epub)
    navigation = next(name for name in archive.namelist() if name.endswith("nav.xhtml"))
    root = navigation.rsplit("/", 1)[0]
    listed = re.search(r'epub:type="page-list".*?</nav>', archive.read(navigation).decode(), re.S)
    for href, label in re.findall(r'href="([^"]*)">([^<]*)<', listed[0] if listed else ""):
        path, fragment = urllib.parse.unquote(href).split("#")
        text = archive.read(f"{root}/{path or 'nav.xhtml'}").decode()
        found = next((m for m in MARK.finditer(text) if m[1] == fragment), None)
        if not found or unescape(found[2]) != unescape(label):
            yield unescape(label), None, False
            continue
        before, following = text[: found.start()], text[found.end() : found.end() + 6_000]
        after = words(following)[:LENGTH]
        expected = [after, copied(following)[:LENGTH]]
        body = inside(before, "tbody")
        if body is not None:
            # A table that goes on repeats its head.
            head = before.rfind("<thead>", before.rfind("<table", 0, body), body)
            expected.append(words(before[head:body] if head > 0 else "") + after)
        code = inside(before, "pre")
        numbered = code is not None and "numbered" in before[code : before.find(">", code)]
        yield unescape(label), expected, numbered


def main():
    epub, pdf = map(pathlib.Path, sys.argv[1:3])
    printed = pages(pdf)
    count = failed = 0
    for label, expected, numbered in marks(epub):
        count += 1
        page = printed.get(label)
        if page is None:
            failed += 1
            print(f"{epub.name}: page {label}: the PDF has no such page")
        elif expected is None:
            failed += 1
            print(f"{epub.name}: page {label}: listed, but not marked")
        else:
            begins = [start for order in page for start in starts(order, numbered)]
            # A page may have fewer letters than are compared, but the last of its lines alone prove nothing.
            if not any(b.startswith(e) or (len(b) > 5 and e.startswith(b)) for b in begins for e in expected):
                failed += 1
                print(f"{epub.name}: page {label}: the mark is before {expected}, the page begins {begins[0][:60]!r}")
    print(f"{epub.name}: {count} marks, {failed} disagree, {len(printed)} pages")
    return 1 if failed or not count else 0


if __name__ == "__main__":
    sys.exit(main())
