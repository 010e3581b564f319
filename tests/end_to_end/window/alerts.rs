//! A sender that gets no good answer for some time: what it needs is told in the window, until it is served again.
//! The time that has passed is written into the folder while nothing runs.

use std::net::TcpListener;

use recado_tests::{Office, Source, wait, window::Called};
use rusqlite::Connection;

const TOKEN: &str = "a-token-of-some-forty-letters-for-a-clinic";

#[test]
fn a_refused_sender_counts_down_in_the_window_until_it_is_served() {
    let office = Office::of_a_clinic();
    let asaas = asaas(&office);
    let mut desk = office.start_desk();
    pays(&office, &asaas, 1, TOKEN, 200);
    for n in 2..4 {
        pays(&office, &asaas, n, "a guess", 401);
    }
    office.recado.ok(&["stop"]);
    desk.wait();
    twenty_minutes_pass(&office);

    let window = office.open();
    window.wait_for_text("1 conexão precisa de você: Asaas");
    wait::until("the tray to say so", || {
        let labels = office.tray().wait_for_item().labels();
        labels
            .contains(&"1 conexão precisa de você".to_owned())
            .then_some(())
    });
    window.button("Ver");
    window.wait_for("heading", "O remetente está sem resposta");
    window.wait_for_text("12 h");
    window.wait_for_text("até ele parar a fila");
    assert!(office.recado.ok(&["alerts"]).contains("ele para a fila"));

    pays(&office, &asaas, 4, TOKEN, 200);
    window.wait_until_gone("heading", "O remetente está sem resposta");
    window.button(Called::Begins("Quadro"));
    window.wait_until_text_is_gone("precisa de você");
    assert!(office.recado.ok(&["alerts", "--json"]).is_empty());
}

#[test]
fn while_the_port_is_taken_senders_count_down_and_its_return_ends_that() {
    let office = Office::of_a_clinic();
    let asaas = asaas(&office);
    let mut desk = office.start_desk();
    pays(&office, &asaas, 1, TOKEN, 200);
    office.recado.ok(&["stop"]);
    desk.wait();
    twenty_minutes_pass(&office);
    let taken = TcpListener::bind(("127.0.0.1", office.port())).expect("the port is free");

    let window = office.open();
    window.wait_for_text("1 conexão precisa de você: Asaas");
    window.button("Ver");
    window.wait_for_text("Outro programa ocupa a porta do Recado");
    let rang = office
        .bell()
        .wait_for_one_that_says("Asaas: remetente sem resposta");
    assert!(rang.body.contains("para a fila"), "{rang:?}");

    drop(taken);
    window.wait_until_gone("heading", "O remetente está sem resposta");
    office.wait_for_receiving();
}

fn asaas(office: &Office) -> Source {
    office
        .recado
        .source_with("Asaas", &["--preset", "asaas", "--secret", TOKEN])
}

/// Somebody pays, and the sender tells with that token.
#[track_caller]
fn pays(office: &Office, asaas: &Source, n: u32, token: &str, status: u16) {
    let body = format!(
        r#"{{"id":"evt_{n}","event":"PAYMENT_RECEIVED","dateCreated":"2026-03-10 14:05:00","payment":{{"object":"payment","id":"pay_{n}","customer":"cus_{n}","value":180.5,"billingType":"PIX","status":"RECEIVED"}}}}"#
    );
    let address = format!("http://127.0.0.1:{}{}", office.port(), asaas.path);
    let headers = [
        ("content-type", "application/json"),
        ("asaas-access-token", token),
    ];
    let answer = office.post_with_headers(&address, &headers, &body);
    assert_eq!(answer.status, status, "{answer:?}");
}

/// As if all that is in the folder were so much older.
fn twenty_minutes_pass(office: &Office) {
    let database = wait::until("the folder to be let go", || {
        Connection::open(office.recado.database()).ok()
    });
    let past = "UPDATE delivery SET received_at = received_at - 1200000;
                UPDATE source SET first_delivery_at = first_delivery_at - 1200000;
                UPDATE setting SET value = strftime('\"%Y-%m-%dT%H:%M:%SZ\"', 'now', '-19 minutes')
                WHERE key = 'answered_until';";
    database.execute_batch(past).expect("the past can be written");
}
