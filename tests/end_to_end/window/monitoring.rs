//! What came over more than a year, in the real window: the numbers are those of the log, and what comes is counted.

use jiff::{SignedDuration, Timestamp};
use recado_tests::{Office, WINDOW, desktop::Place, window::Called};
use rusqlite::{Connection, params};
use uuid::Uuid;

/// Deliveries a day, in a week that begins on some day.
const WEEK: [u32; 7] = [38, 44, 51, 40, 47, 12, 5];

#[test]
fn a_year_is_told_in_numbers_and_what_comes_now_is_added() {
    let office = Office::unused().without_animations().set_up();
    received_for_a_year(&office);
    let _desk = office.start_desk();
    let window = office.open();
    let large = Place {
        x: 0,
        y: 0,
        width: 1440,
        height: 900,
    };
    office.screen.put(office.screen.wait_for_window_of(WINDOW), large);
    window.wait_for("button", "Monitoramento");
    window.button("Monitoramento");
    window.wait_for("heading", "Entregas por dia");
    window.wait_for_text("nos 30 dias antes");
    window.click("radio", "26 semanas");
    window.wait_for("heading", "Entregas por semana");
    window.wait_for_text("nas 26 semanas antes");
    window.wait_for_text("95 de cada 100 em até 13 ms");
    super::pictures::picture(&office, "monitoring.png", large);

    window.click("radio", "24 horas");
    window.wait_for("heading", "Entregas por hora");
    window.wait_for_text("Nada chegou nestas 24 horas");
    office
        .post(
            "application/json",
            &super::lead("Carlos Menezes", "+5519999990123", "Quero agendar um horário"),
        )
        .expect_verdict("accepted");
    window.wait_until_text_is_gone("Nada chegou nestas 24 horas");
    window.wait_for_text("nada nas 24 horas antes");
    // The bar of the present hour leads to what came in it.
    window.button(Called::Has(": 1 recebida"));
    window.wait_for("heading", "Entregas de hoje");
    window.wait_for_text("Carlos Menezes");
}

/// Fills the log and the board, up to the day before yesterday.
fn received_for_a_year(office: &Office) {
    let mut database = Connection::open(office.recado.database()).expect("it is there");
    let filling = database.transaction().expect("nobody has it");
    let (source, stage): (Vec<u8>, Vec<u8>) = filling
        .query_row(
            "SELECT (SELECT id FROM source), (SELECT id FROM stage LIMIT 1)",
            [],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("a source and a stage");
    let last = Timestamp::now() - SignedDuration::from_hours(49);
    let first = last - SignedDuration::from_hours(24 * 400);
    filling
        .execute("UPDATE source SET created_at = ?1", [first.as_millisecond()])
        .expect("it takes another time");
    for day in 0..400_u32 {
        let many = WEEK[day as usize % 7] + day / 20;
        for n in 0..many {
            let at = first + SignedDuration::from_secs(i64::from(day * 86_400 + n * 86_400 / many));
            let verdict = match (day + n) % 53 {
                0 => "refused",
                1..3 => "unmatched",
                3 => "malformed",
                4..9 => "duplicate",
                _ => "accepted",
            };
            let took = 2_000 + (n * 7_919 + day * 31) % 11_000;
            filling
                .execute(
                    "INSERT INTO delivery (id, source_id, received_at, verdict, http_status, method, sub_path, query,
                                           headers, body_length, took_micros, settled)
                     VALUES (?1, ?2, ?3, ?4, 200, 'POST', '', '', '[]', 0, ?5, 1)",
                    params![new_id(at), source, at.as_millisecond(), verdict, took],
                )
                .expect("a row like those of the program");
            if n % 4 == 0 {
                filling
                    .execute(
                        "INSERT INTO contact (id, name, stage_id, position, source_id, created_at)
                         VALUES (?1, 'Alguém', ?2, 'a', ?3, ?4)",
                        params![new_id(at), stage, source, at.as_millisecond()],
                    )
                    .expect("a row like those of the program");
            }
        }
    }
    filling.commit().expect("it can be written");
}

fn new_id(at: Timestamp) -> Vec<u8> {
    let seconds = u64::try_from(at.as_second()).expect("after 1970");
    let id = Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, 0));
    id.as_bytes().to_vec()
}
