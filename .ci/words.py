#!/usr/bin/env python3
"""Whether Poppler and MuPDF read the words of the EPUB edition, in order, out of the PDF: words.py PDF EPUB [READER].

With the name of a reader only that one is asked; `office` is Poppler for what LibreOffice made of the DOCX.

The letters of each paragraph, heading, item and line of code must stand behind one another as they do in the EPUB, and the
paragraphs behind one another too. Only the end of a page may part them: notes, running heads, folios and floats stand there. Cells,
captions and notes, which pages show in an order of their own, may stand anywhere, but each must be there in one piece or go on
over the end of a page. What runs from right to left is looked for in the lines of Poppler, put in order as they are read, and where
that fails, as between numbers and words of both directions, word by word, page by page. MuPDF gives its letters as they are seen. What is left over of the pages is said. Exits with 1 when anything is missing.
"""

import collections
import itertools
import re
import subprocess
import sys
import unicodedata
import zipfile

from lxml import etree

X = "{http://www.w3.org/1999/xhtml}"
TEXT = {X + name for name in ("p", "li", "pre", "td", "th", "dt", "dd", "figcaption", "caption", "summary", "div", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")}
# Formulas are glyphs on paper and MathML in the book; marks of notes and numbers of lines stand in the middle of words.
APART = {"math", "svg", "img", "br", "input"}
# How many pages ahead a block may begin: floats and landscape tables stand in between.
AHEAD = 4
# What is shorter is found anywhere.
ANCHOR = 12
# How many letters the number of a page has.
FOLIO = 4
RIGHT_TO_LEFT = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def bare(text):
    """The letters and digits: the space around them is typography."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(c for c in unicodedata.normalize("NFKD", text) if c.isalnum())


def segments(epub, reader="poppler"):
    """The pieces of text of the book, each with whether its place is fixed, as the reader has them."""
    package = zipfile.ZipFile(epub)
    order = re.findall(r'href="([^"]*\.xhtml)"', package.read("OEBPS/content.opf").decode())
    for name in [name for name in dict.fromkeys(order) if "nav" not in name and "title-page" not in name and "cover" not in name]:
        root = etree.fromstring(package.read("OEBPS/" + name), etree.XMLParser(huge_tree=True, load_dtd=False))
        body = root.find(X + "body")
        if reader == "office":
            # LibreOffice paints annotations before what they stand above.
            for ruby in body.iter(X + "ruby"):
                ruby.text = "".join("".join(e.itertext()) for e in ruby.iter(X + "rt")) + (ruby.text or "")
                for annotation in ruby.findall(X + "rt"):
                    annotation.text = ""
        yield from inside(body, True)


def inside(element, fixed):
    """The pieces of an element: its own text, cut where blocks and formulas stand in it, and theirs."""
    loose = {X + "td", X + "th", X + "figcaption", X + "caption"}
    classes = element.get("class", "").split()
    fixed = fixed and element.tag not in loose and not (element.tag == X + "aside" and "footnote" in classes)
    buffer = [element.text or ""]
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        role = child.get("{http://www.idpf.org/2007/ops}type", "")
        hidden = name in ("script", "style", "nav") or "pagebreak" in role or "noteref" in role or "backlink" in child.get("role", "")
        block = child.tag in TEXT or name in ("ul", "ol", "dl", "table", "thead", "tbody", "tr", "section", "aside", "figure", "header", "article", "main", "details", "colgroup", "hr")
        if name and not hidden and not block and name not in APART:
            inner = list(inside(child, fixed))
            # A span in the line: its pieces join those around it.
            if inner:
                buffer.append(inner[0][0])
                for piece, _ in inner[1:]:
                    yield "".join(buffer), fixed
                    buffer = [piece]
        elif name:
            yield "".join(buffer), fixed
            buffer = []
            if not hidden and name not in APART:
                yield from inside(child, fixed)
        buffer.append(child.tail or "")
    yield "".join(buffer), fixed


def common(a, b):
    """How many letters two texts begin with in common."""
    count = 0
    for x, y in zip(a, b):
        if x != y:
            break
        count += 1
    return count


class Pages:
    def __init__(self, texts, turned):
        self.texts = [bare(text) for text in texts]
        # Letters with a line of their own.
        self.initials = [{bare(line) for line in text.splitlines()} for text in texts]
        # As a reader has it who minds the direction of letters.
        self.turned = [bare(text) for text in turned]
        self.free = [[True] * len(text) for text in self.texts]
        self.page, self.at = 0, 0

    def take(self, places):
        for page, start, end in places:
            self.free[page][start:end] = [False] * (end - start)
        self.page, self.at = places[-1][0], places[-1][2]

    def find(self, text, page, at, more=None):
        """Where a text stands on a page behind a place, in one piece or going on at the beginning of the next pages."""
        here = self.texts[page]
        found = here.find(text, at)
        if found >= 0:
            return [(page, found, found + len(text))]
        # A page has room for a few hundred letters at the least.
        more = len(text) // 400 + 2 if more is None else more
        if page + 1 == len(self.texts) or not more:
            return None
        # Its beginning must be the last of what this page has of it, so the longest beginning counts.
        best, start = 0, 0
        head = text[: min(ANCHOR, len(text))]
        for size in range(len(head), 0, -1):
            places = [match.start() for match in re.finditer(f"(?={re.escape(text[:size])})", here[at:])]
            if places:
                best, start = max((common(text, here[at + place : at + place + len(text)]), at + place) for place in places)
                break
        # What stands at the end of a page is a line, or else nothing but the folio is behind it.
        while best >= 4 or (best and len(here) - start - best <= FOLIO):
            for following in range(page + 1, min(page + 1 + AHEAD, len(self.texts))):
                rest = self.find(text[best:], following, 0, more - 1)
                if rest and rest[0][1] < (1500 if best >= 4 else 1):
                    return [(page, start, start + best)] + rest
            # A running head may begin with the letters that come next.
            best -= 1 if best < 8 else best
        return None

    def in_order(self, text):
        # A long table may stand in between, which is rare.
        for page in range(self.page, min(self.page + 10 * AHEAD, len(self.texts))):
            places = self.find(text, page, self.at if page == self.page else 0)
            if places:
                self.take(places)
                return True
        return False

    def around_initial(self, text):
        """A paragraph beside a drop cap, whose frame LibreOffice paints behind it."""
        return self.in_order(text[1:]) and any(text[0] in self.initials[page] for page in (self.page, max(self.page - 1, 0)))

    def lines(self, written):
        """Code whose lines are numbered on paper."""
        lines = [bare(line) for line in written.splitlines()]
        return len(lines) > 1 and all(self.in_order(line) for line in lines if line)

    def words_near(self, written, whole):
        """Whether every word stands on the pages where the text goes on, forwards or as it is seen; those that run from right to
        left only where they are `whole`."""
        # Where the direction changes, the parts of a word come apart. Points and vowel signs are no letters.
        plain = "".join(c for c in unicodedata.normalize("NFKD", written) if not unicodedata.combining(c))
        apart = re.sub(f"({RIGHT_TO_LEFT.pattern}+)", r" \1 ", plain)
        words = [bare(word) for word in re.split(r"[\W_]+", apart)]
        if not whole:
            words = [word for word in words if not RIGHT_TO_LEFT.search(word)]
        on = lambda text: all(word in text or word[::-1] in text for word in words)
        pages = range(self.page, min(self.page + AHEAD, len(self.texts)))
        found = next((page for page in pages if on(self.texts[page] + "\n" + self.turned[page])), None)
        if found is not None and found > self.page:
            self.page, self.at = found, 0
        return found is not None or any(
            on("\n".join(self.texts[page : page + 2] + self.turned[page : page + 2])) for page in list(pages)[:-1]
        )

    def anywhere(self, text):
        kept = self.page, self.at
        for page, here in enumerate(self.texts):
            at = here.find(text)
            while at >= 0 and not all(self.free[page][at : at + len(text)]):
                at = here.find(text, at + 1)
            if at >= 0:
                self.take([(page, at, at + len(text))])
                self.page, self.at = kept
                return True
        for page in range(len(self.texts)):
            places = self.find(text, page, 0) if text[:ANCHOR] in self.texts[page] or self.texts[page].endswith(text[:4]) else None
            if places:
                self.take(places)
                self.page, self.at = kept
                return True
        return False


def read(program, pdf):
    """The text of each page: in the order of the file, or `turned`, in that of reading."""
    raw = ["pdftotext", "-raw", pdf, "-"]
    command = {"poppler": raw, "office": raw, "turned": ["pdftotext", pdf, "-"], "mupdf": ["mutool", "draw", "-q", "-F", "txt", pdf]}[program]
    return subprocess.run(command, capture_output=True, text=True, errors="replace").stdout.split("\f")


def upright(pdf, leftwards):
    """The text of each page in the order in which its lines are read, if they run from right to left, or else have words that do."""
    boxes = subprocess.run(["pdftotext", "-bbox-layout", pdf, "-"], capture_output=True).stdout
    space = "{http://www.w3.org/1999/xhtml}"
    for page in etree.fromstring(boxes, etree.XMLParser(huge_tree=True, recover=True)).iter(space + "page"):
        lines = []
        for line in page.iter(space + "line"):
            words = sorted(line.iter(space + "word"), key=lambda word: float(word.get("xMin")))
            lines.append(turned([bare(word.text or "") for word in words], leftwards))
        yield "\n".join(lines)


def turned(words, leftwards):
    """Words as they are seen, in the order in which they are read: those that run against the line keep together."""
    runs = [list(run) for _, run in itertools.groupby((word for word in words if word), lambda word: bool(RIGHT_TO_LEFT.search(word)))]
    runs = [[word[::-1] for word in run[::-1]] if RIGHT_TO_LEFT.search(run[0]) else run for run in runs]
    return " ".join(word for run in (runs[::-1] if leftwards else runs) for word in run)


def main():
    failed = False
    for program in sys.argv[3:] or ("poppler", "mupdf"):
        pieces = [(bare(text), fixed, text) for text, fixed in segments(sys.argv[2], program)]
        pieces = [piece for piece in pieces if piece[0]]
        ordered = []
        if program == "poppler" and any(RIGHT_TO_LEFT.search(written) for _, _, written in pieces):
            ordered = [Pages(list(upright(sys.argv[1], leftwards)), []) for leftwards in (True, False)]
        pages = Pages(read(program, sys.argv[1]), read(program if program == "mupdf" else "turned", sys.argv[1]))
        # MuPDF reads a drop cap behind the first line that it stands beside.
        capped = Pages([re.sub(r"(\n[^\n]+)\n(\w)(?=\n\n)", r"\n\2\1", text) for text in read("mupdf", sys.argv[1])], [])
        strays, loose, leftwards, by_words = [], [], 0, 0
        for text, fixed, written in pieces:
            if not fixed:
                loose.append((text, written))
            elif RIGHT_TO_LEFT.search(written):
                leftwards += 1
                if not any(pages.in_order(text) for pages in ordered):
                    by_words += 1
                    strays += [] if pages.words_near(written, program != "office") else [written]
            elif pages.in_order(text) or pages.lines(written):
                pass
            elif not (pages.around_initial(text) if program == "office" else capped.in_order(text)):
                strays.append(written)
        pages.page = 0
        late = [written for text, written in loose if not pages.anywhere(text) and not RIGHT_TO_LEFT.search(written)]
        if program == "office":
            # Poppler parts the words of right-to-left scripts that LibreOffice paints, letter by letter where they are joined:
            # all their letters must be there.
            count = lambda texts: collections.Counter(c for text in texts for c in text if RIGHT_TO_LEFT.match(c))
            lost = count(text for text, _, _ in pieces) - count(pages.texts)
            late += [f"{number} times the letter {letter}" for letter, number in lost.items()]
        letters = sum(len(text) for text, _, _ in pieces)
        left = sum(map(sum, pages.free))
        print(f"{program}: {len(pieces)} pieces of {letters} letters; {len(strays)} out of place, {len(late)} missing; {left} letters besides" + (f"; of {leftwards} from right to left {by_words} by their words" if leftwards else ""))
        for written in (strays + late)[:20]:
            print(f"lost to {program}: {' '.join(written.split())[:100]}")
        failed |= bool(strays or late or not pieces)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
