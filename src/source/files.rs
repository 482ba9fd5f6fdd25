//! Reading what the sources name, safely.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::Input;
use crate::diagnostic::{FileId, clean};

/// Larger files are refused, in bytes.
const LARGEST: u64 = 256 << 20;

/// Reads files beside the sources.
///
/// **Invariant:** nothing outside the project's root is read, whatever the path, and symbolic links are followed before
/// that is judged.
#[derive(Clone, Debug, Default)]
pub struct Files {
    root: PathBuf,
    /// The folder of each source file, by its id.
    folders: Vec<PathBuf>,
}

/// Why a file was not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// A URL: nothing is fetched.
    Remote,
    /// There is no such file.
    Missing(PathBuf),
    /// It lies outside the project's folder.
    Outside(PathBuf),
    /// It has more than 256 MiB.
    TooLarge(u64),
    /// The path is empty, has a NUL in it or names a folder.
    NotAFile,
    /// The system's own words.
    Io(String),
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Remote => write!(f, "it is on the network, and nothing is fetched"),
            Self::Missing(path) => write!(f, "there is no file {}", path.display()),
            Self::Outside(path) => write!(f, "{} is outside the project's folder", path.display()),
            Self::TooLarge(bytes) => write!(f, "it has {} MB; at most {} are read", bytes >> 20, LARGEST >> 20),
            Self::NotAFile => write!(f, "it is not a file"),
            Self::Io(error) => write!(f, "it cannot be read: {error}"),
        }
    }
}

impl std::error::Error for ReadError {}

impl Files {
    pub(super) fn new(root: &Path, inputs: &[Input]) -> Self {
        let mut folders = Vec::new();
        for input in inputs {
            let place = input.file.0 as usize;
            if folders.len() <= place {
                folders.resize(place + 1, root.to_path_buf());
            }
            folders[place] = root.join(&input.path).parent().map_or_else(|| root.to_path_buf(), Path::to_path_buf);
        }
        Self { root: root.to_path_buf(), folders }
    }

    /// Reads `target` as written in the source file `from`: relative to its folder, or to the project's root where it begins
    /// with `/`. Percent-encoding is undone; a query or fragment is ignored.
    ///
    /// # Errors
    ///
    /// When the file is remote, missing, outside the root, too large or unreadable.
    pub fn read(&self, from: FileId, target: &str) -> Result<Vec<u8>, ReadError> {
        let path = self.locate(from, target)?;
        let file = std::fs::File::open(&path).map_err(|error| ReadError::Io(error.to_string()))?;
        let mut bytes = Vec::new();
        // One byte more tells a file that grew, or a device without end, from one that fits.
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| ReadError::Io(error.to_string()))?;
        if bytes.len() as u64 > LARGEST {
            return Err(ReadError::TooLarge(bytes.len() as u64));
        }
        Ok(bytes)
    }

    /// The file that `target` names, if it may be read.
    fn locate(&self, from: FileId, target: &str) -> Result<PathBuf, ReadError> {
        let target = target.trim();
        if is_remote(target) {
            return Err(ReadError::Remote);
        }
        if target.is_empty() || target.contains('\0') {
            return Err(ReadError::NotAFile);
        }
        let folder = self.folders.get(from.0 as usize).unwrap_or(&self.root);
        let join = |text: &str| {
            clean(&match text.strip_prefix('/') {
                Some(rest) => self.root.join(rest.trim_start_matches('/')),
                None => folder.join(text),
            })
        };
        let decoded = percent_decode(target);
        let bare = decoded.split(['?', '#']).next().unwrap_or("");
        // A file may really be called `a%20b.png` or `a#1.png`.
        let path = [target, decoded.as_str(), bare].into_iter().map(join).find(|path| path.exists());
        let Some(path) = path else { return Err(ReadError::Missing(join(&decoded))) };
        let io = |error: std::io::Error| ReadError::Io(error.to_string());
        let real = path.canonicalize().map_err(io)?;
        let root = if self.root.as_os_str().is_empty() { Path::new(".") } else { &self.root };
        if !real.starts_with(root.canonicalize().map_err(io)?) {
            return Err(ReadError::Outside(path));
        }
        let metadata = real.metadata().map_err(io)?;
        if !metadata.is_file() {
            return Err(ReadError::NotAFile);
        }
        if metadata.len() > LARGEST {
            return Err(ReadError::TooLarge(metadata.len()));
        }
        Ok(real)
    }
}

/// Whether it has a scheme (RFC 3986 §3.1) or begins with `//`. One letter is a drive.
fn is_remote(target: &str) -> bool {
    target.starts_with("//")
        || target.split_once(':').is_some_and(|(scheme, _)| {
            scheme.len() > 1
                && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        })
}

fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while let Some(&byte) = bytes.get(i) {
        let hex = (byte == b'%').then(|| text.get(i + 1..i + 3)).flatten();
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(value) if value != 0 => {
                decoded.push(value);
                i += 3;
            }
            _ => {
                decoded.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_project_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("project");
        std::fs::create_dir_all(root.join("text")).expect("a folder");
        std::fs::write(root.join("text/a b.png"), "ab").expect("a file");
        std::fs::write(root.join("c.png"), "c").expect("a file");
        std::fs::write(folder.path().join("secret"), "s").expect("a file");
        #[cfg(unix)]
        std::os::unix::fs::symlink(folder.path().join("secret"), root.join("text/link")).expect("a link");
        let from = FileId(1);
        let files = Files::new(&root, &[Input { file: from, path: "text/one.md".into() }]);
        assert_eq!(files.read(from, "a%20b.png"), Ok(b"ab".to_vec()));
        assert_eq!(files.read(from, "../c.png?raw=true"), Ok(b"c".to_vec()));
        assert_eq!(files.read(from, "/c.png"), Ok(b"c".to_vec()));
        assert!(matches!(files.read(from, "../../secret"), Err(ReadError::Outside(_))));
        assert!(matches!(files.read(from, "%2e%2e/../secret"), Err(ReadError::Outside(_))));
        #[cfg(unix)]
        assert!(matches!(files.read(from, "link"), Err(ReadError::Outside(_))));
        assert!(matches!(files.read(from, "none.png"), Err(ReadError::Missing(_))));
        assert_eq!(files.read(from, "https://example.org/a.png"), Err(ReadError::Remote));
        assert_eq!(files.read(from, "//example.org/a.png"), Err(ReadError::Remote));
        assert_eq!(files.read(from, "."), Err(ReadError::NotAFile));
    }
}
