//! What rings on the desktop, and what a click on it opens.

use recado_tests::{CARLOS_JSON, Office, WINDOW, database, desktop::Toast, wait};

use super::{lead, luana};

#[test]
fn an_arrival_rings_with_name_text_source_and_sound_and_its_click_opens_the_contact() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    office.post_json(&luana("Bom dia!"));
    office.post_json(CARLOS_JSON);

    let toast = office.bell().wait_for(2).remove(1);
    assert_eq!(toast.app, "Recado");
    assert_eq!(toast.replaces, 0);
    assert_eq!(toast.summary, "Carlos");
    assert!(toast.body.contains("Quero agendar um horário"), "{toast:?}");
    assert!(toast.body.contains("Outro sistema"), "{toast:?}");
    assert!(toast.hints.contains_key("sound-name"), "{toast:?}");
    assert!(office.running(WINDOW).is_empty(), "nobody asked for a window yet");

    office.bell().click(&toast);
    let window = office.window();
    window.wait_for_drawer_of("Carlos");
}

#[test]
fn a_click_on_a_notification_leads_a_window_that_is_open_to_the_contact() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    let window = office.open();
    office.post_json(CARLOS_JSON);
    office.post_json(&luana("Bom dia!"));
    let toasts = office.bell().wait_for(2);
    let cover = office.screen.cover();
    let x_window = office.screen.wait_for_window_of(WINDOW);
    assert!(office.screen.is_over(cover, x_window));

    for (toast, name) in toasts.iter().zip(["Carlos", "Luana Prates"]) {
        office.bell().click(toast);
        window.wait_for_drawer_of(name);
    }
    wait::until("the window to come to the front", || {
        office.screen.is_over(x_window, cover).then_some(())
    });
    assert_eq!(office.running(WINDOW).len(), 1);
}

#[test]
fn from_the_fourth_in_ten_seconds_on_there_is_one_summary_that_is_updated_in_place() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    let source = office.source();
    let people = ["Ana", "Bruno", "Célia", "Diego", "Elisa", "Fábio"];
    for (number, name) in people.iter().enumerate() {
        let body = lead(name, &format!("+551198765400{number}"), "Oi");
        office
            .post_to(&source, "application/json", &body)
            .expect_verdict("accepted");
    }
    // The machine may be so slow that what is told last is told in one; it is told all the same.
    let toasts = wait::until("a summary that counts everybody after the third", || {
        let told = office.bell().told();
        let counts = |toast: &Toast| format!("{} {}", toast.summary, toast.body).contains("de 3 pessoas");
        told.iter().any(counts).then_some(told)
    });
    for (toast, name) in toasts.iter().zip(&people[..3]) {
        assert_eq!((&*toast.summary, toast.replaces), (*name, 0), "{toasts:#?}");
    }
    let summary = toasts[3].id;
    for update in &toasts[4..] {
        assert_eq!((update.id, update.replaces), (summary, summary), "{toasts:#?}");
    }
    let shown: std::collections::BTreeSet<u32> = toasts.iter().map(|toast| toast.id).collect();
    assert_eq!(shown.len(), 4, "three people and a summary: {toasts:#?}");
}

#[test]
fn a_real_notification_service_shows_it_once_and_its_click_opens_the_contact() {
    let office = Office::bare().with_tray().with_dunst().set_up();
    let _desk = office.start_desk();
    office.post_json(CARLOS_JSON);
    wait::until("the notification on the screen", || {
        (office.dunst().displayed() > 0).then_some(())
    });
    // It was told, and the desk took note of that: now nothing is left that could be told again.
    wait_until_all_is_told(&office);
    assert_eq!(office.dunst().displayed(), 1);

    office.dunst().click();
    let window = office.window();
    window.wait_for_drawer_of("Carlos");
    office.dunst().close_all();
    let told = office.dunst().history();
    let [(title, text)] = told.as_slice() else {
        panic!("one notification: {told:?}")
    };
    assert_eq!(title, "Carlos");
    assert!(text.contains("Quero agendar um horário"), "{text}");
}

#[test]
fn what_came_while_nobody_could_ring_is_one_notification_at_the_next_start() {
    let office = Office::of_a_clinic();
    let serve = office.start_serve();
    office.post_json(CARLOS_JSON);
    office.post_json(&luana("Bom dia!"));
    office.recado.ok(&["stop"]);
    drop(serve);
    office.wait_for_the_end_of_receiving();

    let _desk = office.start_desk();
    let toast = office.bell().wait_for(1).remove(0);
    assert_eq!(toast.summary, "Enquanto você estava fora");
    assert!(toast.body.contains("2 recados de 2 pessoas"), "{toast:?}");
    wait_until_all_is_told(&office);
    assert_eq!(office.bell().told().len(), 1);
}

fn wait_until_all_is_told(office: &Office) {
    let database = database::open(&office.recado.database());
    wait::until("every notification to be noted as told", || {
        let waiting: u32 = database
            .query_row("SELECT count(*) FROM toast", [], |row| row.get(0))
            .expect("the table is there");
        (waiting == 0).then_some(())
    });
}
