#!/usr/bin/env python3
"""Whether the headings and tables of a DOCX, read by python-docx, are those of the EPUB edition: agreement.py DOCX EPUB."""

import html
import re
import sys
import zipfile

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph


def of_docx(path):
    document = docx.Document(path)
    body = document.element.body
    paragraphs = [Paragraph(element, document) for element in body.iter(qn("w:p"))]
    levels = [(re.match(r"[Hh]eading (\d)", p.style.name), p.text) for p in paragraphs]
    tables = [style for style in body.iter(qn("w:tblStyle")) if style.get(qn("w:val")) == "Table"]
    return [(int(level[1]), text) for level, text in levels if level], len(tables)


def of_epub(path):
    package = zipfile.ZipFile(path)
    order = re.findall(r'href="([^"]*\.xhtml)"', package.read("OEBPS/content.opf").decode())
    headings, tables = [], 0
    for name in [name for name in dict.fromkeys(order) if "nav" not in name]:
        text = package.read("OEBPS/" + name).decode()
        tables += len(re.findall(r"<table\b", text))
        for level, attributes, content in re.findall(r"(?s)<h([1-6])([^>]*)>(.*?)</h\1>", text):
            if f"level-{level}" in attributes:
                headings.append((int(level), html.unescape(re.sub(r"<[^>]*>", "", content))))
    return headings, tables


def main():
    (ours, tables), (theirs, other) = of_docx(sys.argv[1]), of_epub(sys.argv[2])
    # Numbers are a list's in the DOCX and text in the EPUB.
    bare = lambda text: re.sub(r"\W+", "", text)
    same = len(ours) == len(theirs) and all(
        level == l and bare(other_text).endswith(bare(text)) for (level, text), (l, other_text) in zip(ours, theirs)
    )
    if not same:
        print(f"headings differ: {len(ours)} in the DOCX, {len(theirs)} in the EPUB")
    if tables != other:
        print(f"tables differ: {tables} in the DOCX, {other} in the EPUB")
    return 0 if same and tables == other else 1


if __name__ == "__main__":
    sys.exit(main())
