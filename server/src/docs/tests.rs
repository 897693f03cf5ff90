//! The document is true to the API: every endpoint, every argument, every errno, and examples of the same shape.

use std::{collections::BTreeSet, path::Path};

use app::{Lang, wire::Errno};
use serde_json::Value;

use super::{Files, document::document, errno::COMMON, rows::resolved};

const URL: &str = "https://oa.example.com";

#[test]
fn every_endpoint_is_there_and_no_other() {
    let registered: BTreeSet<(String, String)> = crate::api::registry()
        .into_iter()
        .flat_map(|(path, methods)| {
            methods.into_iter().map(move |method| (path.to_owned(), method.as_str().to_lowercase()))
        })
        .collect();
    assert!(registered.len() >= 12);
    let document = document(URL).json;
    let documented: BTreeSet<(String, String)> = document["paths"]
        .as_object()
        .unwrap()
        .iter()
        .filter(|(path, _)| path.starts_with("/oapro/"))
        .flat_map(|(path, methods)| {
            methods.as_object().unwrap().keys().map(move |method| (path.clone(), method.clone()))
        })
        .collect();
    assert_eq!(documented, registered);
}

/// The numbers of `# Errors` in an endpoint's own file, ranges included, and those that any call may fail with.
fn listed(source: &str) -> BTreeSet<i32> {
    let list = source.split("# Errors").nth(1).unwrap();
    let list: String =
        list.lines().skip(1).map_while(|line| line.trim().strip_prefix("///")).collect::<Vec<_>>().join(" ");
    let words: Vec<_> = list.split([' ', ',', ';', '.']).filter(|word| !word.is_empty()).collect();
    let mut numbers: BTreeSet<i32> = COMMON.map(|errno| errno as i32).into();
    for (place, word) in words.iter().enumerate() {
        let Ok(number) = word.parse::<i32>() else { continue };
        let first = if place >= 2 && words[place - 1] == "to" { words[place - 2].parse().unwrap() } else { number };
        numbers.extend(first..=number);
    }
    numbers
}

#[test]
fn every_errno_is_what_the_endpoints_own_file_lists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for endpoint in document(URL).endpoints {
        let file = match endpoint.short() {
            "auth/avatar" => "server/src/api/avatar.rs".to_owned(),
            short => {
                let snake: String = short
                    .chars()
                    .flat_map(|c| if c.is_uppercase() { vec!['_', c.to_ascii_lowercase()] } else { vec![c] })
                    .collect();
                format!("app/src/api/{snake}.rs")
            }
        };
        let source = std::fs::read_to_string(root.join(&file)).unwrap();
        let documented: BTreeSet<i32> = endpoint.errors.iter().map(|errno| *errno as i32).collect();
        assert_eq!(documented, listed(&source), "{file}");
    }
}

#[test]
fn every_argument_of_a_server_function_is_documented() {
    for endpoint in document(URL).endpoints {
        let names: BTreeSet<_> = endpoint.fields.iter().map(|field| field.name.clone()).collect();
        let taken: BTreeSet<_> = endpoint.arguments.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names, taken, "{}", endpoint.path);
        let example = endpoint.example();
        assert!(endpoint.fields.iter().all(|field| !field.required || example.contains_key(&field.name)));
    }
}

#[test]
fn every_errno_of_the_contract_is_explained() {
    let numbers: Vec<i32> = Errno::ALL.iter().map(|errno| *errno as i32).collect();
    let contract = [-1, 401, 402, 404, 405, 408, 413, 429, 501, 502, 504, 505].into_iter().chain(710..=721);
    assert_eq!(numbers, contract.collect::<Vec<_>>());
}

/// Every `$ref` of the document leads somewhere.
#[test]
fn no_reference_is_dangling() {
    fn walk(document: &Value, value: &Value, seen: &mut usize) {
        if value.get("$ref").is_some() {
            assert_ne!(resolved(document, value), value, "{value}");
            *seen += 1;
        }
        match value {
            Value::Object(object) => object.values().for_each(|value| walk(document, value, seen)),
            Value::Array(array) => array.iter().for_each(|value| walk(document, value, seen)),
            _ => {}
        }
    }
    let (document, mut seen) = (document(URL).json, 0);
    walk(&document, &document, &mut seen);
    assert!(seen > 100, "{seen}");
}

#[test]
fn the_document() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&document(URL).json).unwrap());
}

#[test]
fn the_page_has_every_endpoint_and_no_script_and_is_small() {
    let files = Files::new(URL, true);
    let html = std::str::from_utf8(&files.chinese.text).unwrap();
    for endpoint in document(URL).endpoints {
        assert!(html.contains(&format!("<code>{}</code>", endpoint.path)), "{}", endpoint.path);
    }
    assert!(html.contains("id=\"errno720\"") && html.contains("/_double/phone/login"));
    for foreign in ["<script", "onclick", "style=\"", "src=\"", "@import"] {
        assert!(!html.contains(foreign), "{foreign}");
    }
    for file in [&files.chinese, &files.english, &files.document] {
        println!("{}: {}", file.kind, file.text.len());
        assert!(file.text.len() < 120 * 1024);
    }
    let live = Files::new(URL, false);
    assert!(!std::str::from_utf8(&live.chinese.text).unwrap().contains("_double"), "no double in live mode");
}

/// What a reader of English would see of Chinese: nothing that is not marked as Chinese, or hidden as `.zh`.
#[test]
fn the_english_page_is_english_and_each_leads_to_the_other() {
    let files = Files::new(URL, true);
    let page = |lang: Lang| std::str::from_utf8(&files.page(lang).text).unwrap();
    let english = page(Lang::En);
    assert!(english.contains("<html lang=\"en\">") && page(Lang::Zh).contains("<html lang=\"zh-CN\">"));
    assert!(english.contains("href=\"/docs?lang=zh\"") && page(Lang::Zh).contains("href=\"/docs?lang=en\""));
    assert!(english.contains("<a href=\"/\">"), "the way back");
    let live = Files::new(URL, false);
    assert!(!std::str::from_utf8(&live.english.text).unwrap().contains("href=\"/\""), "no demo to go back to");
    // a marked element has no element in it
    for part in english.split('<').filter(|part| !part.contains("class=\"zh\"") && !part.contains("lang=\"zh-CN\"")) {
        assert!(!part.chars().any(|letter| ('\u{2e80}'..='\u{ffef}').contains(&letter)), "{part}");
    }
}

#[test]
fn every_description_has_both_languages() {
    let document = document(URL).json;
    for (_, schema) in document["components"]["schemas"].as_object().unwrap() {
        for row in super::rows::rows(&document, schema) {
            let [zh, en] = super::page::in_both(&row.text);
            assert_eq!(zh.is_empty(), en.is_empty(), "{}: {}", row.name, row.text);
        }
    }
}
