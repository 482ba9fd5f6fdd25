#!/usr/bin/env bash
# Times whole commands on one document: Trefoil's three editions, and Typst and pandoc where they are installed.
# usage: benches/compare.sh DOCUMENT.md [RUNS]
set -euo pipefail
document=${1:?usage: benches/compare.sh DOCUMENT.md [RUNS]}
runs=${2:-5}
cd "$(dirname "$0")/.." && root=$PWD && cd - >/dev/null
trefoil=${TREFOIL:-$root/target/release/trefoil}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Prints the median of the wall times, and the largest resident set, of several runs of a command.
measure() {
  local name=$1
  shift
  for _ in $(seq "$runs"); do
    /usr/bin/time -f '%e %M' -o "$work/one" "$@" >/dev/null 2>&1 || true
    tail -n 1 "$work/one" >>"$work/$name"
  done
  sort -n "$work/$name" | awk -v name="$name" '
    { time[NR] = $1; if ($2 > peak) peak = $2 }
    END { printf "%-18s %6.2f s  %5d MB\n", name, time[int((NR + 1) / 2)], peak / 1024 }'
}

measure trefoil-all "$trefoil" build "$document" -o "$work/out"
measure trefoil-pdf "$trefoil" build "$document" --to pdf -o "$work/out"
measure trefoil-epub "$trefoil" build "$document" --to epub -o "$work/out"
measure trefoil-docx "$trefoil" build "$document" --to docx -o "$work/out"
printf 'Hello, world.\n' >"$work/page.md"
measure trefoil-one-page "$trefoil" build "$work/page.md"
if command -v pandoc >/dev/null; then
  measure pandoc-docx pandoc "$document" -o "$work/pandoc.docx"
  measure pandoc-epub pandoc "$document" -o "$work/pandoc.epub"
  if command -v typst >/dev/null; then
    pandoc "$document" -s -t typst -o "$work/pandoc.typ"
    measure typst-pdf typst compile "$work/pandoc.typ" "$work/typst.pdf"
  fi
fi
