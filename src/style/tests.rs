//! Style sheets from the outside.

use super::*;

#[test]
fn bundled_sheets_have_no_mistakes() {
    for (name, _) in bundled_names().into_iter().chain([("base", "")]) {
        let mut sources = crate::diagnostic::Sources::default();
        let (sheet, diagnostics) = StyleSheet::load(name, std::path::Path::new("."), &mut sources);
        assert_eq!(diagnostics, [], "{name}");
        assert_eq!(StyleSheet::bundled(name), Some(sheet));
    }
    assert_eq!(StyleSheet::bundled("nothing"), None);
}
