//! Bodies and connections that want to do harm: refused or cut, and nobody else notices.

use recado_tests::{AfterSending, CARLOS_JSON, Recado, Serving, Source};
use serde_json::Value;

#[test]
fn entities_that_grow_without_end_are_refused() {
    let (recado, source, serving) = receiving();
    let mut bomb = String::from("<?xml version=\"1.0\"?><!DOCTYPE lead [<!ENTITY a0 \"kkkkkkkkkk\">");
    for level in 1..=30 {
        let below = format!("&a{};", level - 1).repeat(10);
        bomb.push_str(&format!("<!ENTITY a{level} \"{below}\">"));
    }
    bomb.push_str("]><lead><nome>&a30;</nome><telefone>+5501999999999</telefone></lead>");
    serving.post(&source, "application/xml", bomb).expect_problem(400);
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn an_entity_that_names_a_file_reads_nothing() {
    let (recado, source, serving) = receiving();
    let secret = recado.scratch().join("secret");
    std::fs::write(&secret, "topsecret").expect("the folder is ours");
    let body = format!(
        "<?xml version=\"1.0\"?><!DOCTYPE lead [<!ENTITY x SYSTEM \"file://{}\">]>\
         <lead><nome>&x;</nome><telefone>+5501999999999</telefone></lead>",
        secret.display()
    );
    let answer = serving.post(&source, "application/xml", body);
    answer.expect_problem(400);
    assert!(!answer.body.contains("topsecret"), "{answer:?}");
    assert!(
        recado
            .contacts()
            .iter()
            .all(|contact| !contact.to_string().contains("topsecret"))
    );
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn depth_without_end_is_refused() {
    let (recado, source, serving) = receiving();
    let deep = 500_000;
    serving.post_json(&source, "[".repeat(deep)).expect_problem(400);
    serving
        .post_json(&source, format!("{}1{}", "[".repeat(deep), "]".repeat(deep)))
        .expect_problem(400);
    serving
        .post_json(&source, "{\"a\":".repeat(deep))
        .expect_problem(400);
    serving
        .post(&source, "application/xml", "<a>".repeat(deep))
        .expect_problem(400);
    let both = format!("{}{}", "<a>".repeat(deep), "</a>".repeat(deep));
    serving.post(&source, "application/xml", both).expect_problem(400);
    let keys = format!("a{}=1", "[b]".repeat(deep));
    serving
        .post(&source, "application/x-www-form-urlencoded", keys)
        .expect_problem(400);
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn an_index_far_away_in_a_form_makes_no_long_list() {
    let (recado, source, serving) = receiving();
    let body =
        "leads[99999999999][name]=Ana&leads[4294967295][phone]=11987654321&leads[18446744073709551616][x]=1";
    let answer = serving.post(&source, "application/x-www-form-urlencoded", body);
    assert!(matches!(answer.status, 200 | 400), "{answer:?}");
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn a_body_shorter_than_it_said_is_not_filed() {
    let (recado, source, serving) = receiving();
    let request = head(&source, "Content-Length: 500") + CARLOS_JSON;
    let answer = serving.raw(request.as_bytes(), AfterSending::CloseItsSide);
    assert!(!answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert_eq!(recado.contacts(), Vec::<Value>::new());
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn a_body_longer_than_it_said_is_what_was_said_and_the_rest_is_no_request() {
    let (recado, source, serving) = receiving();
    let length = format!("Content-Length: {}", CARLOS_JSON.len());
    let smuggled = format!("{}{CARLOS_JSON}GARBAGE garbage\r\n\r\n", head(&source, &length));
    let answer = serving.raw(smuggled.as_bytes(), AfterSending::CloseItsSide);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1 200 ").count(), 1, "{answer}");
    assert_eq!(recado.deliveries().len(), 1);
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn two_lengths_that_contradict_are_refused() {
    let (recado, source, serving) = receiving();
    for lengths in [
        "Content-Length: 5\r\nContent-Length: 50",
        "Content-Length: x",
        "Content-Length: -1",
    ] {
        let request = head(&source, lengths) + CARLOS_JSON;
        let answer = serving.raw(request.as_bytes(), AfterSending::CloseItsSide);
        assert!(answer.starts_with("HTTP/1.1 400 "), "{lengths}: {answer}");
    }
    assert_eq!(recado.contacts(), Vec::<Value>::new());
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn chunks_over_the_limit_are_cut_off() {
    let (recado, source, serving) = receiving();
    let mut request = head(&source, "Transfer-Encoding: chunked").into_bytes();
    let chunk = [b"10000\r\n".as_slice(), &[b' '; 0x10000], b"\r\n"].concat();
    for _ in 0..80 {
        request.extend_from_slice(&chunk);
    }
    // No last chunk: the length is never known, and the program must not wait for it.
    let answer = serving.raw(&request, AfterSending::Wait);
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    assert_eq!(recado.contacts(), Vec::<Value>::new());
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn chunks_in_order_are_a_body_like_any() {
    let (recado, source, serving) = receiving();
    let (start, end) = CARLOS_JSON.split_at(30);
    let request = format!(
        "{}{:x}\r\n{start}\r\n{:x}\r\n{end}\r\n0\r\n\r\n",
        head(&source, "Connection: close\r\nTransfer-Encoding: chunked"),
        start.len(),
        end.len()
    );
    let answer = serving.raw(request.as_bytes(), AfterSending::Wait);
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    assert_eq!(recado.only_contact()["name"], "Carlos");
}

#[test]
fn garbage_instead_of_http_is_refused() {
    let (recado, source, serving) = receiving();
    let tls = b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a browser that was told https".as_slice();
    let no_end = [b'A'; 200_000];
    for garbage in [tls, &no_end, b"\r\n\r\n\r\n", b"GET", b"POST / HTTP/9.9\r\n\r\n"] {
        let answer = serving.raw(garbage, AfterSending::CloseItsSide);
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.1 5"),
            "{answer}"
        );
    }
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn headers_without_end_are_refused() {
    let (recado, source, serving) = receiving();
    let many: String = (0..5_000)
        .map(|number| format!("X-{number}: {number}\r\n"))
        .collect();
    let long = format!("X: {}\r\n", "y".repeat(2_000_000));
    for headers in [many, long] {
        let request = format!("POST {} HTTP/1.1\r\nHost: x\r\n{headers}\r\n", source.path);
        let answer = serving.raw(request.as_bytes(), AfterSending::CloseItsSide);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    expect_unharmed(&recado, &source, &serving);
}

#[test]
fn text_that_would_be_a_command_elsewhere_is_text() {
    let (recado, source, serving) = receiving();
    let name = "Robert'); DROP TABLE contact;-- <script>alert(1)</script> \\u0000";
    let body = serde_json::json!({ "nome": name, "telefone": "11987654321", "mensagem": "=1+1" });
    serving
        .post_json(&source, body.to_string())
        .expect_verdict("accepted");
    assert_eq!(recado.only_contact()["name"], name);
}

#[test]
fn characters_that_are_none_do_no_harm() {
    let (recado, source, serving) = receiving();
    serving.post(
        &source,
        "application/json",
        b"{\"nome\": \"\xff\xfe\", \"telefone\": \"11987654321\"}".to_vec(),
    );
    serving.post_json(&source, r#"{"nome": "\ud800", "telefone": "11987654321"}"#);
    serving.post_json(&source, r#"{"nome": "a\u0000b", "telefone": "11987654321"}"#);
    serving.post(
        &source,
        "application/x-www-form-urlencoded",
        "nome=%ff%00%zz&telefone=11987654321",
    );
    serving
        .post(&source, "multipart/form-data", "no boundary")
        .expect_problem(400);
    serving
        .post(&source, "multipart/form-data; boundary=x", "--x\r\nno end")
        .expect_problem(400);
    serving.post(&source, "application/json; charset=utf-7", "+AHs-+AH0-");
    expect_unharmed(&recado, &source, &serving);
}

fn receiving() -> (Recado, Source, Serving) {
    let recado = Recado::in_new_folder();
    recado.set_up("other", "pt-BR");
    let source = recado.source("Outro sistema");
    let serving = recado.serve();
    (recado, source, serving)
}

/// The head of a request with a JSON body, with this said about its length.
fn head(source: &Source, length: &str) -> String {
    format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n{length}\r\n\r\n",
        source.path
    )
}

/// A genuine sender gets its answer, by the same program.
#[track_caller]
fn expect_unharmed(recado: &Recado, source: &Source, serving: &Serving) {
    let body = CARLOS_JSON
        .replace("Carlos", "Beatriz")
        .replace("+5501999999999", "+55 21 98888-7777");
    serving.post_json(source, body).expect_verdict("accepted");
    assert!(
        recado
            .contacts()
            .iter()
            .any(|contact| contact["name"] == "Beatriz")
    );
}
