//! What is told or done once in a folder's life: kept beside the settings, and nobody's to choose.

use recado_api::Failure;

use crate::answer::failure;
use crate::engine::Engine;
use crate::store::settings;

impl Engine {
    /// Whether this is the first time that `mark` is asked for in this folder. From then on it is not.
    ///
    /// # Errors
    /// Where the database cannot take it now; the first time is still to come then.
    pub async fn first_time(&self, mark: &'static str) -> Result<bool, Failure> {
        let core = self.core();
        let first = core
            .db
            .write(move |tx| {
                let first = settings::load(tx, mark)?.is_none();
                if first {
                    settings::save(tx, mark, "1")?;
                }
                Ok(first)
            })
            .await
            .map_err(|error| failure::write(core, &error))?;
        Ok(first)
    }
}
