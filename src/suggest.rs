//! The nearest known name to one that is not known.

/// The advice `did you mean …?`, where a name is near enough to be a slip of the hand.
#[must_use]
pub fn did_you_mean<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(found, known).map(|name| format!("did you mean `{name}`?"))
}

/// The nearest of the known names: at most a third of the letters differ, or it differs in case and hyphens only.
#[must_use]
pub fn nearest<'a>(found: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A name of many letters is no slip, and comparing it would take long.
    if found.len() > 64 {
        return None;
    }
    let plain = |s: &str| s.to_lowercase().replace(['_', ' '], "-").replace("colour", "color");
    let found = plain(found);
    known
        .into_iter()
        .map(|name| (distance(&found, &plain(name)), name))
        .filter(|(distance, name)| *distance * 3 <= name.chars().count().max(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// Insertions, deletions, replacements and swaps of neighbours from one to the other (optimal string alignment).
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before = Vec::new();
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let replaced = previous[j] + usize::from(a[i] != b[j]);
            let mut best = replaced.min(previous[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                let swapped: &Vec<usize> = &before;
                best = best.min(swapped[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut previous, row);
    }
    previous.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        let known = ["font-size", "font-style", "color", "margin-top", "size"];
        for (found, expected) in [
            ("font-sze", Some("font-size")),
            ("fnot-size", Some("font-size")),
            ("colour", Some("color")),
            ("Font_Size", Some("font-size")),
            ("sizes", Some("size")),
            ("sizet", Some("size")),
            ("elephant", None),
            ("", None),
        ] {
            assert_eq!(nearest(found, known), expected, "{found}");
        }
    }
}
