//! The fonts that are compiled in. Each folder of `fonts/` holds the licence of what is in it.

/// Every bundled font file, in the order of [`super::FaceId`].
pub(super) const FILES: &[&[u8]] = &[
    include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-Regular.otf"),
    include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-Italic.otf"),
    include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-Bold.otf"),
    include_bytes!("../../fonts/libertinus-serif/LibertinusSerif-BoldItalic.otf"),
    include_bytes!("../../fonts/source-sans-3/SourceSans3-Regular.ttf"),
    include_bytes!("../../fonts/source-sans-3/SourceSans3-Italic.ttf"),
    include_bytes!("../../fonts/source-sans-3/SourceSans3-Bold.ttf"),
    include_bytes!("../../fonts/source-sans-3/SourceSans3-BoldItalic.ttf"),
    include_bytes!("../../fonts/dejavu-sans-mono/DejaVuSansMono.ttf"),
    include_bytes!("../../fonts/dejavu-sans-mono/DejaVuSansMono-Oblique.ttf"),
    include_bytes!("../../fonts/dejavu-sans-mono/DejaVuSansMono-Bold.ttf"),
    include_bytes!("../../fonts/dejavu-sans-mono/DejaVuSansMono-BoldOblique.ttf"),
    include_bytes!("../../fonts/stix-two-math/STIXTwoMath-Regular.otf"),
    include_bytes!("../../fonts/noto/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../fonts/noto/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../../fonts/noto/NotoSerifHebrew-Regular.ttf"),
    include_bytes!("../../fonts/noto/NotoSerifHebrew-Bold.ttf"),
    include_bytes!("../../fonts/noto/NotoSerifDevanagari-Regular.ttf"),
    include_bytes!("../../fonts/noto/NotoSerifDevanagari-Bold.ttf"),
    include_bytes!("../../fonts/noto/NotoSerifBengali-Regular.ttf"),
    include_bytes!("../../fonts/noto/NotoSansThai-Regular.ttf"),
    include_bytes!("../../fonts/noto/NotoSansThai-Bold.ttf"),
    include_bytes!("../../fonts/noto/NotoEmoji-Regular.ttf"),
];

/// The family of last resort, and the one that `serif` stands for.
pub(super) const SERIF: &str = "Libertinus Serif";
/// What `sans-serif` stands for.
pub(super) const SANS: &str = "Source Sans 3";
/// What `monospace` stands for.
pub(super) const MONO: &str = "DejaVu Sans Mono";
/// What pictographs are set in.
pub(super) const EMOJI: &str = "Noto Emoji";

/// Families tried, in order, for a character that the style's own families lack. The monospaced one comes last: it has
/// Arabic letters and many symbols, but they do not sit well among others.
pub(super) const FALLBACKS: &[&str] = &[
    SERIF,
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Serif Devanagari",
    "Noto Serif Bengali",
    "Noto Sans Thai",
    SANS,
    "STIX Two Math",
    EMOJI,
    MONO,
];
