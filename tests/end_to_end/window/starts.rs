//! Every way to start, and what each finds.

use std::net::TcpListener;

use recado_tests::{CARLOS_JSON, DESK, Finished, Office, Program, WINDOW, wait};

use super::luana;

#[test]
fn a_second_start_brings_the_open_window_to_the_front_and_ends() {
    let office = Office::of_a_clinic();
    let window = office.open();
    window.wait_for("heading", "Clínica Sorriso");
    let x_window = office.screen.wait_for_window_of(WINDOW);
    let cover = office.screen.cover();
    assert!(office.screen.is_over(cover, x_window));

    let second = office.start_window_again(&[]);
    assert_eq!(second.code, 0, "{second:#?}");
    wait::until("the first window to come to the front", || {
        office.screen.is_over(x_window, cover).then_some(())
    });
    assert_eq!(office.running(WINDOW).len(), 1);
    assert_eq!(office.running(DESK).len(), 1);
}

#[test]
fn a_start_with_a_contact_opens_there_whether_a_window_is_open_or_not() {
    let office = Office::of_a_clinic();
    let _desk = office.start_desk();
    office.post_json(CARLOS_JSON);
    office.post_json(&luana("Bom dia!"));
    let contacts = office.recado.contacts();
    let id = |name: &str| {
        let contact = contacts.iter().find(|contact| contact["name"] == name);
        contact.expect("filed")["id"].as_str().expect("an id").to_owned()
    };

    let _first = office.start_window(&["--contact", &id("Carlos")]);
    let window = office.window();
    window.wait_for_drawer_of("Carlos");
    let second = office.start_window_again(&["--contact", &id("Luana Prates")]);
    assert_eq!(second.code, 0, "{second:#?}");
    window.wait_for_drawer_of("Luana Prates");
    let third = office.start_window_again(&[&format!("recado://contact/{}", id("Carlos"))]);
    assert_eq!(third.code, 0, "{third:#?}");
    window.wait_for_drawer_of("Carlos");
}

#[test]
fn a_hidden_start_receives_and_shows_nothing() {
    let office = Office::of_a_clinic();
    let hidden = office.start_window_again(&["--hidden"]);
    assert_eq!(hidden.code, 0, "{hidden:#?}");
    office.wait_for_receiving();
    office.post_json(CARLOS_JSON);
    office.bell().wait_for_one_that_says("Carlos");
    assert!(office.running(WINDOW).is_empty());
    assert!(office.screen.windows_of(WINDOW).is_empty());
}

#[test]
fn without_a_display_one_line_names_what_runs_without_one() {
    let office = Office::of_a_clinic();
    // None is named, or one that is gone.
    for display in [None, Some(":4000")] {
        let mut command = office.command(&Program::window(), &[]);
        match display {
            None => command.env_remove("DISPLAY"),
            Some(display) => command.env("DISPLAY", display),
        };
        let finished = Finished::of(&mut command);
        assert_eq!(finished.code, 1, "{finished:#?}");
        // GTK, where it is asked, may have its own say about a locale that this computer lacks.
        let printed = finished.printed();
        let own = printed
            .lines()
            .filter(|line| !line.is_empty() && !line.contains("Gtk-WARNING") && !line.starts_with('\t'));
        let own: Vec<_> = own.collect();
        assert!(
            matches!(*own, [line] if line.contains("recado serve")),
            "{finished:#?}"
        );
        assert!(office.running(DESK).is_empty());
    }
}

#[test]
fn on_a_folder_that_serve_holds_the_window_says_what_is_missing_and_takes_over() {
    let office = Office::of_a_clinic();
    let mut serve = office.start_serve();
    let window = office.open();
    office.post_json(CARLOS_JSON);
    window.wait_for_card_in("Carlos", "Novos");
    assert!(office.tray().items().is_empty());

    window.wait_for_text("recado serve");
    window.button("Assumir aqui");
    assert_eq!(serve.wait().code(), Some(0));
    office.tray().wait_for_item();
    window.wait_until_text_is_gone("Assumir aqui");
    office.wait_for_receiving();
    office.post_json(&luana("Bom dia!"));
    window.wait_for_card_in("Luana Prates", "Novos");
    office.bell().wait_for_one_that_says("Luana Prates");
}

#[test]
fn while_the_port_is_taken_the_window_says_so_and_it_receives_as_soon_as_it_is_free() {
    let office = Office::of_a_clinic();
    let taken = TcpListener::bind(("127.0.0.1", office.port())).expect("the port is ours");
    let window = office.open();
    window.wait_for_text(&office.port().to_string());
    window.wait_for_text("Não está recebendo");
    drop(taken);
    window.wait_until_text_is_gone("Não está recebendo");
    office.post_json(CARLOS_JSON);
    window.wait_for_card_in("Carlos", "Novos");
}
