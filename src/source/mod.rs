//! The project on disk: its settings, its source files, and what they may read beside them.

/// Reads files beside the sources.
#[derive(Debug, Default)]
pub struct Files;

/// Why a file could not be read.
#[derive(Debug)]
pub enum ReadError {
    /// On the web.
    Remote,
    /// Not there.
    Missing,
}

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("not found")
    }
}

impl Files {
    /// Reads a file.
    pub fn read(&self, _: crate::diagnostic::FileId, _: &str) -> Result<Vec<u8>, ReadError> {
        Err(ReadError::Missing)
    }
}
