#!/usr/bin/env python3
"""What is left of a DOCX when LibreOffice has had it.

Opens the document with every kind of node in LibreOffice, changes a paragraph with the recording of changes on, saves it, and
asks whether the map back to the source still finds every block; then goes DOCX, ODT, DOCX and counts what was there before and after. Takes a
path to a DOCX, else builds one. Prints a line for each question; exits with 1 when an answer is wrong.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TREFOIL = pathlib.Path(os.environ.get("TREFOIL", ROOT / "target/release/trefoil"))
NAMESPACE = "urn:trefoil:source-map:1"
FIRST = r'<w:pStyle w:val="FirstParagraph" ?/></w:pPr><w:bookmarkStart [^>]*w:name="(_tf_[^"]*)"/>'
ADDED = "Written by a reviewer. "
# The one that LibreOffice's bridge (python3-uno) is installed for.
PYTHON = os.environ.get("UNO_PYTHON", "/usr/bin/python3")


def run(command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, errors="replace", timeout=180)


def convert(source, target, folder, name):
    """`source` saved by LibreOffice as `name` in `folder`, in the format `target`."""
    out = folder / name
    out.mkdir()
    profile = f"-env:UserInstallation=file://{folder}/profile"
    result = run(["soffice", profile, "--headless", "--convert-to", target, "--outdir", out, source])
    made = out / f"{source.stem}.{target}"
    if not made.exists():
        sys.exit(f"LibreOffice did not save {source.name} as {target}: {(result.stdout + result.stderr)[-300:]}")
    return made


def part(docx, name):
    with zipfile.ZipFile(docx) as package:
        return package.read(name).decode() if name in package.namelist() else ""


def source_map(docx):
    """The bookmarks of the map with their spans; the part is found by its namespace, since editors rename it."""
    with zipfile.ZipFile(docx) as package:
        for name in package.namelist():
            if re.fullmatch(r"customXml/item\d+\.xml", name):
                text = package.read(name).decode()
                if NAMESPACE in text:
                    found = re.findall(r'bookmark="([^"]*)" file="(\d+)" start="(\d+)" end="(\d+)"', text)
                    return {mark: span for mark, *span in found}
    return {}


def bookmarks(docx):
    text = part(docx, "word/document.xml") + part(docx, "word/footnotes.xml") + part(docx, "word/endnotes.xml")
    return re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]*)"', text)


# Run by the Python that LibreOffice's bridge is installed for: opens the document in an office that listens, turns the
# recording of changes on, writes into the paragraph that the bookmark is in, and saves.
REVIEW = """
import sys, time, uno
from com.sun.star.beans import PropertyValue
pipe, source, target, mark, added = sys.argv[1:]
resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
for attempt in range(240):
    try:
        context = resolver.resolve("uno:pipe,name=" + pipe + ";urp;StarOffice.ComponentContext")
        break
    except Exception:
        time.sleep(0.25)
given = lambda **names: tuple(PropertyValue(Name=name, Value=value) for name, value in names.items())
# Without a window: where no user interface is installed, one ends in a crash.
document = context.ServiceManager.createInstanceWithContext("com.sun.star.text.TextDocument", context)
document.load(given(URL=source, FilterName="MS Word 2007 XML"))
document.RecordChanges = True
anchor = document.Bookmarks.getByName(mark).Anchor
words = anchor.Text.createTextCursorByRange(anchor.Start)
words.goRight(1, False)
anchor.Text.insertString(words, added, False)
words.gotoEndOfParagraph(False)
words.goLeft(3, True)
words.setString("")
document.storeToURL(target, given(FilterName="MS Word 2007 XML"))
document.close(True)
try:
    context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
except Exception:
    pass
"""


def reviewed(docx, folder):
    """The document as a reviewer sends it from LibreOffice: words put into the first paragraph of text and its last ones taken
    out, with the recording of changes on; and the bookmark of that paragraph."""
    found = re.search(FIRST, part(docx, "word/document.xml"))
    if not found:
        sys.exit("no paragraph of text to change")
    mark, saved, pipe = found[1], folder / "reviewed.docx", f"trefoil-{os.getpid()}"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    office = subprocess.Popen(
        ["soffice", profile, "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        review = run([PYTHON, "-c", REVIEW, pipe, docx.as_uri(), saved.as_uri(), mark, ADDED])
        office.wait(timeout=60)
    finally:
        office.poll() is None and office.kill()
    if not saved.exists():
        sys.exit(f"LibreOffice did not save the reviewed document: {review.stderr[-400:]}")
    return saved, mark


def paragraph_of(docx, mark):
    """The paragraph that holds the bookmark."""
    text = part(docx, "word/document.xml")
    at = text.find(f'w:name="{mark}"')
    begin = max(text.rfind("<w:p>", 0, at), text.rfind("<w:p ", 0, at))
    return "" if at < 0 else text[begin : text.find("</w:p>", at)]


def counts(docx):
    """How many there are of what has to survive."""
    document = part(docx, "word/document.xml")
    styles = dict(re.findall(r'w:styleId="([^"]*)"[^>]*>\s*<w:name w:val="([^"]*)"', part(docx, "word/styles.xml")))
    properties = re.findall(r'<w:pPr><w:pStyle w:val="([^"]*)" ?/>(.*?)</w:pPr>', document)
    names = [styles.get(style, style).lower() for style, _ in properties]
    # LibreOffice writes into headings and ornaments what they have of their styles.
    numbered = [name for name, (_, more) in zip(names, properties) if re.search(r'<w:numId w:val="[1-9]', more)]
    fields = re.findall(r"<w:instrText[^>]*>([^<]*)<", document)
    return {
        "headings": sum(name.startswith("heading") for name in names),
        "captions": sum(name.startswith("caption") for name in names),
        "list items": sum(name.startswith(("list ", "source code")) for name in numbered),
        "notes": len(re.findall(r"<w:(?:footnote|endnote)Reference ", document)),
        "sequence fields": sum(bool(re.search(r"\bSEQ\b", field)) for field in fields),
        "references": sum(bool(re.search(r"\b(?:REF|PAGEREF|NOTEREF)\b", field)) for field in fields),
        "tables": document.count("<w:tbl>"),
        "pictures": document.count("<pic:pic"),
    }


def main():
    wrong = 0

    def ask(question, good, detail=""):
        nonlocal wrong
        wrong += not good
        print(f"{'ok   ' if good else 'WRONG'} {question}{': ' + detail if detail else ''}")

    with tempfile.TemporaryDirectory(prefix="trefoil-roundtrip-") as name:
        folder = pathlib.Path(name)
        if len(sys.argv) > 1:
            docx = pathlib.Path(sys.argv[1]).resolve()
        else:
            built = run([TREFOIL, "build", ROOT / "tests/data/every-node.md", "--to", "docx", "-o", folder])
            docx = folder / "every-node.docx"
            if not docx.exists():
                sys.exit(f"no DOCX was built: {built.stderr[-300:]}")
        saved, mark = reviewed(docx, folder)
        before, after = source_map(docx), source_map(saved)
        ask("the map of the source is kept", bool(before) and before == after, f"{len(before)} blocks, {len(after)} after")
        here = [name for name in bookmarks(docx) if name in before]
        kept = set(bookmarks(saved))
        lost = [name for name in here if name not in kept]
        ask("the bookmarks of the map are kept", not lost, f"{len(here)} bookmarks, lost {lost[:5]}")
        paragraph = paragraph_of(saved, mark)
        ask("the changed paragraph is found", ADDED.strip() in paragraph and mark in after, mark)
        ask("what was added is recorded", re.search(r"<w:ins [^>]*>.*?" + ADDED.strip(), paragraph))
        ask("what was taken out is recorded", "<w:del " in paragraph and "<w:delText" in paragraph)
        odt = convert(docx, "odt", folder, "odt")
        back = convert(odt, "docx", folder, "back")
        first, last = counts(docx), counts(back)
        for what, count in first.items():
            ask(f"{what} after ODT and back", last[what] == count, f"{count}, {last[what]} after")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
