//! The document is true to the API: every endpoint, every argument, every errno, and examples of the same shape.

use std::{collections::BTreeSet, path::Path};

use app::{Lang, wire::Errno};
use serde_json::Value;

use super::{Files, Place, document as documents, endpoint::Schemas, endpoints, errno::COMMON, translate::in_both};

const URL: &str = "https://oa.example.com";

/// In both languages.
fn document() -> Value {
    documents::document(URL, None)
}

#[test]
fn every_endpoint_is_there_and_no_other() {
    let registered: BTreeSet<(String, String)> = crate::api::registry()
        .into_iter()
        .flat_map(|(path, methods)| {
            methods.into_iter().map(move |method| (path.to_owned(), method.as_str().to_lowercase()))
        })
        .collect();
    assert!(registered.len() >= 12);
    let document = document();
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
    for endpoint in endpoints::all(&mut Schemas::new(URL)) {
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
    for endpoint in endpoints::all(&mut Schemas::new(URL)) {
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
            let target = value["$ref"].as_str().unwrap().strip_prefix('#').unwrap();
            assert!(document.pointer(target).is_some(), "{value}");
            *seen += 1;
        }
        match value {
            Value::Object(object) => object.values().for_each(|value| walk(document, value, seen)),
            Value::Array(array) => array.iter().for_each(|value| walk(document, value, seen)),
            _ => {}
        }
    }
    let (document, mut seen) = (document(), 0);
    walk(&document, &document, &mut seen);
    assert!(seen > 100, "{seen}");
}

#[test]
fn the_document() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&document()).unwrap());
}

#[test]
fn the_page_has_nothing_inline_and_all_is_small() {
    for place in [Place::Live, Place::Demo, Place::PublicDemo] {
        let files = Files::new(URL, place);
        for pair in [&files.chinese, &files.english] {
            let html = std::str::from_utf8(&pair.page.text).unwrap();
            for inline in ["<script>", "<style", "style=", "onclick", "http:", "https:"] {
                assert!(!html.contains(inline), "{inline}");
            }
            assert_eq!(html.contains("id=\"take\""), place != Place::Live, "a button where there is a double");
            assert_eq!(html.contains("href=\"/\""), place != Place::Live, "a way back where there is a demo");
        }
        for file in [&files.document, &files.chinese.document, &files.english.document] {
            assert!(file.text.len() < 120 * 1024, "{}", file.text.len());
        }
    }
}

#[test]
fn each_language_leads_to_the_other() {
    let files = Files::new(URL, Place::Demo);
    let page = |lang| std::str::from_utf8(&files.pair(lang).page.text).unwrap();
    for (lang, tag, other) in [(Lang::Zh, "zh-CN", "/docs?lang=en"), (Lang::En, "en", "/docs?lang=zh")] {
        assert!(
            page(lang).contains(&format!("<html lang=\"{tag}\"")) && page(lang).contains(&format!("href=\"{other}\""))
        );
    }
}

/// Calls `see` with every text that is for readers, and the name of its member.
fn texts(value: &Value, see: &mut impl FnMut(&str, &str)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter().filter(|(name, _)| !["value", "example"].contains(&name.as_str())) {
                match value {
                    Value::String(text) if ["description", "summary", "name"].contains(&name.as_str()) => {
                        see(name, text)
                    }
                    Value::Array(tags) if name == "tags" => {
                        tags.iter().filter_map(Value::as_str).for_each(|tag| see(name, tag));
                        texts(value, see);
                    }
                    other => texts(other, see),
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, see)),
        _ => {}
    }
}

/// A name of the field, an errmsg, or the quotation of a text: what is Chinese in the English document must be code.
#[test]
fn every_text_is_there_in_both_languages() {
    let is_chinese = |text: &str| {
        text.split('`').step_by(2).any(|part| part.chars().any(|letter| ('\u{2e80}'..='\u{ffef}').contains(&letter)))
    };
    let count = |lang, wanted: bool| {
        let mut seen = 0;
        texts(&documents::document(URL, Some(lang)), &mut |name, text| {
            seen += usize::from(is_chinese(text) == wanted);
            assert!(lang == Lang::Zh || !is_chinese(text), "{name}: {text}");
        });
        seen
    };
    let (chinese, english) = (count(Lang::Zh, true), count(Lang::En, false));
    assert!(chinese > 100 && english > chinese, "{chinese} {english}");
}

#[test]
fn every_field_and_every_errno_is_described_in_both_languages() {
    let document = document();
    let mut seen = 0;
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let fields = schema["properties"].as_object().into_iter().flat_map(|fields| fields.values());
        let errno = Some(schema).filter(|_| name.starts_with("Errno"));
        for text in fields.chain(errno).filter_map(|described| described["description"].as_str()) {
            let [zh, en] = in_both(text);
            assert_eq!(zh.is_empty(), en.is_empty(), "{name}: {text}");
            seen += usize::from(!zh.is_empty());
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn every_errno_and_its_advice_is_in_the_documents_own_description() {
    for (lang, advice) in [(Lang::Zh, 0), (Lang::En, 1)] {
        let about = documents::document(URL, Some(lang))["info"]["description"].as_str().unwrap().to_owned();
        for errno in Errno::ALL {
            let help = super::errno::help(errno);
            let row = about.lines().find(|line| line.starts_with(&format!("| {} |", errno as i32))).unwrap();
            assert!(row.contains(errno.message()) && row.contains(help.what_to_do[advice]), "{row}");
        }
    }
}
