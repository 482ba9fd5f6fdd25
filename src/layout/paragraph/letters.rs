//! What letters do so that spaces need not: they are widened or narrowed by a little (Hàn Thế Thành, "Micro-typographic
//! extensions to the TeX typesetting system", 2000), in integers.

/// What is asked of letters before a paragraph is broken in another way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Effort {
    /// They keep to the limit that the style sets, which nobody sees.
    #[default]
    Ordinary,
    /// They may go half as far again, so that a word need not be cut.
    Great,
    /// They may go twice as far: a single line of slightly wide letters is seen less than its holes.
    Utmost,
}

impl Effort {
    /// Thousandths by which glyphs may be scaled beyond a limit, and of what spaces can give and still look well, in thousandths,
    /// what they give before that.
    fn beyond(self, limit: i64) -> (i64, i64) {
        match self {
            Self::Ordinary => (0, 1_000),
            Self::Great => (limit / 2, 600),
            Self::Utmost => (limit, 1_000),
        }
    }
}

/// Thousandths by which glyphs are scaled to make up for `excess`, where spaces can give `give`; negative where both are too much.
///
/// Up to their limit, and of what they can, glyphs do three times as much as spaces: two in a hundred is not seen in a letter,
/// but a wide space is. Beyond it they do what spaces should not.
pub(super) fn scale(excess: i64, give: i64, expandable: i64, limit: i64, effort: Effort) -> i64 {
    let whole = give + expandable.saturating_mul(limit) * 3 / 1000;
    if whole <= 0 || expandable <= 0 {
        return 0;
    }
    let size = excess.abs();
    let share = (limit.saturating_mul(3).saturating_mul(size) / whole).min(limit);
    let (most, before) = effort.beyond(limit);
    let rest = size - expandable * share / 1000 - give * before / 1000;
    let beyond = if rest <= 0 { 0 } else { rest.saturating_mul(1000) / expandable + 1 };
    (share + beyond.min(most)) * excess.signum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_beyond_their_limit_only_where_they_must() {
        // A line of 900 with spaces that can give 100, to be made wider by up to 200.
        let scaled = |excess, effort| scale(excess, 100, 900, 20, effort);
        assert_eq!([0, 30].map(|excess| scaled(excess, Effort::Ordinary)), [0, 11]);
        let all = [Effort::Ordinary, Effort::Great, Effort::Utmost];
        for effort in all {
            assert_eq!([30, 51].map(|excess| scaled(excess, effort)), [11, 19], "{effort:?}");
        }
        // Spaces that look well are no reason to go further, but for a word that would be cut.
        assert_eq!(all.map(|effort| scaled(100, effort)), [20, 30, 20]);
        assert_eq!(all.map(|effort| scaled(200, effort)), [20, 30, 40]);
        assert_eq!(all.map(|effort| scaled(-200, effort)), [-20, -30, -40]);
    }

    #[test]
    fn letters_that_may_not_be_scaled_are_not() {
        assert_eq!(scale(100, 50, 900, 0, Effort::Utmost), 0);
        assert_eq!(scale(100, 50, 0, 20, Effort::Utmost), 0);
        assert_eq!(scale(100, 0, 0, 20, Effort::Great), 0);
    }
}
