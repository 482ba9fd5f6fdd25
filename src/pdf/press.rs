//! What a press needs around a page: bleed, and marks in the margin that is cut off (ISO 32000-1 §14.11.2).

use lopdf::{Dictionary, Object, dictionary};

use super::file::number;
use super::operators::{BLACK, Operators};
use crate::style::{Inks, Marks, Page};
use crate::units::Length;

/// How long crop marks are.
const MARK: f64 = 14.0;
/// Marks keep so far from the trimmed page, bleed or not.
const CLEAR: f64 = 8.5;
/// The radius of a registration mark.
const TARGET: f64 = 4.0;
/// The name of the colour that is printed with every ink.
const ALL: &str = "All";

/// The room around the trimmed pages, and what is drawn in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Press {
    bleed: Length,
    marks: Marks,
    inks: Inks,
}

impl Press {
    /// What the style asks for.
    pub(super) fn new(page: &Page) -> Self {
        Self { bleed: page.bleed, marks: page.marks, inks: page.inks }
    }

    /// What the pages are printed with.
    pub(super) fn inks(self) -> Inks {
        self.inks
    }

    /// From the trimmed page to where marks begin.
    fn clear(self) -> f64 {
        self.bleed.to_points().max(CLEAR)
    }

    /// From the trimmed page to the edge of the sheet.
    fn edge(self) -> f64 {
        match self.marks {
            Marks::None => self.bleed.to_points(),
            Marks::Crop | Marks::Registration => self.clear() + MARK + 1.0,
        }
    }

    /// Sets the boxes of a page. The origin stays the trimmed page's corner, so that nothing on it moves.
    pub(super) fn boxes(self, dict: &mut Dictionary, width: Length, height: Length) {
        let around = |by: f64| -> Object {
            let (right, top) = (width.to_points() + by, height.to_points() + by);
            vec![number(-by), number(-by), number(right), number(top)].into()
        };
        dict.set("MediaBox", around(self.edge()));
        if self.edge() > 0.0 {
            dict.set("BleedBox", around(self.bleed.to_points()));
        }
        dict.set("TrimBox", around(0.0));
        dict.remove(b"CropBox");
    }

    /// The colour spaces that pages need besides those of every device: one of every ink for the marks, and one of black ink
    /// (§8.6.6.4). Where there are no inks they look as they do on paper.
    pub(super) fn color_spaces(self) -> Option<Dictionary> {
        let space = |name: &str, device: &str, nothing: Vec<Object>, full: Vec<Object>| -> Object {
            let tint = dictionary! {
                "FunctionType" => 2, "Domain" => vec![0.into(), 1.into()], "C0" => nothing, "C1" => full, "N" => 1,
            };
            let space: Vec<Object> = vec!["Separation".into(), name.into(), device.into(), tint.into()];
            space.into()
        };
        let mut spaces = Dictionary::new();
        if self.marks != Marks::None {
            let (white, black) = (vec![1.into(), 1.into(), 1.into()], vec![0.into(), 0.into(), 0.into()]);
            spaces.set(ALL, space(ALL, "DeviceRGB", white, black));
        }
        if self.inks == Inks::BlackText {
            spaces.set(BLACK, space(BLACK, "DeviceGray", vec![1.into()], vec![0.into()]));
        }
        (!spaces.is_empty()).then_some(spaces)
    }

    /// Draws the marks, which are production aids and no part of the document (§14.8.2.2.2).
    pub(super) fn draw(self, width: Length, height: Length, out: &mut Operators) {
        if self.marks == Marks::None {
            return;
        }
        let (width, height) = (width.to_points(), height.to_points());
        out.raw("/Artifact<</Type/Page>>BDC\nq/").raw(ALL).raw(" CS 1 SCN .25 w\n");
        let (near, far) = (self.clear(), self.clear() + MARK);
        let mut line = |from: [f64; 2], to: [f64; 2]| {
            out.reals(&from).raw("m ").reals(&to).raw("l\n");
        };
        for (x, outwards) in [(0.0, -1.0), (width, 1.0)] {
            for y in [0.0, height] {
                line([x + outwards * near, y], [x + outwards * far, y]);
            }
        }
        for (y, outwards) in [(0.0, -1.0), (height, 1.0)] {
            for x in [0.0, width] {
                line([x, y + outwards * near], [x, y + outwards * far]);
            }
        }
        if self.marks == Marks::Registration {
            let off = near + MARK / 2.0;
            let targets =
                [[width / 2.0, -off], [width / 2.0, height + off], [-off, height / 2.0], [width + off, height / 2.0]];
            for [x, y] in targets {
                line([x - TARGET * 1.5, y], [x + TARGET * 1.5, y]);
                line([x, y - TARGET * 1.5], [x, y + TARGET * 1.5]);
            }
            targets.iter().for_each(|&center| circle(center, out));
        }
        out.raw("S Q EMC\n");
    }
}

/// A circle of four curves, each with its handles at 0.5523 of the radius.
fn circle([x, y]: [f64; 2], out: &mut Operators) {
    let (r, h) = (TARGET, TARGET * 0.5523);
    out.reals(&[x + r, y]).raw("m ");
    for [a, b, c] in [
        [[r, h], [h, r], [0.0, r]],
        [[-h, r], [-r, h], [-r, 0.0]],
        [[-r, -h], [-h, -r], [0.0, -r]],
        [[h, -r], [r, -h], [r, 0.0]],
    ] {
        out.reals(&[x + a[0], y + a[1], x + b[0], y + b[1], x + c[0], y + c[1]]).raw("c ");
    }
    out.raw("h\n");
}
