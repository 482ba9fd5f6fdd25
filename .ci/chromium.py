#!/usr/bin/env python3
"""Opens every text of an EPUB in headless Chromium, light and dark, on a phone's screen and on a desk's.

    chromium.py BOOK.epub… [--words FOLDER] [--screenshots FOLDER]

With `--words`, FOLDER has for each book a file NAME.words, as the example `words` writes it; every stretch of it must be shown in its order.

A line for each finding; exits with 1 when there is any. Chromium is spoken to over its debugging pipe, so that nothing has
to be installed besides it.
"""

import argparse
import base64
import fcntl
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unicodedata
import urllib.parse
import zipfile
from xml.etree import ElementTree

SCHEMES = ["light", "dark"]
WIDTHS = [360, 1200]
HEIGHT = 800

# Returns a list of findings about the page that is shown.
JUDGE = r"""
(() => {
  const found = new Map();
  const say = (kind, what) => { if (!found.has(kind + what)) found.set(kind + what, kind + ': ' + what); };
  const name = e => e.localName + (e.id ? '#' + e.id : '') + (e.getAttribute('class') ? '.' + e.getAttribute('class').replace(/ /g, '.') : '');
  const root = document.documentElement;
  if (root.scrollWidth > innerWidth) {
    say('scrolls sideways', root.scrollWidth + ' px');
    for (const e of document.body.querySelectorAll('*'))
      if (e.getBoundingClientRect().right > innerWidth + 0.5 && !e.closest('.table, div.math > *, .scrolls'))
        { say('too wide', name(e)); break; }
  }
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const colors = new Map();
  const rgba = text => {
    if (!colors.has(text)) {
      canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data; colors.set(text, [r, g, b, a / 255]);
    }
    return colors.get(text);
  };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3])).concat(1);
  const grounds = new Map();
  const ground = e => {
    if (!e) return [255, 255, 255, 1];
    if (!grounds.has(e)) grounds.set(e, over(rgba(getComputedStyle(e).backgroundColor), ground(e.parentElement)));
    return grounds.get(e);
  };
  // The body's background covers the whole screen.
  grounds.set(root, over(rgba(getComputedStyle(document.body).backgroundColor), [255, 255, 255, 1]));
  const opacity = e => e ? getComputedStyle(e).opacity * opacity(e.parentElement) : 1;
  const luminance = c => [0.2126, 0.7152, 0.0722].reduce((sum, share, i) => {
    const v = c[i] / 255; return sum + share * (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4); }, 0);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = texts.nextNode());) {
    if (!node.data.trim()) continue;
    const e = node.parentElement;
    if (e.closest('[hidden], annotation, annotation-xml, svg, script, style, rp')) continue;
    range.selectNodeContents(node);
    const boxes = range.getClientRects();
    if (!boxes.length || getComputedStyle(e).visibility !== 'visible') { say('not shown', name(e) + ' ' + node.data.trim().slice(0, 30)); continue; }
    const below = ground(e), color = rgba(getComputedStyle(e).color);
    const ink = over([color[0], color[1], color[2], color[3] * opacity(e)], below);
    const [a, b] = [luminance(ink), luminance(below)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) say('contrast ' + contrast.toFixed(2), name(e) + ' ' + JSON.stringify(node.data.trim().slice(0, 30)));
  }
  // What style sheets add: numbers of lines, ornaments.
  for (const e of document.body.querySelectorAll('*')) for (const part of ['::before', '::after']) {
    const style = getComputedStyle(e, part);
    if (style.content === 'none' || style.content === 'normal' || style.content === '""') continue;
    const below = ground(e), color = rgba(style.color);
    const ink = over([color[0], color[1], color[2], color[3] * style.opacity * opacity(e)], below);
    const [a, b] = [luminance(ink), luminance(below)].sort((x, y) => y - x);
    const contrast = (a + 0.05) / (b + 0.05);
    if (contrast < 4.5) say('contrast ' + contrast.toFixed(2), name(e) + part + ' ' + style.content);
  }
  for (const image of document.images) if (!image.complete || !image.naturalWidth) say('picture not shown', image.getAttribute('src'));
  for (const image of document.images) if (image.getBoundingClientRect().height > innerHeight) say('picture taller than the screen', image.getAttribute('src'));
  return [...found.values()];
})()
"""


# The text that is shown: of the notes, and of everything else. Numbers and ways back, which the book adds, are left out.
SHOWN = r"""
(() => {
  const shown = { text: '', notes: '' };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node; (node = texts.nextNode());) {
    const e = node.parentElement;
    if (e.closest('[hidden], math, rp, nav, .note-reference, .note-number, .back, .heading-number')) continue;
    range.selectNodeContents(node);
    if (!range.getClientRects().length || getComputedStyle(e).visibility !== 'visible') continue;
    shown[e.closest('aside.footnote, .endnotes') ? 'notes' : 'text'] += node.data;
  }
  return shown;
})()
"""


def visible(text):
    """The characters that are compared: neither white space nor such as only shape the text."""
    return "".join(c for c in text if not c.isspace() and unicodedata.category(c) not in ("Cc", "Cf", "Zs") and not "\ufe00" <= c <= "\ufe0f")


def spoken(words, shown):
    """Stretches of the document that are not shown, or not in their order."""
    kinds = [line.split("\t", 1) for line in words.read_text().splitlines()]
    text, notes = (visible("".join(page[part] for page in shown)) for part in ["text", "notes"])
    for wanted, place in [("ordered", text), ("note", notes)]:
        at = count = 0
        for stretch in (visible(stretch) for kind, stretch in kinds if kind == wanted):
            found = place.find(stretch, at)
            count += 1
            if found < 0:
                yield f"not shown in its order: {stretch[:60]!r}"
            else:
                at = found + len(stretch)
        if wanted == "ordered" and not count:
            yield "there is nothing to compare"
    for stretch in (visible(stretch) for kind, stretch in kinds if kind == "near"):
        if stretch not in text and stretch not in notes:
            yield f"not shown: {stretch[:60]!r}"


class Chromium:
    """A headless browser with one page."""

    def __init__(self, profile):
        child_reads, self.writes = os.pipe()
        self.reads, child_writes = os.pipe()
        # Chromium expects its ends at 3 and 4; ours must not be in the way there.
        ends = [fcntl.fcntl(end, fcntl.F_DUPFD, 10) for end in (child_reads, child_writes)]
        flags = "--headless=new --no-sandbox --disable-gpu --hide-scrollbars --allow-file-access-from-files --remote-debugging-pipe"
        self.process = subprocess.Popen(
            ["bash", "-c", f"exec chromium {flags} --user-data-dir={profile} about:blank 3<&{ends[0]} 4>&{ends[1]}"],
            pass_fds=ends,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in [child_reads, child_writes, *ends]:
            os.close(end)
        self.buffer = b""
        self.events = []
        self.number = 0
        self.session = None
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ["Page", "Runtime", "Log"]:
            self.call(domain + ".enable")

    def message(self):
        while b"\0" not in self.buffer:
            read = os.read(self.reads, 1 << 20)
            if not read:
                raise RuntimeError("Chromium has ended")
            self.buffer += read
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.writes, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.message()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def open(self, url):
        """Shows a page; returns what its console says."""
        self.events.clear()
        self.call("Page.navigate", url=url)
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.message())
        self.evaluate("document.fonts.ready.then(() => 0)")
        said = []
        for event in self.events:
            method, parameters = event.get("method"), event.get("params", {})
            if method == "Runtime.exceptionThrown":
                said.append(parameters["exceptionDetails"]["text"])
            elif method == "Runtime.consoleAPICalled":
                said.append(" ".join(str(a.get("value")) for a in parameters["args"]))
            elif method == "Log.entryAdded":
                said.append(parameters["entry"]["text"] + " " + parameters["entry"].get("url", ""))
        return said

    def evaluate(self, expression):
        answer = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def screen(self, scheme, width):
        self.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setDeviceMetricsOverride", width=width, height=HEIGHT, deviceScaleFactor=1, mobile=False)

    def screenshot(self, path):
        shot = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(shot["data"]))

    def close(self):
        self.session = None
        try:
            self.call("Browser.close")
        except (RuntimeError, OSError):
            pass
        self.process.wait(30)


def spine(folder):
    """The package's folder and the paths of its texts, in reading order."""
    container = ElementTree.parse(folder / "META-INF/container.xml")
    package = folder / container.find(".//{*}rootfile").get("full-path")
    tree = ElementTree.parse(package)
    items = {item.get("id"): item.get("href") for item in tree.iter("{http://www.idpf.org/2007/opf}item")}
    texts = [items[ref.get("idref")] for ref in tree.iter("{http://www.idpf.org/2007/opf}itemref")]
    if "nav.xhtml" not in texts:
        texts.append("nav.xhtml")
    return package.parent, [package.parent / urllib.parse.unquote(path) for path in texts]


def links(root, texts):
    """Links into the book that lead nowhere."""
    trees = {path: ElementTree.parse(path) for path in texts}
    ids = {path: {e.get("id") for e in tree.iter() if e.get("id")} for path, tree in trees.items()}
    findings = []
    for path, tree in trees.items():
        for element in tree.iter():
            for target in filter(None, [element.get("href"), element.get("src")]):
                url = urllib.parse.urlsplit(target)
                if url.scheme or url.netloc:
                    continue
                file = (path.parent / urllib.parse.unquote(url.path)).resolve() if url.path else path
                fragment = urllib.parse.unquote(url.fragment)
                if not file.is_relative_to(root) or not file.is_file() or (fragment and fragment not in ids.get(file, ())):
                    findings.append(f"{path.relative_to(root)}: leads nowhere: {target}")
    return findings


def judge(browser, epub, words, screenshots):
    """Findings on one book."""
    with tempfile.TemporaryDirectory(prefix="trefoil-") as folder:
        folder = pathlib.Path(folder).resolve()
        zipfile.ZipFile(epub).extractall(folder)
        root, texts = spine(folder)
        yield from links(root, texts)
        for scheme in SCHEMES:
            for width in WIDTHS:
                browser.screen(scheme, width)
                shown = []
                for path in texts:
                    where = f"{path.relative_to(root)}, {scheme}, {width} px"
                    for line in browser.open(path.as_uri()):
                        yield f"{where}: console: {line}"
                    for line in browser.evaluate(JUDGE):
                        yield f"{where}: {line}"
                    shown.append(browser.evaluate(SHOWN))
                    if screenshots:
                        browser.screenshot(screenshots / f"{epub.stem}-{path.stem}-{scheme}-{width}.png")
                if words:
                    for line in spoken(words / f"{epub.stem}.words", shown):
                        yield f"{scheme}, {width} px: {line}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("books", nargs="+", type=pathlib.Path)
    parser.add_argument("--words", type=pathlib.Path)
    parser.add_argument("--screenshots", type=pathlib.Path)
    arguments = parser.parse_args()
    failed = False
    with tempfile.TemporaryDirectory(prefix="trefoil-", ignore_cleanup_errors=True) as profile:
        browser = Chromium(profile)
        try:
            for epub in arguments.books:
                for finding in judge(browser, epub, arguments.words, arguments.screenshots):
                    print(f"{epub.name}: {finding}")
                    failed = True
        finally:
            browser.close()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
