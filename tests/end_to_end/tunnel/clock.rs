//! A shop's computer and its relay do not agree about the date, as with a dead CMOS battery.

use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::{SignedDuration, Timestamp};
use recado_tests::Recado;
use sha2::Sha256;

use super::{clocked_relay::ClockedRelay, post};

const SECRET: &str = "whsec_recadoTestEndpointSecret0001";

#[test]
fn a_clock_that_is_days_off_hinders_neither_the_link_nor_what_is_signed_with_the_time() {
    for days in [-9, 9, 400] {
        let there = Timestamp::now() + SignedDuration::from_hours(24 * days);
        let relay = ClockedRelay::running_at(there);
        let recado = Recado::in_new_folder();
        recado.set_up("shop", "pt-BR");
        let source = recado.source_with("Stripe", &["--preset", "stripe", "--secret", SECRET]);
        let serving = recado.serve();
        recado.use_relay(&relay.origin());
        let address = recado.public_address(&source);

        // Stripe's clock is right, and so is the relay's: it is five minutes that its signature is good for.
        let send = |number: u32, signed_at: Timestamp| {
            let body = paid(number);
            let signature = signature(signed_at, &body);
            post(&address, &[("stripe-signature", &signature)], body)
        };
        send(1, there).expect_verdict("accepted");
        send(2, there - SignedDuration::from_mins(10)).expect_problem(401);
        serving.kill();
        relay.wait_for_figure("engines", 0);
        assert_eq!(send(3, there).status, 200);
        assert_eq!(send(4, there - SignedDuration::from_mins(10)).status, 200);
        // It comes back two days later by the relay's clock.
        relay.set_clock(there + SignedDuration::from_hours(48));
        let _serving = recado.serve();
        relay.wait_for_figure("waiting_entries", 0);
        let deliveries = recado.deliveries();
        let verdicts: Vec<_> = deliveries.iter().map(|one| one["verdict"].as_str()).collect();
        let each = [Some("accepted"), Some("refused")];
        assert_eq!(verdicts, each.repeat(2), "{days} days: {deliveries:#?}");
        assert_eq!(recado.contacts().len(), 2);
    }
}

fn paid(number: u32) -> String {
    format!(
        r#"{{"id":"evt_{number}","object":"event","created":1767225600,"data":{{"object":{{"id":"cs_{number}","object":"checkout.session","amount_total":100,"created":1767225600,"currency":"brl","customer_details":{{"email":"p{number}@recado.example","name":"Pessoa {number}","phone":null}},"mode":"payment","payment_status":"paid","status":"complete"}}}},"type":"checkout.session.completed"}}"#
    )
}

fn signature(at: Timestamp, body: &str) -> String {
    let seconds = at.as_second();
    let mut mac = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("{seconds}.{body}").as_bytes());
    format!("t={seconds},v1={}", HEXLOWER.encode(&mac.finalize().into_bytes()))
}
