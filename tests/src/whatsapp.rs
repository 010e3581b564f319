//! WhatsApp's side: its deliveries, signed as Meta signs them.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// The header of the signature.
pub const SIGNATURE: &str = "x-hub-signature-256";

/// A delivery with one text message, as in Meta's "Text messages webhook reference".
pub fn text_message(wa_id: &str, name: &str, message: &str, text: &str) -> String {
    format!(
        r#"{{"object":"whatsapp_business_account","entry":[{{"id":"100000000000001","changes":[{{"value":{{"messaging_product":"whatsapp","metadata":{{"display_phone_number":"551130000001","phone_number_id":"100000000000002"}},"contacts":[{{"profile":{{"name":"{name}"}},"wa_id":"{wa_id}"}}],"messages":[{{"from":"{wa_id}","id":"{message}","timestamp":"1773162300","type":"text","text":{{"body":"{text}"}}}}]}},"field":"messages"}}]}}]}}"#
    )
}

/// What [`SIGNATURE`] says of a body: the HMAC of its raw bytes with the app's secret.
pub fn signature(app_secret: &str, body: &str) -> String {
    let mut mac =
        Hmac::<Sha256>::new_from_slice(app_secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(body.as_bytes());
    format!("sha256={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}
