//! Invented people and what they write: few words that everybody uses and many that few use, as in real messages.

use fastrand::Rng;
use serde_json::{Value, json};

const FIRST_NAMES: [&str; 24] = [
    "Adriana",
    "Beatriz",
    "Caio",
    "Débora",
    "Eduardo",
    "Fernanda",
    "Gustavo",
    "Helena",
    "Igor",
    "Joana",
    "Kátia",
    "Lucas",
    "Marina",
    "Nelson",
    "Otávio",
    "Patrícia",
    "Rafael",
    "Sônia",
    "Tatiana",
    "Ulisses",
    "Vitória",
    "Wagner",
    "Yara",
    "Zeca",
];
const LAST_NAMES: [&str; 20] = [
    "Almeida",
    "Barbosa",
    "Cardoso",
    "Dias",
    "Esteves",
    "Ferreira",
    "Gonçalves",
    "Hoffmann",
    "Junqueira",
    "Klein",
    "Lopes",
    "Moraes",
    "Nogueira",
    "Oliveira",
    "Pacheco",
    "Queiroz",
    "Ribeiro",
    "Sampaio",
    "Teixeira",
    "Xavier",
];
const EVERYBODYS: [&str; 20] = [
    "bom",
    "dia",
    "queria",
    "saber",
    "o",
    "preço",
    "de",
    "uma",
    "consulta",
    "para",
    "amanhã",
    "tem",
    "horário",
    "na",
    "quinta",
    "à",
    "tarde",
    "obrigada",
    "agendar",
    "avaliação",
];
const SYLLABLES: [&str; 16] = [
    "ba", "ce", "di", "fo", "gu", "la", "me", "ni", "po", "ru", "sa", "te", "vi", "xo", "ju", "ra",
];

/// What the sender tells of the person of this number, who wrote `minutes` ago.
pub(crate) fn delivery(number: u32, minutes: i64) -> Value {
    let mut random = Rng::with_seed(number.into());
    let (first, last) = (pick(&mut random, &FIRST_NAMES), pick(&mut random, &LAST_NAMES));
    let at = jiff::Timestamp::now() - jiff::SignedDuration::from_mins(minutes);
    let mut body = json!({
        "nome": format!("{first} {last}"),
        "telefone": format!("+55119{number:08}"),
        "email": format!("pessoa{number}@example.com"),
        "mensagem": text(&mut random),
        "created_at": at.to_string(),
    });
    // Some booked, some paid: their cards carry more.
    if number.is_multiple_of(5) {
        body["agendamento"] = json!({ "data": "20/12/2030", "hora": "14:30", "procedimento": "Avaliação" });
    }
    if number.is_multiple_of(7) {
        body["amount_cents"] = json!(5_000 + number % 90_000);
        body["currency"] = json!("BRL");
    }
    body
}

fn text(random: &mut Rng) -> String {
    let words: Vec<String> = (0..random.usize(6..18))
        .map(|_| {
            if random.u8(..5) < 3 {
                pick(random, &EVERYBODYS).to_owned()
            } else {
                (0..3).map(|_| pick(random, &SYLLABLES)).collect()
            }
        })
        .collect();
    words.join(" ")
}

fn pick<'a>(random: &mut Rng, among: &[&'a str]) -> &'a str {
    among[random.usize(..among.len())]
}
