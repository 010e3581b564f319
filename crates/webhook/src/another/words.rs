//! The words of a key: `nomeCompleto`, `Nome Completo`, `nome-completo` and `NOME_COMPLETO` are the same two.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longer keys are whole paragraphs; their first words say enough.
const LONGEST: usize = 120;

/// The longest questions that people ask have a dozen words.
const MOST_WORDS: usize = 16;

/// A key taken apart: lower case, without accents, digits and punctuation.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Words {
    words: Vec<String>,
    joined: String,
}

impl Words {
    pub(super) fn of(key: &str) -> Self {
        // Not a place where one word ends and the next begins.
        let key: String = key
            .chars()
            .take(LONGEST)
            .collect::<String>()
            .replace("WhatsApp", "whatsapp");
        let plain: Vec<char> = key.nfkd().filter(|letter| !is_combining_mark(*letter)).collect();
        let mut words = Vec::new();
        let mut word = String::new();
        for (at, &letter) in plain.iter().enumerate() {
            if !letter.is_alphabetic() || starts_word(&plain, at) {
                words.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
            }
            if letter.is_alphabetic() {
                word.extend(letter.to_lowercase());
            }
        }
        words.extend((!word.is_empty()).then_some(word));
        words.truncate(MOST_WORDS);
        let joined = words.concat();
        Self { words, joined }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn each(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Whether all of it, written in one word, is one of these.
    pub(super) fn is(&self, known: &[&str]) -> bool {
        known.contains(&self.joined.as_str())
    }

    /// Whether one of its words is one of these.
    pub(super) fn has(&self, known: &[&str]) -> bool {
        self.words.iter().any(|word| known.contains(&word.as_str()))
    }

    /// Whether one of its words begins like one of these.
    pub(super) fn has_stem(&self, stems: &[&str]) -> bool {
        self.words
            .iter()
            .any(|word| stems.iter().any(|stem| word.starts_with(stem)))
    }

    /// Whether each of its words is in one of these lists.
    pub(super) fn only(&self, lists: &[&[&str]]) -> bool {
        self.words
            .iter()
            .all(|word| lists.iter().any(|list| list.contains(&word.as_str())))
    }

    /// What is left without the words in these lists, written in one word.
    pub(super) fn without(&self, lists: &[&[&str]]) -> String {
        let kept = self
            .words
            .iter()
            .filter(|word| !lists.iter().any(|list| list.contains(&word.as_str())));
        kept.map(String::as_str).collect()
    }
}

/// `nomeCompleto` and `URLPagina` have two words each.
fn starts_word(letters: &[char], at: usize) -> bool {
    let is_upper = |at: usize| letters.get(at).is_some_and(|letter| letter.is_uppercase());
    let is_lower = |at: usize| letters.get(at).is_some_and(|letter| letter.is_lowercase());
    at > 0 && is_upper(at) && (is_lower(at - 1) || (is_upper(at - 1) && is_lower(at + 1)))
}

/// Words that say nothing about what a value is.
pub(super) const FILLER: &[&str] = words![
    a as o os e y el la los las de do da dos das del the of for to para por seu sua teu tu su your my
    meu minha mi qual cual what whats is es eh s como se chama completo completa full complete informe
    informar digite insira enter please favor principal primary main q campo field input txt aqui here
    opcional optional obrigatorio required dados datos x info social
];

/// People with whom a business has to do.
pub(super) const PERSON: &[&str] = words![
    cliente clientes client customer customers contact contacts contato contatos contacto contactos lead
    leads paciente pacientes patient pessoa persona person user usuario sender remetente remitente from
    comprador buyer payer pagador aluno student alumno hospede guest huesped invitee attendee attendees
    participante participant dest convidado titular solicitante requester subscriber assinante inscrito
    visitante visitor author autor billing shipping profile perfil consumidor interessado push notify
    display chat
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ways_of_writing_a_key_have_the_same_words() {
        for key in [
            "nomeCompleto",
            "Nome Completo",
            "nome-completo",
            "NOME_COMPLETO",
            "nome.completo2",
            "Nomé  Completó:",
        ] {
            assert_eq!(Words::of(key).words, ["nome", "completo"], "{key}");
        }
    }

    #[test]
    fn words_end_where_a_capital_begins_another() {
        check("URLPagina", &["url", "pagina"]);
        check("WaId", &["wa", "id"]);
        check("WhatsApp", &["whatsapp"]);
        check("q3_telefone", &["q", "telefone"]);
        check("Qual é o seu e-mail?", &["qual", "e", "o", "seu", "e", "mail"]);
        check("MediaUrl0", &["media", "url"]);
        check("@nome", &["nome"]);
        check("123", &[]);
    }

    fn check(key: &str, expected: &[&str]) {
        assert_eq!(Words::of(key).words, expected, "{key}");
    }
}
