//! The pictures in the README: a clinic's morning, as its senders told it.
//!
//! The test demands that all of it is there to be seen. `RECADO_WRITE_SCREENSHOTS=1` also writes the pictures to
//! `docs/screenshots/`.

use std::{env, fs, path::Path};

use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use recado_tests::{
    Office, Source, WINDOW,
    desktop::Place,
    wait,
    window::{Called, Window},
};
use serde_json::{Value, json};

/// The whole screen.
const LARGE: Place = Place {
    x: 0,
    y: 0,
    width: 1440,
    height: 900,
};

/// Where notifications appear.
const CORNER: Place = Place {
    x: 900,
    y: 0,
    width: 540,
    height: 240,
};

#[test]
fn the_board_of_a_busy_morning_is_a_picture_in_light_and_dark() {
    let office = Office::bare().with_tray().with_dunst().without_animations();
    office.recado.set_up("clinic", "pt-BR");
    let clinic = Clinic::of(&office);
    let _desk = office.start_desk();
    let window = office.open();
    let x_window = office.screen.wait_for_window_of(WINDOW);
    office.screen.put(x_window, LARGE);
    clinic.tells_its_morning(&window);
    window.wait_for_cards(
        "Novos",
        &["Carlos Menezes", "Luana Prates", "Edson Takeda", "Rita Fontes"],
    );
    for name in [
        "Beatriz Nunes",
        "Júlia Sampaio",
        "Sônia Braga",
        "Otávio Reis",
        "Diego Amaral",
        "Helena Duarte",
        "Padaria Estrela",
    ] {
        window.open_contact(name);
        wait::until("it to be read", || {
            (!window.card(name).says.contains("não lido")).then_some(())
        });
    }
    window.open_contact("Carlos Menezes");
    wait::until("the whole conversation", || {
        window.drawer().contains("Qual prefere?").then_some(())
    });
    office.dunst().close_all();

    window.wait_until_gone("button", "Desfazer");
    picture(&office, "board-light.png", LARGE);
    choose_theme(&window, "Escuras");
    window.open_contact("Carlos Menezes");
    picture(&office, "board-dark.png", LARGE);

    choose_theme(&window, "Claras");
    window.button("Atividade");
    window.wait_for("heading", "Entregas de hoje");
    window.wait_for_text("Luana Prates");
    picture(&office, "activity.png", LARGE);
    window.button(Called::Begins("Conexões"));
    window.button("Nova conexão");
    window.fill("Buscar um remetente", "whatsapp business");
    window.button(Called::Begins("WhatsApp Business (Meta)"));
    window.wait_for("heading", "WhatsApp Business (Meta)");
    window.wait_for_text("Esperando o primeiro recado…");
    picture(&office, "connection.png", LARGE);
}

#[test]
fn a_notification_over_the_board_is_a_picture() {
    let office = Office::bare().with_tray().with_dunst().without_animations();
    office.recado.set_up("clinic", "pt-BR");
    let clinic = Clinic::of(&office);
    let _desk = office.start_desk();
    let window = office.open();
    office.screen.put(office.screen.wait_for_window_of(WINDOW), LARGE);
    clinic.whatsapp(
        "Carlos Menezes",
        "19999990123",
        "Quero agendar um horário",
        SignedDuration::ZERO,
    );
    window.wait_for_card_in("Carlos Menezes", "Novos");
    wait::until("the notification on the screen", || {
        (office.dunst().displayed() > 0).then_some(())
    });
    picture(&office, "toast.png", CORNER);
}

#[test]
fn the_welcome_is_a_picture() {
    let office = Office::unused().without_animations();
    let window = office.open();
    let x_window = office.screen.wait_for_window_of(WINDOW);
    office.screen.put(x_window, LARGE);
    window.fill("Nome do seu negócio", "Clínica Sorriso");
    window.wait_for("button", "Começar");
    picture(&office, "welcome.png", LARGE);
}

/// The senders of a clinic.
struct Clinic<'a> {
    office: &'a Office,
    whatsapp: Source,
    instagram: Source,
    site: Source,
    agenda: Source,
    payments: Source,
}

impl<'a> Clinic<'a> {
    fn of(office: &'a Office) -> Self {
        let source = |title: &str| office.recado.source(title);
        Self {
            whatsapp: source("WhatsApp"),
            instagram: source("Instagram"),
            site: source("Site"),
            agenda: source("Agenda"),
            payments: source("Pagamentos"),
            office,
        }
    }

    /// The oldest first. Whoever was answered, booked or paid is put where they belong.
    fn tells_its_morning(&self, window: &Window) {
        let ago = SignedDuration::from_mins;
        let put = |name: &str, stage: &str| {
            window.drag(name).to(stage);
            window.wait_for_card_in(name, stage);
        };
        self.paid(
            "Diego Amaral",
            "11980001001",
            12_990,
            "Clareamento caseiro",
            ago(26 * 60),
        );
        self.own("11980001001", "Recebido, obrigado!", ago(26 * 60 - 5));
        put("Diego Amaral", "Atendidos");
        self.whatsapp(
            "Padaria Estrela",
            "1130001003",
            "Segue o CNPJ para a nota",
            ago(23 * 60),
        );
        put("Padaria Estrela", "Em conversa");
        self.booked(
            "Otávio Reis",
            "11980001004",
            1,
            "10:00",
            "Confirmado",
            ago(22 * 60),
        );
        self.own("11980001004", "Confirmado, até amanhã às 10h!", ago(22 * 60 - 9));
        put("Otávio Reis", "Confirmados");
        self.booked(
            "Helena Duarte",
            "11980001005",
            2,
            "16:15",
            "Agendado",
            ago(21 * 60),
        );
        self.own("11980001005", "Tudo certo, te esperamos!", ago(21 * 60 - 3));
        put("Helena Duarte", "Agendados");
        self.whatsapp(
            "Júlia Sampaio",
            "11980001006",
            "Pode ser na quinta de tarde?",
            ago(180),
        );
        self.own("11980001006", "Pode sim! 15h está bom?", ago(172));
        put("Júlia Sampaio", "Em conversa");
        self.whatsapp(
            "Marcos Vilela",
            "11980001007",
            "Perfeito, vou ver com minha esposa e te aviso",
            ago(126),
        );
        put("Marcos Vilela", "Em conversa");
        self.paid(
            "Sônia Braga",
            "11980001008",
            35_000,
            "Consulta e limpeza",
            ago(95),
        );
        self.own("11980001008", "Pagamento recebido, obrigada!", ago(90));
        put("Sônia Braga", "Agendados");
        self.booked("Beatriz Nunes", "11980001009", 0, "14:30", "Agendado", ago(80));
        self.own("11980001009", "Combinado, até já!", ago(71));
        put("Beatriz Nunes", "Agendados");
        self.whatsapp(
            "Rita Fontes",
            "11980001010",
            "Bom dia, vocês atendem Unimed?",
            ago(58),
        );
        self.tell(
            &self.site,
            &json!({
                "nome": "Edson Takeda",
                "telefone": "+55 11 98000-1011",
                "mensagem": "Quero um orçamento de implante",
                "servico": "Implante",
            }),
            ago(38),
        );
        self.tell(
            &self.instagram,
            &json!({
                "nome": "Luana Prates",
                "telefone": "+55 11 98000-1012",
                "mensagem": "Oi! Vi o anúncio no Instagram, ainda tem vaga para avaliação?",
            }),
            ago(12),
        );
        self.whatsapp("Carlos Menezes", "19999990123", "Oi, bom dia", ago(9));
        self.whatsapp(
            "Carlos Menezes",
            "19999990123",
            "Quero agendar um horário",
            ago(8),
        );
        self.own(
            "19999990123",
            "Bom dia, Carlos! Temos quinta às 10h ou 14h30. Qual prefere?",
            ago(6),
        );
        self.whatsapp(
            "Carlos Menezes",
            "19999990123",
            "Quinta é ótimo, me confirma o valor?",
            ago(1),
        );
    }

    fn whatsapp(&self, name: &str, phone: &str, text: &str, ago: SignedDuration) {
        let message = json!({ "nome": name, "telefone": format!("+55{phone}"), "mensagem": text });
        self.tell(&self.whatsapp, &message, ago);
    }

    /// What somebody in the clinic wrote on the phone.
    fn own(&self, phone: &str, text: &str, ago: SignedDuration) {
        let message = json!({ "phone": format!("55{phone}"), "fromMe": true, "text": { "message": text } });
        self.tell(&self.whatsapp, &message, ago);
    }

    fn booked(&self, name: &str, phone: &str, days: i64, hour: &str, status: &str, ago: SignedDuration) {
        let zone = TimeZone::get("America/Sao_Paulo").expect("Brazil has that zone");
        let day = (Timestamp::now() + SignedDuration::from_hours(24 * days)).to_zoned_datetime(zone);
        let appointment = json!({
            "agendamento": {
                "data": day.strftime("%d/%m/%Y").to_string(),
                "hora": hour,
                "status": status,
                "procedimento": "Avaliação",
            },
            "paciente": { "nome": name, "celular": format!("+55{phone}") },
            "mensagem": "Consulta de avaliação com a Dra. Helena",
        });
        self.tell(&self.agenda, &appointment, ago);
    }

    fn paid(&self, name: &str, phone: &str, cents: i64, what: &str, ago: SignedDuration) {
        let payment = json!({
            "amount_cents": cents,
            "currency": "BRL",
            "cliente": { "nome": name, "telefone": format!("+55{phone}") },
            "mensagem": what,
        });
        self.tell(&self.payments, &payment, ago);
    }

    fn tell(&self, source: &Source, body: &Value, ago: SignedDuration) {
        let mut body = body.clone();
        body["created_at"] = json!((Timestamp::now() - ago).to_string());
        self.office
            .post_to(source, "application/json", &body.to_string())
            .expect_verdict("accepted");
    }
}

fn choose_theme(window: &Window, theme: &str) {
    window.button("Ajustes");
    window.click("radio", theme);
    window.button(Called::Begins("Quadro"));
}

/// A part of the screen as a picture, which shows more than one plain colour.
pub(super) fn picture(office: &Office, name: &str, part: Place) {
    let png = office.screen.settled_picture(part);
    assert!(png.len() > 10_000, "{name} is empty");
    if env::var_os("RECADO_WRITE_SCREENSHOTS").is_some() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/screenshots");
        fs::create_dir_all(&folder).expect("the pictures have a folder");
        fs::write(folder.join(name), &png).expect("the picture can be written");
    }
}
