//! A working project to start from.

use std::io::{self, Write as _};
use std::path::Path;

use super::Failure;
use crate::edition::write_atomically;

/// The files of a new project.
const FILES: [(&str, &str); 3] = [
    ("trefoil.toml", include_str!("init/trefoil.toml")),
    ("source/01-introduction.md", include_str!("init/introduction.md")),
    ("source/02-what-you-can-write.md", include_str!("init/what-you-can-write.md")),
];

/// Makes a project in `folder`, which must be empty or not be there.
pub(super) fn init(folder: &Path) -> Result<(), Failure> {
    if let Ok(mut entries) = std::fs::read_dir(folder)
        && entries.next().is_some()
    {
        return Err(Failure::Message(format!("`{}` is not empty; name a new folder", folder.display())));
    }
    for (name, text) in FILES {
        write_atomically(&folder.join(name), text.as_bytes()).map_err(|error| Failure::Message(error.to_string()))?;
    }
    let mut out = io::stdout().lock();
    writeln!(out, "made a project in {}", folder.display())?;
    writeln!(out, "now: cd {} && trefoil build", folder.display())?;
    Ok(())
}
