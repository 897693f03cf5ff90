use rstest::rstest;

use super::*;

const LOGIN: &str = r#"{"code":"0c3f","userInfo":{}}"#;
const BIND: &str = r#"{"encryptedData":"AAAA","iv":"kTxAAAAAAAAAAAAAAAAAAA=="}"#;

fn request(method: &str, body: Option<&str>) -> SentRequest {
    SentRequest {
        method: method.to_owned(),
        url: "/oapro/wx/auth/x?a=1".to_owned(),
        headers: vec![("x-oa-token".to_owned(), "oa_1".to_owned())],
        body: body.map(str::to_owned),
        ..SentRequest::default()
    }
}

fn apply(name: &str, request: &SentRequest) -> Option<SentRequest> {
    (MUTATIONS.iter().find(|mutation| mutation.name.en == name).unwrap().apply)(request)
}

#[rstest]
#[case("Same code again", LOGIN, LOGIN)]
#[case("Flip a byte of iv", BIND, r#"{"encryptedData":"AAAA","iv":"ATxAAAAAAAAAAAAAAAAAAA=="}"#)]
#[case("Invented code", LOGIN, r#"{"code":"00000000000000000000000000000000","userInfo":{}}"#)]
#[case("Wrong type", LOGIN, r#"{"code":1,"userInfo":{}}"#)]
#[case("Missing field", BIND, r#"{"_encryptedData":"AAAA","iv":"kTxAAAAAAAAAAAAAAAAAAA=="}"#)]
#[case("Broken JSON", LOGIN, r#"{"code":"0c3f","userInfo":{}"#)]
fn bodies(#[case] name: &str, #[case] body: &str, #[case] changed: &str) {
    let changed_request = apply(name, &request("POST", Some(body))).unwrap();
    assert_eq!(changed_request.body.as_deref(), Some(changed));
    assert_eq!(changed_request.headers.len(), 1, "and nothing else");
}

#[test]
fn heads() {
    let get = request("GET", None);
    assert!(apply("Without the token", &get).unwrap().headers.is_empty());
    assert_eq!(apply("Another X-OA-App-Id", &get).unwrap().headers.len(), 2);
    assert_eq!(apply("Wrong method", &get).unwrap().method, "PUT");
    assert_eq!(apply("Unknown path", &get).unwrap().url, "/oapro/wx/auth/x0?a=1");
    assert!(apply("Body too large", &request("POST", Some("{}"))).unwrap().body.unwrap().len() > 64 * 1024);
}

#[test]
fn what_has_nothing_to_change_is_left_out() {
    let get = request("GET", None);
    let names = |request: &SentRequest| {
        MUTATIONS
            .iter()
            .filter(|mutation| (mutation.apply)(request).is_some())
            .map(|mutation| mutation.errno)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(&get), ["501", "0", "405", "404"]);
    assert_eq!(names(&request("POST", Some("{"))), ["501", "0", "405", "404", "413"]);
    assert_eq!(
        names(&request("POST", Some(LOGIN))),
        ["711", "710", "501", "0", "402", "401", "402", "405", "404", "413"]
    );
    assert_eq!(names(&request("POST", Some(BIND))), ["715", "501", "0", "402", "401", "402", "405", "404", "413"]);
    // an iv that is no iv
    for iv in ["\"\"", "\"é\"", "1", "null"] {
        let _ = apply("Flip a byte of iv", &request("POST", Some(&format!("{{\"iv\":{iv}}}"))));
    }
}
