//! Every step and every number has its article, in both languages, and every link leads somewhere.

use std::collections::BTreeSet;

use super::{
    ERRCODES, QUESTIONS, html, outline,
    phases::{PHASES, article_of},
    prose::{Piece, pieces},
};
use crate::{
    text::{Lang, Text},
    wire::Errno,
};

/// Every paragraph that may have links.
fn paragraphs() -> Vec<Text> {
    let steps = PHASES
        .iter()
        .flat_map(|phase| phase.articles)
        .flat_map(|article| [article.what, article.why].into_iter().chain(article.wrong.iter().copied()));
    let questions = QUESTIONS.iter().flat_map(|question| question.answer.iter().copied());
    PHASES.iter().map(|phase| phase.intro).chain(steps).chain(questions).collect()
}

#[test]
fn every_step_has_an_article() {
    let mut ids = BTreeSet::new();
    for step in outline::steps() {
        let article = article_of(step.id).unwrap_or_else(|| panic!("{}", step.id));
        assert!(!article.wrong.is_empty(), "{}", step.id);
        ids.insert(step.id);
    }
    for article in PHASES.iter().flat_map(|phase| phase.articles) {
        assert!(ids.contains(article.step_id), "{}", article.step_id);
    }
    assert!(ids.len() >= 20);
}

#[test]
fn every_article_is_in_the_phase_of_its_step() {
    for ((_, steps), phase) in outline::phases().zip(&PHASES) {
        let drawn: Vec<_> = steps.iter().map(|step| step.id).collect();
        let written: Vec<_> =
            phase.articles.iter().map(|article| article.step_id).filter(|id| drawn.contains(id)).collect();
        assert_eq!(written, drawn);
    }
}

#[test]
fn every_paragraph_is_in_both_languages() {
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    for Text { zh, en } in paragraphs() {
        assert!(is_chinese(zh), "{zh}");
        // the nickname that WeChat gives everybody is Chinese in any language
        assert!(!is_chinese(&en.replace("微信用户", "")) && en.len() > 20, "{en}");
        assert!(!zh.contains("  ") && !en.contains("  "), "{en}");
        for marks in [zh, en] {
            assert_eq!(marks.matches('`').count() % 2, 0, "{marks}");
        }
        // the same places, though in the order of the language
        let links = |text| {
            pieces(text)
                .filter_map(|piece| if let Piece::Link(id) = piece { Some(id) } else { None })
                .collect::<BTreeSet<_>>()
        };
        assert_eq!(links(zh), links(en), "{zh}");
    }
}

/// The values of an attribute.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn every_link_leads_somewhere_and_every_number_has_an_article() {
    let html = html(Lang::Zh);
    let ids: Vec<_> = values(&html, "id");
    let unique: BTreeSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), unique.len(), "an id twice");
    for errno in Errno::ALL {
        assert!(unique.contains(format!("errno-{}", errno as i32).as_str()), "{errno:?}");
    }
    for errcode in &ERRCODES {
        assert!(unique.contains(format!("errcode-{}", errcode.errcode).as_str()), "{}", errcode.errcode);
    }
    let mut tencent = BTreeSet::new();
    for href in values(&html, "href") {
        if let Some(id) = href.strip_prefix('#') {
            assert!(unique.contains(id), "{href}");
        } else if href.starts_with("https://") {
            assert!(
                href.starts_with("https://developers.weixin.qq.com/miniprogram/dev/") && href.ends_with(".html"),
                "{href}"
            );
            tencent.insert(href);
        } else {
            assert!(["/", "/docs", "?lang=en", "?lang=zh", "/oapro/images/icon.svg"].contains(&href), "{href}");
        }
    }
    assert!(tencent.len() >= 10, "{tencent:?}");
    assert_eq!(
        html.matches("rel=\"noopener\"").count(),
        values(&html, "href").iter().filter(|href| href.starts_with("https")).count()
    );
}

#[test]
fn the_language_is_the_root_elements() {
    assert!(html(Lang::Zh).starts_with("<!DOCTYPE html><html lang=\"zh-CN\" data-lang=\"zh\""));
    assert!(html(Lang::En).starts_with("<!DOCTYPE html><html lang=\"en\" data-lang=\"en\""));
}
