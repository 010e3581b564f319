//! The way out of a damaged file: it is kept, under another name, and a new one can take its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::files::{self, with_suffix};

/// In the order in which they are moved, after the file itself. Were the log moved first and the rest not, the file
/// would look sound without its newest rows.
const COMPANIONS: [&str; 3] = [files::WAL, files::SHARED_MEMORY, files::ROLLBACK_JOURNAL];

/// Renames the database at `path` and what belongs to it to `<name>.damaged-<label>`, and returns that name. Nothing
/// is overwritten: if the name is taken, `-2`, `-3`, … is added. The database must not be open.
///
/// # Errors
/// If there is nothing at `path`, or the file system refuses to rename.
pub fn set_aside(path: &Path, label: &str) -> io::Result<PathBuf> {
    let target = free_name(path, label)?;
    let mut moved = rename_if_there(path, &target)?;
    for companion in COMPANIONS {
        moved |= rename_if_there(&with_suffix(path, companion), &with_suffix(&target, companion))?;
    }
    if moved {
        Ok(target)
    } else {
        Err(io::ErrorKind::NotFound.into())
    }
}

fn free_name(path: &Path, label: &str) -> io::Result<PathBuf> {
    let first = with_suffix(path, &format!(".damaged-{label}"));
    let mut candidate = first.clone();
    let mut n = 1;
    while is_taken(&candidate)? {
        n += 1;
        candidate = with_suffix(&first, &format!("-{n}"));
    }
    Ok(candidate)
}

fn is_taken(candidate: &Path) -> io::Result<bool> {
    for suffix in COMPANIONS.into_iter().chain([""]) {
        match fs::symlink_metadata(with_suffix(candidate, suffix)) {
            Ok(_) => return Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(false)
}

fn rename_if_there(from: &Path, to: &Path) -> io::Result<bool> {
    match fs::rename(from, to) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
