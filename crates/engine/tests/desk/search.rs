use recado_api::Ending;
use recado_api::request::{AddNote, ArchiveContact, EditContact, RemoveTests, Search};
use recado_api::view::{FoundIn, Hit};
use serde_json::json;

use crate::common::good_sample;
use crate::shop::Shop;

#[tokio::test]
async fn a_search_finds_people_by_name_mail_message_and_note_without_accents_or_capitals() {
    let shop = Shop::open().await;
    let ana = shop
        .hear("Ana Conceição", "11 98765-4321", "Quero marcar um HORÁRIO amanhã")
        .await;
    shop.hear("João", "11 98765-4322", "Bom dia").await;
    shop.post(&json!({ "nome": "Bia", "email": "beatriz@exemplo.com.br", "mensagem": "Bom dia" }))
        .await;
    shop.post(&json!({ "telefone": "11 98765-4321", "mensagem": "Marcado para sexta", "fromMe": true }))
        .await;
    shop.ask(AddNote {
        contact: ana.id,
        text: "Alergia a dipirona".to_owned(),
    })
    .await
    .unwrap();
    for (typed, name, found_in, excerpt) in [
        ("conceicao", "Ana Conceição", FoundIn::Name, "Ana [Conceição]"),
        ("ana conc", "Ana Conceição", FoundIn::Name, "[Ana] [Conceição]"),
        ("joa", "João", FoundIn::Name, "[João]"),
        (
            "beatriz@exem",
            "Bia",
            FoundIn::Email,
            "[beatriz]@[exemplo].com.br",
        ),
        (
            "horario marc",
            "Ana Conceição",
            FoundIn::Message,
            "Quero [marcar] um [HORÁRIO] amanhã",
        ),
        ("sexta", "Ana Conceição", FoundIn::Message, "Marcado para [sexta]"),
        ("DIPIRONA", "Ana Conceição", FoundIn::Note, "Alergia a [dipirona]"),
    ] {
        let hits = find(&shop, typed).await;
        let told: Vec<_> = hits
            .iter()
            .map(|hit| (hit.contact.name.as_str(), hit.found_in, marked(hit)))
            .collect();
        assert_eq!(told, [(name, found_in, excerpt.to_owned())], "{typed}");
    }
    assert_eq!(names(&find(&shop, "bom dia").await), ["Bia", "João"]);
    assert!(find(&shop, "horario sexta").await.is_empty());
    assert!(find(&shop, "").await.is_empty());
}

#[tokio::test]
async fn a_phone_is_found_by_its_digits_however_they_are_written_and_anywhere_in_it() {
    let shop = Shop::open().await;
    shop.hear("Ana", "+55 11 98765-4321", "Oi").await;
    shop.hear("Rui", "+351 912 345 678", "Olá").await;
    for typed in [
        "(11) 98765-4321",
        "11 8765-4321",
        "118765",
        "+55 11 8765-4321",
        "5511987654321",
        "011 98765-4321",
        "8765-4321",
        "98765 4321",
        "765-4",
        "4321",
        "119",
        "551198",
    ] {
        let hits = find(&shop, typed).await;
        assert_eq!(names(&hits), ["Ana"], "{typed}");
        assert_eq!(hits.first().unwrap().found_in, FoundIn::Phone);
    }
    assert_eq!(names(&find(&shop, "912 345").await), ["Rui"]);
    assert_eq!(
        marked(find(&shop, "8765-43").await.first().unwrap()),
        "(11) 9[8765-43]21"
    );
    assert!(find(&shop, "777").await.is_empty());
}

#[tokio::test]
async fn what_is_typed_is_text_and_never_a_command() {
    let shop = Shop::open().await;
    shop.hear("Ana", "11 98765-4321", "Preço: 100% (à vista) \"agora\"")
        .await;
    for typed in [
        "\"",
        "*",
        "preço*",
        "ana OR bia",
        "NEAR(a b)",
        "text:ana",
        "-ana",
        "^ana",
        "(",
        "a AND",
        "'; DROP TABLE act",
        "%",
        "\0",
        "🙂",
        "ᦰᦰ",
        "Ⓐ",
    ] {
        shop.ask(search(typed))
            .await
            .unwrap_or_else(|failure| panic!("{typed}: {failure}"));
    }
    assert_eq!(names(&find(&shop, "\"preço\" (vista)").await), ["Ana"]);
    assert!(find(&shop, "ana OR bia").await.is_empty());
}

#[tokio::test]
async fn people_come_before_what_was_said_and_the_latest_first_each_once() {
    let shop = Shop::open().await;
    shop.hear("Rosa", "11 98765-4321", "Oi").await;
    shop.hear("Ana", "11 98765-4322", "Quero uma rosa").await;
    shop.hear("Bia", "11 98765-4323", "Quero uma rosa").await;
    shop.hear("Ana", "11 98765-4322", "Uma rosa vermelha").await;
    shop.hear("Rosana", "11 98765-4324", "Oi").await;
    let hits = find(&shop, "rosa").await;
    assert_eq!(names(&hits), ["Rosa", "Rosana", "Ana", "Bia"]);
    let two = Search {
        limit: 2,
        ..search("rosa")
    };
    assert_eq!(shop.ask(two).await.unwrap().len(), 2);
}

#[tokio::test]
async fn the_archive_is_searched_too() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Orçamento").await;
    shop.ask(ArchiveContact { contact: ana.id }).await.unwrap();
    let hits = find(&shop, "orcamento").await;
    assert!(hits.first().unwrap().contact.archived);
}

#[tokio::test]
async fn a_search_follows_edits_names_that_senders_tell_and_what_is_undone() {
    let shop = Shop::open().await;
    shop.post(&json!({ "telefone": "11 98765-4321", "mensagem": "Oi" }))
        .await;
    assert!(find(&shop, "carlos").await.is_empty());
    let carlos = shop.hear("Carlos", "11 98765-4321", "Sou eu").await;
    assert_eq!(names(&find(&shop, "carlos").await), ["Carlos"]);
    shop.post(
        &json!({ "telefone": "11 98765-4321", "email": "menezes@exemplo.com.br", "mensagem": "Meu e-mail" }),
    )
    .await;
    assert_eq!(names(&find(&shop, "menezes").await), ["Carlos"]);
    let renamed = shop
        .ask(EditContact {
            contact: carlos.id,
            name: Some("Guilherme".to_owned()),
            phones: None,
            emails: Some(Vec::new()),
        })
        .await
        .unwrap();
    assert!(find(&shop, "carlos").await.is_empty() && find(&shop, "menezes").await.is_empty());
    assert_eq!(names(&find(&shop, "guilherme").await), ["Guilherme"]);
    shop.undo(&renamed).await.unwrap();
    assert_eq!(names(&find(&shop, "carlos menezes").await), ["Carlos"]);
    assert!(find(&shop, "guilherme").await.is_empty());
    let noted = shop
        .ask(AddNote {
            contact: carlos.id,
            text: "Gosta de xadrez".to_owned(),
        })
        .await
        .unwrap();
    assert_eq!(find(&shop, "xadrez").await.len(), 1);
    shop.undo(&noted).await.unwrap();
    assert!(find(&shop, "xadrez").await.is_empty());
}

/// People ask to be erased, and a word of theirs in an index is theirs, too.
#[tokio::test]
async fn no_word_of_what_is_erased_stays_in_the_file() {
    let shop = Shop::open().await;
    let ana = shop.hear("Ana", "11 98765-4321", "Oi").await;
    // More than one segment of the index, and neighbours that begin alike.
    for n in 0..40 {
        shop.hear(
            &format!("Zebrina{n}"),
            &format!("11 98765-5{n:03}"),
            "zebra zebrado",
        )
        .await;
    }
    let noted = shop
        .ask(AddNote {
            contact: ana.id,
            text: "zebralhofonista inenarravelmente".to_owned(),
        })
        .await
        .unwrap();
    shop.ask(good_sample(shop.source.id)).await.unwrap();
    assert_eq!(find(&shop, "zebralhofonista").await.len(), 1);
    assert_eq!(find(&shop, "teste@recado.example").await.len(), 1);
    shop.undo(&noted).await.unwrap();
    shop.ask(RemoveTests {}).await.unwrap();
    assert!(find(&shop, "teste@recado.example").await.is_empty());
    let folder = shop.running.folder;
    shop.running.engine.shutdown(Ending::Quit).await;
    for file in std::fs::read_dir(folder.path()).unwrap() {
        let path = file.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            // An index keeps of a word what its neighbour does not begin with.
            for word in ["lhofonista", "narravelmente", "teste@recado"] {
                let there = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                assert!(!there, "{word} in {}", path.display());
            }
        }
    }
}

async fn find(shop: &Shop, text: &str) -> Vec<Hit> {
    shop.ask(search(text)).await.unwrap()
}

fn search(text: &str) -> Search {
    Search {
        text: text.to_owned(),
        limit: 50,
    }
}

fn names(hits: &[Hit]) -> Vec<&str> {
    hits.iter().map(|hit| hit.contact.name.as_str()).collect()
}

fn marked(hit: &Hit) -> String {
    let pieces = hit.excerpt.iter().map(|piece| match piece.matched {
        true => format!("[{}]", piece.text),
        false => piece.text.clone(),
    });
    pieces.collect()
}
