//! Looks a database over for damage.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::Examine;
use recado_api::view::{Finding, Health};

use super::{Handle, failure};
use crate::core::Core;

impl Handle<Examine> for Core {
    async fn handle(self: &Arc<Self>, _: Examine) -> Result<Vec<Finding>, Failure> {
        let faults = self
            .db
            .integrity_check()
            .await
            .map_err(|error| failure::internal(self, &error))?;
        let lang = self.lang();
        let (health, text) = match faults.first() {
            None => (Health::Well, lang.text("doctor-database-well", &[])),
            Some(first) => {
                let args = [("count", faults.len().into()), ("first", first.as_str().into())];
                (Health::Wrong, lang.text("doctor-database-damaged", &args))
            }
        };
        Ok(vec![Finding {
            about: "database".to_owned(),
            health,
            text,
        }])
    }
}
