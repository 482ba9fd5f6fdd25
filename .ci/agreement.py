#!/usr/bin/env python3
"""Whether a DOCX, read by python-docx, says what the EPUB edition says, block by block: agreement.py DOCX EPUB.

Both editions carry the ids of the model's blocks, the EPUB as ids and the DOCX as bookmarks that its source map names. For each
block of text: the same words, in a paragraph whose style is that of such a block. For each table the same cells, row by row.
The same notes in the same order. Prints a line for each difference; exits with 1 when there is any.
"""

import re
import sys
import unicodedata
import zipfile

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

NAMESPACE = "urn:trefoil:source-map:1"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
X = "{http://www.w3.org/1999/xhtml}"
# What is in the EPUB's text and belongs to no block: numbers that the DOCX has as lists, labels as fields, marks as notes.
GENERATED = {"note-reference", "heading-number", "note-number", "back", "box", "caption-label", "equation-number"}
BLOCKS = {"p", "ul", "ol", "dl", "table", "blockquote", "pre", "figure", "aside", "div", "section", "nav", "dt", "dd", "li"}
# The styles that a paragraph may have, by what is nearest around it in the EPUB.
STYLES = {
    "li": ("List ",),
    "td": ("Table Text", "Table Heading", "Table Footing"),
    "th": ("Table Text", "Table Heading", "Table Footing"),
    "blockquote": ("Quote",),
    "dd": ("Definition",),
    "dt": ("Definition Term",),
    "pre": ("Source Code",),
}


def bare(text):
    """The letters of a text: editions differ in their spaces, and a tab in one may be a space in the other."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def words(element, top=True):
    """The text of an element of the EPUB without that of blocks inside it."""
    name, classes = local(element), set(element.get("class", "").split())
    # Annotations stand before their base in a DOCX, behind it in an EPUB and above it on paper.
    if not name or name in {"math", "svg", "rt"} or classes & GENERATED or (not top and name in BLOCKS):
        return ""
    parts = [element.text or ""]
    for child in element:
        parts += [words(child, False), child.tail or ""]
    # On paper each is a word, with its annotation behind it.
    return f" {''.join(parts)} " if name == "ruby" else "".join(parts)


def shown(paragraph):
    """The text of a paragraph of the DOCX without formulas, check boxes, and numbers of notes that fields repeat."""
    out, hidden = [], []

    def walk(element):
        if element.tag in (M + "oMath", qn("w:rt")) or element.find(f"./{qn('w:sdtPr')}/{W14}checkbox") is not None:
            return
        if element.tag == qn("w:fldChar"):
            kind = element.get(qn("w:fldCharType"))
            if kind == "begin":
                hidden.append(False)
            elif kind == "end" and hidden:
                hidden.pop()
        elif element.tag == qn("w:instrText") and hidden and re.match(r"\s*NOTEREF\b", element.text or ""):
            hidden[-1] = True
        elif element.tag in (qn("w:t"), qn("w:delText")) and not any(hidden):
            out.append(element.text or "")
        elif element.tag in (qn("w:br"), qn("w:tab")):
            out.append(" ")
        if element.tag != qn("w:pPr"):
            for child in element:
                walk(child)

    walk(paragraph)
    return "".join(out)


class Docx:
    def __init__(self, path):
        self.document = docx.Document(path)
        self.names = self.source_map(path)
        self.marked = {}
        for mark in self.document.element.body.iter(qn("w:bookmarkStart")):
            self.marked[mark.get(qn("w:name"))] = mark
        package = zipfile.ZipFile(path)
        self.notes = []
        for part in ("word/footnotes.xml", "word/endnotes.xml"):
            if part in package.namelist():
                for note in etree.fromstring(package.read(part)):
                    if note.get(qn("w:type")) is None:
                        self.notes.append("".join(shown(p) for p in note.iter(qn("w:p"))))

    @staticmethod
    def source_map(path):
        package = zipfile.ZipFile(path)
        for name in package.namelist():
            if re.fullmatch(r"customXml/item\d+\.xml", name):
                root = etree.fromstring(package.read(name), etree.XMLParser(huge_tree=True))
                if root.tag.startswith("{" + NAMESPACE):
                    return {b.get("id"): b.get("bookmark") for b in root.iter(f"{{{NAMESPACE}}}block")}
        return {}

    def paragraph(self, id):
        """The paragraph of the block."""
        element = self.marked.get(self.names.get(id))
        while element is not None and element.tag != qn("w:p"):
            element = element.getparent()
        return None if element is None else Paragraph(element, self.document._body)

    def table(self, id):
        """The cells of the table, row by row, without those that are only continued from above."""
        element = self.marked.get(self.names.get(id))
        while element is not None and element.tag != qn("w:tbl"):
            element = element.getnext()
        rows = []
        for row in [] if element is None else element.findall(qn("w:tr")):
            cells = []
            for cell in row.findall(qn("w:tc")):
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                if merge is None or merge.get(qn("w:val")) == "restart":
                    cells.append(bare("".join(shown(p) for p in cell.iter(qn("w:p")))))
            rows.append(cells)
        return rows


def nearest(element):
    """The element that decides on the style of a paragraph: itself, or what is nearest around it."""
    while element is not None:
        if local(element) in STYLES or local(element) in {"section", "body", "div", "aside"}:
            return element
        element = element.getparent()
    return None


def main():
    ours = Docx(sys.argv[1])
    package = zipfile.ZipFile(sys.argv[2])
    order = re.findall(r'href="([^"]*\.xhtml)"', package.read("OEBPS/content.opf").decode())
    differences, counts, notes = [], {"paragraphs": 0, "headings": 0, "tables": 0, "notes": 0}, []
    for name in [name for name in dict.fromkeys(order) if "nav" not in name]:
        root = etree.fromstring(package.read("OEBPS/" + name), etree.XMLParser(huge_tree=True, load_dtd=False))
        for element in root.iter(X + "*"):
            kind, id = local(element), element.get("id")
            around = [local(a) + "." + a.get("class", "") for a in element.iterancestors()]
            if kind == "aside" and "footnote" in element.get("class", "").split():
                notes.append("".join(words(e) for e in element.iter(X + "*") if local(e) in BLOCKS | {"td", "th"}))
            in_note = any(a.startswith("aside.footnote") for a in around)
            if id not in ours.names or in_note:
                continue
            if kind == "table":
                counts["tables"] += 1
                theirs = []
                for row in element.iter(X + "tr"):
                    if next(row.iterancestors(X + "table")) is element:
                        cells = [c for c in row if local(c) in {"td", "th"}]
                        theirs.append([bare("".join(words(e) for e in c.iter(X + "*") if e is c or local(e) in BLOCKS)) for c in cells])
                mine = ours.table(id)
                # Word wants every row to fill the grid: short ones have empty cells behind.
                # Of more columns than 63 Word's last holds the rest.
                trimmed = lambda rows: [("|" if len(theirs[0]) < 64 else "").join(row).rstrip("|") for row in rows]
                if trimmed(mine) != trimmed(theirs):
                    at = next((i for i, (a, b) in enumerate(zip(trimmed(mine), trimmed(theirs))) if a != b), "end")
                    differences.append(f"table {id}: row {at} differs")
                continue
            heading = re.fullmatch(r"h([1-6])", kind)
            if not heading and kind not in {"p", "li", "pre", "td", "th"}:
                continue
            paragraph = ours.paragraph(id)
            if paragraph is None:
                differences.append(f"{kind} {id}: no paragraph in the DOCX")
                continue
            style, here = paragraph.style.name, nearest(element)
            level = re.search(r"level-([1-6])", element.get("class", ""))
            if heading and level:
                counts["headings"] += 1
                wanted = (f"Heading {level[1]}", f"heading {level[1]}")
            else:
                counts["paragraphs"] += 1
                wanted = STYLES.get(local(here), ())
            if wanted and not style.startswith(wanted):
                differences.append(f"{kind} {id}: style {style!r}, not one of {wanted}")
            theirs = bare(words(element))
            text, code = shown(paragraph._p), paragraph.text
            if paragraph._p.find(f"{qn('w:pPr')}/{qn('w:framePr')}[@{qn('w:dropCap')}]") is not None:
                # The letter stands in a frame in front of its paragraph.
                text += shown(paragraph._p.getnext())
            if kind == "pre" and style.startswith("Source Code Numbered"):
                following = paragraph._p.getnext()
                while following is not None and following.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None:
                    if not Paragraph(following, ours.document._body).style.name.startswith("Source Code Numbered"):
                        break
                    text += shown(following)
                    code += "\n" + Paragraph(following, ours.document._body).text
                    following = following.getnext()
            if kind == "pre" and code != words(element):
                differences.append(f"pre {id}: what is copied is not the code: {code[:60]!r}")
            if bare(text) != theirs:
                differences.append(f"{kind} {id}: {bare(text)[:60]!r}, in the EPUB {theirs[:60]!r}")
    counts["notes"] = len(notes)
    if [bare(note) for note in ours.notes] != [bare(note) for note in notes]:
        differences.append(f"notes differ: {len(ours.notes)} in the DOCX, {len(notes)} in the EPUB")
    print("compared " + ", ".join(f"{count} {what}" for what, count in counts.items()))
    print("\n".join(differences[:20] + ([f"and {len(differences) - 20} more"] if len(differences) > 20 else [])))
    return 1 if differences or not counts["paragraphs"] else 0


if __name__ == "__main__":
    sys.exit(main())
