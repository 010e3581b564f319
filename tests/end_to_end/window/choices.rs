//! Settings, and what they change outside the window.

use recado_tests::{CARLOS_JSON, Office, wait, window::Window};
use serde_json::json;

use super::luana;

#[test]
fn hidden_text_rings_with_the_name_alone() {
    let (office, window) = clinic_at_its_settings();
    window.click("switch", "Esconder o que foi escrito");
    wait::until("the switch to be on", || {
        let on = window.ask(
            "return one('switch', { is: 'Esconder o que foi escrito' })?.ariaChecked",
            Vec::new(),
        );
        (on == "true").then_some(())
    });
    office.post_json(CARLOS_JSON);
    let toast = office.bell().wait_for_one_that_says("Carlos");
    let says = format!("{} {} {:?}", toast.summary, toast.body, toast.hints);
    assert!(!says.contains("agendar"), "{toast:?}");
}

#[test]
fn another_language_is_spoken_at_once_by_window_and_tray_and_is_remembered() {
    let (office, window) = clinic_at_its_settings();
    window.click("radio", "English");
    window.wait_for("heading", "Settings");
    wait::until("the menu in English", || {
        let labels = office.tray().items().first()?.labels();
        labels.contains(&"Open Recado".to_owned()).then_some(())
    });
    drop(window);
    office.close_window();
    let window = office.open();
    window.wait_for("heading", "Settings");
}

#[test]
fn dark_colours_are_shown_at_once_and_remembered() {
    let (office, window) = clinic_at_its_settings();
    let light = colour_of_the_page(&window);
    window.click("radio", "Escuras");
    wait::until("another colour", || {
        (colour_of_the_page(&window) != light).then_some(())
    });
    let dark = colour_of_the_page(&window);
    drop(window);
    office.close_window();
    let window = office.open();
    wait::until("the dark colour", || {
        (colour_of_the_page(&window) == dark).then_some(())
    });
}

#[test]
fn a_pause_that_was_chosen_in_the_window_stands_in_the_tray() {
    let (office, window) = clinic_at_its_settings();
    window.button("Por 1 hora");
    window.wait_for("button", "Voltar a avisar");
    wait::until("the pause in the menu", || {
        let labels = office.tray().items().first()?.labels();
        let paused = |label: &String| label.starts_with("Notificações pausadas até ");
        labels.iter().any(paused).then_some(())
    });
    office.post_json(&luana("Bom dia!"));
    window.button("Voltar a avisar");
    office.bell().wait_for_one_that_says("Luana Prates");
    assert_eq!(office.bell().told().len(), 1);
}

#[test]
fn starting_with_the_computer_is_an_entry_of_the_users_own() {
    let (office, window) = clinic_at_its_settings();
    let entries = office.recado.scratch().join("home/config/autostart");
    assert!(!entries.exists(), "nobody asked for it yet");
    window.click("switch", "Abrir com o computador");
    let entry = wait::until("the entry", || {
        let mut entries = std::fs::read_dir(&entries).ok()?;
        std::fs::read_to_string(entries.next()?.ok()?.path()).ok()
    });
    assert!(entry.contains("recado\" desk"), "{entry}");
    window.click("switch", "Abrir com o computador");
    wait::until("the entry to be gone", || {
        (std::fs::read_dir(&entries).is_ok_and(|mut entries| entries.next().is_none())).then_some(())
    });
}

#[test]
fn a_phone_is_found_however_it_is_written_and_a_message_by_its_words() {
    let office = Office::of_a_clinic();
    let window = office.open();
    office.wait_for_receiving();
    office.post_json(CARLOS_JSON);
    office.post_json(&luana("Vocês aceitam Unimed?"));
    window.wait_for_card_in("Luana Prates", "Novos");
    for written in ["(11) 98765-4321", "+55 11 987654321", "98765.4321", "4321"] {
        window.search(written, &["Luana Prates"]);
    }
    window.search("unim", &["Vocês aceitam Unimed"]);
    window.search("carl", &["Carlos"]);
    window.click("option", recado_tests::window::Called::Has("Carlos"));
    window.wait_for_drawer_of("Carlos");
}

#[test]
fn a_test_arrives_marked_stays_out_of_counts_and_exports_and_can_be_removed() {
    let office = Office::unused();
    let window = office.open();
    window.fill("Nome do seu negócio", "Clínica Sorriso");
    window.button("Começar");
    window.button("Enviar um teste");
    window.wait_for_text("Chegou em");
    wait::until("a card that says it is a test", || {
        window
            .cards()
            .iter()
            .any(|card| card.says.contains("Teste"))
            .then_some(())
    });
    let exported = office.recado.ok(&["export", "--out", "-"]);
    assert_eq!(exported.lines().count(), 1, "the heading alone: {exported}");

    window.button("Ajustes");
    window.button("Apagar os testes");
    wait::until("nobody to be left", || {
        office.recado.contacts().is_empty().then_some(())
    });
    assert_eq!(office.recado.deliveries().len(), 0);
}

#[test]
fn contacts_are_exported_as_the_command_line_does_to_a_file_that_was_chosen_by_hand() {
    let office = Office::of_a_clinic();
    let window = office.open();
    office.wait_for_receiving();
    office.post_json(CARLOS_JSON);
    window.wait_for_card_in("Carlos", "Novos");
    let main = office.screen.wait_for_window_of(recado_tests::WINDOW);

    window.button("Exportar");
    window.button("Salvar…");
    let dialog = wait::until("the dialog that asks where", || {
        let windows = office.screen.windows_of(recado_tests::WINDOW);
        windows.into_iter().find(|window| *window != main)
    });
    let file = office.recado.scratch().join("a mão.csv");
    let typed = office.recado.scratch().join("contatos-salvos");
    office.screen.focus(dialog);
    // What is typed takes the place of the name and leaves its ending.
    office.screen.type_line(&typed.display().to_string());
    let typed = typed.with_extension("csv");
    window.wait_for_text("A planilha está salva");
    assert_eq!(std::fs::read(&typed).expect("the file"), by_command(&office, &[]));

    // The other world's, to a path that needs no dialog.
    let written = window.ask(
        "const onProgress = '__CHANNEL__:' + window.__TAURI_INTERNALS__.transformCallback(() => undefined);
         return window.__TAURI_INTERNALS__.invoke('save_export', {
           style: 'international', name: 'contatos', path: arguments[0], onProgress,
         })",
        vec![json!(file)],
    );
    assert_eq!(written, json!(file));
    assert_eq!(
        std::fs::read(&file).expect("the file"),
        by_command(&office, &["--style", "international"])
    );
}

fn by_command(office: &Office, arguments: &[&str]) -> Vec<u8> {
    let mut command = vec!["export", "--out", "-"];
    command.extend(arguments);
    office.recado.ok(&command).into_bytes()
}

fn clinic_at_its_settings() -> (Office, Window) {
    let office = Office::of_a_clinic();
    let window = office.open();
    office.wait_for_receiving();
    window.button("Ajustes");
    window.wait_for("heading", "Ajustes");
    (office, window)
}

fn colour_of_the_page(window: &Window) -> String {
    let colour = window.ask(
        "return getComputedStyle(document.body).backgroundColor",
        Vec::new(),
    );
    colour.as_str().expect("a colour").to_owned()
}
