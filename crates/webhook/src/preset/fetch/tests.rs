use serde_json::json;

use super::*;
use crate::preset::Text;

fn text() -> Text {
    Text {
        pt_br: "chave".to_owned(),
        en: "key".to_owned(),
    }
}

fn resource(written: &str) -> Resource {
    let resource: Resource = ::toml::from_str(written).unwrap();
    resource.check(std::slice::from_ref(&resource), 2).unwrap();
    resource
}

fn whole(address: Option<Address>) -> Option<String> {
    address.map(|Address { host, path }| format!("{host} {path}"))
}

#[test]
fn a_path_takes_an_id_and_parts_of_the_delivery_as_one_segment_each() {
    let order = resource(
        r#"
        resource = "order"
        base = "https://api.example.com/v1"
        path = "/{store}/orders/{id}?format=json"
        parts = { store = "/store_id" }
        auth = "bearer"
        "#,
    );
    let address = |id: &str, store: Value| whole(order.address(id, &json!({ "store_id": store })));
    assert_eq!(
        address("7", json!(13)).as_deref(),
        Some("api.example.com /v1/13/orders/7?format=json")
    );
    for (id, store, path) in [
        (
            "a/../b?c#d",
            json!("é "),
            "/v1/%C3%A9/orders/a%2F..%2Fb%3Fc%23d?format=json",
        ),
        (
            "@evil.example",
            json!("//x"),
            "/v1/%2F%2Fx/orders/%40evil.example?format=json",
        ),
        (
            "{store}",
            json!("{id}"),
            "/v1/%7Bid%7D/orders/%7Bstore%7D?format=json",
        ),
        (
            "a&token=b",
            json!("\\"),
            "/v1/%5C/orders/a%26token%3Db?format=json",
        ),
    ] {
        assert_eq!(address(id, store), Some(format!("api.example.com {path}")));
    }
    for (id, store) in [
        ("..", json!(1)),
        (".", json!(1)),
        ("", json!(1)),
        ("7", json!("..")),
        ("7", json!(null)),
        ("7", json!({ "a": 1 })),
        ("7", json!(true)),
        ("7", json!("x".repeat(201))),
    ] {
        assert_eq!(address(id, store.clone()), None, "{id} {store}");
    }
    assert_eq!(order.address("7", &json!([])), None);
}

#[test]
fn a_delivery_names_no_more_of_a_host_than_one_label() {
    let lead = resource(
        r#"
        resource = "lead"
        base = "https://{account}.example.com"
        path = "/leads/{id}"
        parts = { account = "/account/subdomain" }
        auth = "bearer"
        "#,
    );
    let host = |label: &str| {
        let address = lead.address("7", &json!({ "account": { "subdomain": label } }));
        address.map(|address| address.host)
    };
    assert_eq!(host("loja-2").as_deref(), Some("loja-2.example.com"));
    assert_eq!(host(" loja ").as_deref(), Some("loja.example.com"));
    for evil in [
        "evil.example/",
        "evil.example",
        "a.b",
        "x@evil",
        "evil:80",
        "evil#",
        "evil?",
        "evil\\",
        "evil/",
        "LOJA",
        "löja",
        "loja%2e",
        "-loja",
        "loja-",
        "",
        "loja\n.evil",
        "a b",
        "127.0.0.1:9/",
    ] {
        assert_eq!(host(evil), None, "{evil:?}");
    }
    assert_eq!(host(&"a".repeat(64)), None);
}

#[test]
fn what_does_not_fit_together_is_refused_when_it_is_read() {
    let good = |base: &str, path: &str, auth: &str| {
        format!(
            "resource = \"a\"\nbase = \"{base}\"\npath = \"{path}\"\nparts = {{ p = \"/p\" }}\nauth = {auth}\n"
        )
    };
    let checked = |written: String| {
        let resource: Resource = ::toml::from_str(&written).unwrap();
        resource.check(std::slice::from_ref(&resource), 2)
    };
    let bearer = "\"bearer\"";
    assert_eq!(checked(good("https://{p}.a.com", "/{p}/{id}", bearer)), Ok(()));
    for base in [
        "http://a.com",
        "https://a",
        "https://{p}",
        "https://{p}.com",
        "https://{q}.a.com",
        "https://x{p}.a.com",
        "https://a.{p}.com",
        "https://{p}{p}.a.com",
        "https://user@a.com",
        "https://a.com:8080",
        "https://A.com",
        "",
    ] {
        assert_eq!(
            checked(good(base, "/{id}", bearer)),
            Err(FetchError::Base),
            "{base}"
        );
    }
    for path in ["/{q}", "/{p}/{q}"] {
        let unknown = FetchError::Unknown("q".to_owned());
        assert_eq!(checked(good("https://a.com", path, bearer)), Err(unknown));
    }
    assert_eq!(
        checked(good("https://a.com", "{id}", bearer)),
        Err(FetchError::Path)
    );
    for auth in ["{key.3}", "{key.0}", "{key.x}", "{id}"] {
        let written = good(
            "https://a.com",
            "/{id}",
            &format!("{{ query = {{ t = \"{auth}\" }} }}"),
        );
        assert!(matches!(checked(written), Err(FetchError::Unknown(_))), "{auth}");
    }
    let unknown = good("https://a.com", "/{id}", "{ cookie = {} }");
    assert!(::toml::from_str::<Resource>(&unknown).is_err());
    let chain =
        good("https://a.com", "/{id}", bearer) + "then = { resource = \"a\", id = \"/b\", as = \"b\" }\n";
    assert_eq!(checked(chain), Err(FetchError::Then("a".to_owned())));
}

#[test]
fn a_key_of_several_parts_is_told_apart_by_colons() {
    let written = |parts: usize| AccessToken {
        label: text(),
        hint: text(),
        parts,
        grant: None,
    };
    assert_eq!(written(1).parts_of("a:b"), Some(vec!["a:b"]));
    assert_eq!(written(2).parts_of("a@b.c : d:e"), Some(vec!["a@b.c", "d:e"]));
    for key in ["a", "a:", ":b", " : "] {
        assert_eq!(written(2).parts_of(key), None, "{key}");
    }
    let opener = Opener {
        token: "t{key.1}",
        key: &["a", "b c"],
    };
    assert_eq!(
        opener.fill("x {token} {key.2}").as_deref(),
        Some("x t{key.1} b c")
    );
    assert_eq!(opener.fill("{key.3}"), None);
    let auth: FetchAuth = ::toml::from_str::<Resource>(
        "resource = 'a'\nbase = 'https://a.com'\npath = '/'\nauth = { query = { e = '{key.1}', t = '{key.2}' } }",
    )
    .unwrap()
    .auth;
    for (path, asked) in [("/x", "/x?e=a&t=b%20c"), ("/x?y=1", "/x?y=1&e=a&t=b%20c")] {
        let address = Address {
            host: "a.com".to_owned(),
            path: path.to_owned(),
        };
        let asked = Some(format!("a.com {asked}"));
        assert_eq!(whole(opener.with_query(&address, &auth)), asked);
    }
    let form = BTreeMap::from([
        ("k".to_owned(), "{key.2}&".to_owned()),
        ("z".to_owned(), "1".to_owned()),
    ]);
    assert_eq!(opener.form(&form).as_deref(), Some("k=b%20c%26&z=1"));
}

#[test]
fn what_is_good_once_is_replaced_in_the_key() {
    let grant: Grant = ::toml::from_str(
        r#"
        url = "https://a.com/token"
        form = { grant_type = "authorization_code", code = "{key.3}" }
        token = "/access_token"
        seconds = "/expires_in"
        renewal = { token = "/refresh_token", form = { grant_type = "refresh_token", refresh_token = "{key.3}" } }
        "#,
    )
    .unwrap();
    let token = AccessToken {
        label: text(),
        hint: text(),
        parts: 3,
        grant: Some(grant.clone()),
    };
    assert_eq!(token.check(), Ok(()));
    let answer = json!({ "access_token": "t", "expires_in": 21600, "refresh_token": "r1" });
    assert_eq!(grant.token_in(&answer), Some(("t".to_owned(), 21_600)));
    assert_eq!(grant.form("id:secret:code"), &grant.form);
    let renewed = grant.renewed("id:secret:code", &answer).unwrap();
    assert_eq!(token.parts_of(&renewed), Some(vec!["id", "secret", "r1"]));
    assert!(grant.form(&renewed).contains_key("refresh_token"));
    let again = grant
        .renewed(&renewed, &json!({ "refresh_token": "r2" }))
        .unwrap();
    assert_eq!(token.parts_of(&again), Some(vec!["id", "secret", "r2"]));
    assert_eq!(grant.renewed(&again, &json!({})), None);
}

#[test]
fn an_error_under_a_good_status_is_seen() {
    let errors: Errors = ::toml::from_str(
        r#"
        at = "/retorno/status"
        is = "OK"
        code = "/retorno/codigo_erro"
        token = ["1", "2"]
        gone = ["32"]
        "#,
    )
    .unwrap();
    let of = |status: Value, code: Value| {
        errors.of(&json!({ "retorno": { "status": status, "codigo_erro": code } }))
    };
    assert_eq!(of(json!("ok"), json!(null)), None);
    let (two, gone) = ("2".to_owned(), "32".to_owned());
    assert_eq!(
        of(json!("Erro"), json!("2")),
        Some(ErrorInside::WrongToken { code: two })
    );
    assert_eq!(
        of(json!("Erro"), json!(32)),
        Some(ErrorInside::Gone { code: gone })
    );
    let other = |code: &str| {
        Some(ErrorInside::Other {
            code: code.to_owned(),
        })
    };
    assert_eq!(of(json!("Erro"), json!(6)), other("6"));
    assert_eq!(of(json!(null), json!(null)), other(""));
    assert_eq!(errors.of(&json!("x")), other(""));
}
