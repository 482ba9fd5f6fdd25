#!/usr/bin/env python3
"""Prints a line for every page with words off the paper, or with words printed over one another."""

import sys

import pymupdf

for number, page in enumerate(pymupdf.open(sys.argv[1]), 1):
    width, height = page.rect.width, page.rect.height
    words = sorted((word for word in page.get_text("words") if word[4].strip()), key=lambda word: word[1])
    off = [w[4] for w in words if w[0] < 2 or w[2] > width - 2 or w[1] < 2 or w[3] > height - 2]
    over = []
    for i, a in enumerate(words):
        for b in words[i + 1 :]:
            if b[1] > a[3]:
                break
            dx = min(a[2], b[2]) - max(a[0], b[0])
            dy = min(a[3], b[3]) - max(a[1], b[1])
            area = min((a[2] - a[0]) * (a[3] - a[1]), (b[2] - b[0]) * (b[3] - b[1]))
            if dx > 1 and dy > 1 and dx * dy > 0.35 * area:
                over.append((a[4], b[4]))
    if off or over:
        print(f"page {number}: off the paper {off[:5]}, over one another {over[:5]}")
