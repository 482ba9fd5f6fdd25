//! The mathematical alphabets of Unicode (Unicode Technical Report 25 §2.2).

/// An alphabet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Variant {
    /// What mathematics takes unasked: single Latin and small Greek letters italic, everything else upright.
    #[default]
    Default,
    /// Upright.
    Upright,
    /// Italic.
    Italic,
    /// Bold, upright.
    Bold,
    /// Bold, italic where the default is italic.
    BoldSymbol,
    /// Bold italic.
    BoldItalic,
    /// Calligraphic.
    Script,
    /// Bold calligraphic.
    BoldScript,
    /// Black letter.
    Fraktur,
    /// Bold black letter.
    BoldFraktur,
    /// Blackboard bold.
    DoubleStruck,
    /// Sans-serif.
    SansSerif,
    /// Sans-serif bold.
    BoldSansSerif,
    /// Sans-serif italic.
    SansSerifItalic,
    /// Sans-serif bold italic.
    SansSerifBoldItalic,
    /// Monospaced.
    Monospace,
}

/// Where an alphabet's capital letters, small letters, digits and Greek (U+0391 on, then U+03B1 on) begin.
struct Blocks {
    letters: Option<u32>,
    digits: Option<u32>,
    greek: Option<u32>,
}

impl Variant {
    /// This letter in this alphabet; unchanged where the alphabet does not have it.
    #[must_use]
    pub fn apply(self, c: char) -> char {
        if let Some(c) = self.letterlike(c) {
            return c;
        }
        let Blocks { letters, digits, greek } = self.blocks(c);
        let code = u32::from(c);
        let mapped = match c {
            'A'..='Z' => letters.map(|first| first + code - 0x41),
            'a'..='z' => letters.map(|first| first + 26 + code - 0x61),
            '0'..='9' => digits.map(|first| first + code - 0x30),
            'Α'..='Ρ' | 'Σ'..='Ω' => greek.map(|first| first + code - 0x391),
            '∇' => greek.map(|first| first + 25),
            'α'..='ω' => greek.map(|first| first + 26 + code - 0x3B1),
            // U+2202 and the letter variants follow the small letters in this order in every Greek block.
            '∂' => greek.map(|first| first + 51),
            'ϵ' => greek.map(|first| first + 52),
            'ϑ' => greek.map(|first| first + 53),
            'ϰ' => greek.map(|first| first + 54),
            'ϕ' => greek.map(|first| first + 55),
            'ϱ' => greek.map(|first| first + 56),
            'ϖ' => greek.map(|first| first + 57),
            _ => None,
        };
        mapped.and_then(char::from_u32).unwrap_or(c)
    }

    /// The text in this alphabet. With [`Variant::Default`] it stays as it is.
    #[must_use]
    pub fn map(self, text: &str) -> String {
        text.chars().map(|c| self.apply(c)).collect()
    }

    /// Letters that Unicode had before it had the alphabets, and holes in them.
    fn letterlike(self, c: char) -> Option<char> {
        Some(match (self, c) {
            (Self::Italic, 'h') => 'ℎ',
            (Self::Script, 'B') => 'ℬ',
            (Self::Script, 'E') => 'ℰ',
            (Self::Script, 'F') => 'ℱ',
            (Self::Script, 'H') => 'ℋ',
            (Self::Script, 'I') => 'ℐ',
            (Self::Script, 'L') => 'ℒ',
            (Self::Script, 'M') => 'ℳ',
            (Self::Script, 'R') => 'ℛ',
            (Self::Script, 'e') => 'ℯ',
            (Self::Script, 'g') => 'ℊ',
            (Self::Script, 'o') => 'ℴ',
            (Self::Fraktur, 'C') => 'ℭ',
            (Self::Fraktur, 'H') => 'ℌ',
            (Self::Fraktur, 'I') => 'ℑ',
            (Self::Fraktur, 'R') => 'ℜ',
            (Self::Fraktur, 'Z') => 'ℨ',
            (Self::DoubleStruck, 'C') => 'ℂ',
            (Self::DoubleStruck, 'H') => 'ℍ',
            (Self::DoubleStruck, 'N') => 'ℕ',
            (Self::DoubleStruck, 'P') => 'ℙ',
            (Self::DoubleStruck, 'Q') => 'ℚ',
            (Self::DoubleStruck, 'R') => 'ℝ',
            (Self::DoubleStruck, 'Z') => 'ℤ',
            _ => return None,
        })
    }

    fn blocks(self, c: char) -> Blocks {
        let (letters, digits, greek) = match self {
            Self::Default | Self::Upright => (None, None, None),
            Self::Italic => (Some(0x1D434), None, Some(0x1D6E2)),
            Self::Bold => (Some(0x1D400), Some(0x1D7CE), Some(0x1D6A8)),
            // Capital Greek is upright by default, and stays so in bold.
            Self::BoldSymbol if ('Α'..='Ω').contains(&c) || c == '∇' => (None, None, Some(0x1D6A8)),
            Self::BoldSymbol | Self::BoldItalic => (Some(0x1D468), Some(0x1D7CE), Some(0x1D71C)),
            Self::Script => (Some(0x1D49C), None, None),
            Self::BoldScript => (Some(0x1D4D0), None, None),
            Self::Fraktur => (Some(0x1D504), None, None),
            Self::BoldFraktur => (Some(0x1D56C), None, None),
            Self::DoubleStruck => (Some(0x1D538), Some(0x1D7D8), None),
            Self::SansSerif => (Some(0x1D5A0), Some(0x1D7E2), None),
            Self::BoldSansSerif => (Some(0x1D5D4), Some(0x1D7EC), Some(0x1D756)),
            Self::SansSerifItalic => (Some(0x1D608), Some(0x1D7E2), None),
            Self::SansSerifBoldItalic => (Some(0x1D63C), Some(0x1D7EC), Some(0x1D790)),
            Self::Monospace => (Some(0x1D670), Some(0x1D7F6), None),
        };
        Blocks { letters, digits, greek }
    }
}

/// Whether mathematics sets this letter italic unasked.
#[must_use]
pub(super) fn italic_by_default(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'α'..='ω' | 'ϵ' | 'ϑ' | 'ϰ' | 'ϕ' | 'ϱ' | 'ϖ' | '∂' | 'ı' | 'ȷ' | 'µ')
}

#[cfg(test)]
mod tests {
    use super::Variant;

    #[test]
    fn letters_map_into_their_alphabets() {
        for (variant, from, to) in [
            (Variant::Bold, "xA1α", "𝐱𝐀𝟏𝛂"),
            (Variant::DoubleStruck, "RZk1", "ℝℤ𝕜𝟙"),
            (Variant::Script, "LX", "ℒ𝒳"),
            (Variant::Fraktur, "gC", "𝔤ℭ"),
            (Variant::BoldSymbol, "βΣθ∇", "𝜷𝚺𝜽𝛁"),
            (Variant::Italic, "h∂ϵ", "ℎ𝜕𝜖"),
            (Variant::Monospace, "a0é", "𝚊𝟶é"),
            (Variant::Upright, "ab", "ab"),
        ] {
            assert_eq!(variant.map(from), to);
        }
    }
}
