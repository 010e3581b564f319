//! Where the data is kept when nobody names a folder.

use std::path::PathBuf;

/// The platform's folder for this user's data, on this computer alone; `None` for a user without a home.
pub fn usual_data_folder() -> Option<PathBuf> {
    let places = directories::ProjectDirs::from("", "", "Recado")?;
    Some(places.data_local_dir().to_owned())
}
