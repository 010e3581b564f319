//! What cannot be taken is refused in words that a person can act upon, and the log says so.

use recado_tests::{AfterSending, CARLOS_JSON, Recado, Serving, Source};
use reqwest::Method;
use serde_json::Value;

/// The most that a body may have.
const LIMIT: usize = 4 * 1024 * 1024;

#[test]
fn an_address_that_nobody_has_is_404() {
    let (recado, mut source, serving) = receiving();
    for path in [
        "/in/aaaaaaaaaaaaaaaaaaaaaaaaaa-x",
        "/in/",
        "/in/curta",
        "/",
        "/outra/coisa",
    ] {
        source.path = path.to_owned();
        serving.post_json(&source, CARLOS_JSON).expect_problem(404);
    }
    assert_eq!(recado.deliveries(), Vec::<Value>::new());
}

#[test]
fn a_removed_source_is_410() {
    let (recado, source, serving) = receiving();
    recado.ok(&["source", "remove", &source.id]);
    serving.post_json(&source, CARLOS_JSON).expect_problem(410);
}

#[test]
fn a_method_that_is_not_taken_is_405_and_says_which_is() {
    let (_recado, source, serving) = receiving();
    for method in [Method::GET, Method::DELETE] {
        let answer = serving.send(serving.request(method.clone(), &source));
        answer.expect_problem(405);
        assert!(
            answer
                .header("allow")
                .split(", ")
                .any(|allowed| allowed == "POST"),
            "{method}: {answer:?}"
        );
    }
}

#[test]
fn a_body_over_the_limit_is_413_and_one_at_the_limit_is_taken() {
    let (recado, source, serving) = receiving();
    serving
        .post_json(&source, body_of(LIMIT))
        .expect_verdict("accepted");
    serving.post_json(&source, body_of(LIMIT + 1)).expect_problem(413);
    assert_eq!(recado.contacts().len(), 1);
    assert_eq!(recado.deliveries().len(), 1);
}

#[test]
fn a_body_over_the_limit_is_refused_by_its_length_alone() {
    let (_recado, source, serving) = receiving();
    // Nothing of the body follows: whoever waited for it would wait for ever.
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 99999999999\r\n\r\n",
        source.path
    );
    let answer = serving.raw(request.as_bytes(), AfterSending::Wait);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
}

#[test]
fn a_type_that_is_not_understood_is_415() {
    let (recado, source, serving) = receiving();
    for content_type in ["image/png", "application/pdf", "application/javascript"] {
        let problem = serving
            .post(&source, content_type, vec![0x89, 0x50, 0x4e, 0x47])
            .expect_problem(415);
        let detail = problem["detail"].as_str().expect("a text");
        assert!(detail.contains(content_type), "it names the type: {problem}");
    }
    assert_eq!(recado.deliveries(), Vec::<Value>::new(), "counted, not kept");
}

#[test]
fn a_body_that_is_not_what_it_says_is_400_and_says_where() {
    let (recado, source, serving) = receiving();
    let problem = serving
        .post_json(&source, "{\n  \"nome\": \"Carlos\",\n  \"telefone\": }")
        .expect_problem(400);
    let detail = problem["detail"].as_str().expect("a text");
    assert!(detail.contains("line 3"), "{problem}");
    let problem = serving
        .post(&source, "application/xml", "<lead><nome>Carlos</lead>")
        .expect_problem(400);
    let detail = problem["detail"].as_str().expect("a text");
    assert!(
        detail.chars().any(|letter| letter.is_ascii_digit()),
        "it says where: {problem}"
    );

    let deliveries = recado.deliveries();
    assert_eq!(deliveries.len(), 2, "the owner can see them");
    for delivery in &deliveries {
        assert_eq!(delivery["verdict"], "malformed");
        assert_eq!(delivery["http_status"], 400);
        assert!(
            delivery["detail"]
                .as_str()
                .is_some_and(|detail| !detail.is_empty()),
            "{delivery}"
        );
    }
    assert_eq!(recado.contacts(), Vec::<Value>::new());
}

#[test]
fn a_page_in_a_browser_may_send_a_form_and_no_more() {
    let (_recado, source, serving) = receiving();
    let form = serving
        .request(Method::POST, &source)
        .header("origin", "https://loja.example")
        .header("content-type", "application/x-www-form-urlencoded")
        .body("nome=Ana&telefone=11987654321");
    let answer = serving.send(form);
    answer.expect_verdict("accepted");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    assert_eq!(answer.header("access-control-allow-credentials"), "");
}

fn receiving() -> (Recado, Source, Serving) {
    let recado = Recado::in_new_folder();
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    (recado, source, serving)
}

/// A body of exactly this many bytes, in which a person can be found.
fn body_of(bytes: usize) -> String {
    let start = r#"{"nome": "Carlos", "telefone": "+5501999999999", "anexo": ""#;
    let end = r#""}"#;
    format!("{start}{}{end}", "x".repeat(bytes - start.len() - end.len()))
}
