//! Paths of drawings as operators, and the paths of clips.

use usvg::tiny_skia_path::{Path as PathData, PathSegment, Point};
use usvg::{FillRule, Node, Transform};

use super::operators::Operators;

/// Appends a path.
pub(super) fn outline(path: &PathData, out: &mut Operators) {
    let point = |out: &mut Operators, point: Point| {
        out.reals(&[f64::from(point.x), f64::from(point.y)]);
    };
    let mut last = Point::zero();
    for segment in path.segments() {
        match segment {
            PathSegment::MoveTo(p) => {
                point(out, p);
                out.raw("m\n");
                last = p;
            }
            PathSegment::LineTo(p) => {
                point(out, p);
                out.raw("l\n");
                last = p;
            }
            PathSegment::QuadTo(c, p) => {
                // The same curve with two control points, each two thirds of the way.
                let toward =
                    |end: Point| Point::from_xy(end.x + (c.x - end.x) * 2.0 / 3.0, end.y + (c.y - end.y) * 2.0 / 3.0);
                [toward(last), toward(p), p].into_iter().for_each(|p| point(out, p));
                out.raw("c\n");
                last = p;
            }
            PathSegment::CubicTo(c1, c2, p) => {
                [c1, c2, p].into_iter().for_each(|p| point(out, p));
                out.raw("c\n");
                last = p;
            }
            PathSegment::Close => {
                out.raw("h\n");
            }
        }
    }
}

/// The paths of a clip in canvas units, where that is the transform of what is clipped; `None` where they are more than one path can say.
pub(super) fn clip_paths(clip: &usvg::ClipPath, around: Transform) -> Option<(Vec<(PathData, Transform)>, FillRule)> {
    if clip.clip_path().is_some() {
        return None;
    }
    let mut paths = Vec::new();
    let mut rules = Vec::new();
    collect(clip.root(), around.pre_concat(clip.transform()), &mut paths, &mut rules)?;
    let rule = rules.first().copied().unwrap_or(FillRule::NonZero);
    // Overlapping paths cut holes in one another under the even-odd rule.
    (rules.len() <= 1 || rules.iter().all(|rule| *rule == FillRule::NonZero)).then_some((paths, rule))
}

fn collect(
    group: &usvg::Group,
    transform: Transform,
    paths: &mut Vec<(PathData, Transform)>,
    rules: &mut Vec<FillRule>,
) -> Option<()> {
    if group.clip_path().is_some() {
        return None;
    }
    let transform = transform.pre_concat(group.transform());
    for node in group.children() {
        match node {
            Node::Group(group) => collect(group, transform, paths, rules)?,
            Node::Path(path) => {
                paths.push((path.data().clone(), transform));
                rules.push(path.fill().map_or(FillRule::NonZero, usvg::Fill::rule));
            }
            Node::Text(_) | Node::Image(_) => return None,
        }
    }
    Some(())
}
