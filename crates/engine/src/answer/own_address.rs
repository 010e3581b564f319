//! Where the owner's own tunnel, proxy or router makes the receiver public.

use std::sync::Arc;

use recado_api::Failure;
use recado_api::request::{CheckOwnAddress, SetOwnAddress};
use recado_api::view::{AddressCheck, Reach, Receiving};

use super::{Handle, failure};
use crate::core::Core;
use crate::own_address::{self, Base, NoBase};
use crate::store::{StoreError, settings};

impl Handle<SetOwnAddress> for Core {
    async fn handle(self: &Arc<Self>, request: SetOwnAddress) -> Result<Reach, Failure> {
        let url = request.url.as_deref().map(str::trim);
        let base = match url.filter(|url| !url.is_empty()) {
            Some(url) => Some(base(self, url)?.to_string()),
            None => None,
        };
        let core = self.clone();
        self.db
            .write(move |tx| {
                match &base {
                    Some(base) => settings::save_json(tx, settings::OWN_ADDRESS, base)?,
                    None => settings::forget(tx, settings::OWN_ADDRESS)?,
                }
                tx.after_commit(move || core.set_own_address(base));
                Ok::<_, StoreError>(())
            })
            .await
            .map_err(|error| failure::write(self, &error))?;
        Ok(self.reach())
    }
}

impl Handle<CheckOwnAddress> for Core {
    async fn handle(self: &Arc<Self>, request: CheckOwnAddress) -> Result<AddressCheck, Failure> {
        let base = base(self, &request.url)?;
        match self.receiving() {
            Receiving::On { .. } => own_address::check(self, &base)
                .await
                .map_err(|error| failure::internal(self, &error)),
            Receiving::Off | Receiving::Blocked { .. } => Ok(AddressCheck {
                address: base.to_string(),
                reached: false,
                found: self.lang().text("address-not-receiving", &[]),
                header: None,
            }),
        }
    }
}

fn base(core: &Core, url: &str) -> Result<Base, Failure> {
    Base::read(url).map_err(|error| {
        let message = match error {
            NoBase::Shape => core.lang().text("own-address-shape", &[("url", url.into())]),
            NoBase::Extra => core.lang().text("own-address-extra", &[]),
            NoBase::TooLong => {
                let args = [("longest", NoBase::LONGEST.to_string().into())];
                core.lang().text("own-address-long", &args)
            }
        };
        failure::bad_request(message)
    })
}
