//! `/docs`: what stands around the viewer. The viewer itself is Swagger UI, which `server/docs-viewer` sets up.

use app::{Lang, text};

use crate::assets;

/// Where the page is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Live,
    Demo,
    /// A demo that strangers share, whose worlds must have unguessable names.
    PublicDemo,
}

/// The page for readers of `lang`.
pub(super) fn html(place: Place, lang: Lang) -> String {
    let pick = |zh, en| text(zh, en).get(lang);
    let other = lang.other();
    let other_name = match other {
        Lang::Zh => "中文",
        Lang::En => "English",
    };
    let (back, button, demo) = match place {
        Place::Live => (String::new(), String::new(), ""),
        Place::Demo | Place::PublicDemo => (
            format!(
                "<a href=\"/\">← {}</a><a href=\"/guide?lang={}#errno\">errno</a>",
                pick("演示", "The demo"),
                lang.code()
            ),
            format!(
                "<p class=\"demo\"><button id=\"take\" type=\"button\">{}</button> <span id=\"taken\" role=\"status\">{}</span></p>",
                pick("取演示用的 code 与令牌", "Take a code and a token"),
                pick("之后每个接口都可以直接发送（Execute）", "then every call below can be sent with Execute"),
            ),
            if place == Place::Demo { "local" } else { "public" },
        ),
    };
    let (assets, viewer) = match assets::VIEWER_FOLDER {
        Some(folder) => (
            format!(
                "<link rel=\"stylesheet\" href=\"/{folder}/swagger-ui.css\"><link rel=\"stylesheet\" href=\"/{folder}/viewer.css\">\
                 <script defer src=\"/{folder}/swagger-ui.js\"></script><script defer src=\"/{folder}/viewer.js\"></script>"
            ),
            format!(
                "<noscript><p>{}</p></noscript><div id=\"viewer\"></div>",
                pick(
                    "此页需要 JavaScript；文档本身是 openapi.json。",
                    "This page needs JavaScript; the document is openapi.json."
                )
            ),
        ),
        None => (
            String::new(),
            format!(
                "<p>{}</p>",
                pick("本程序构建时没有 Swagger UI（make packages）。", "Built without Swagger UI (make packages).")
            ),
        ),
    };
    format!(
        "<!doctype html><html lang=\"{tag}\" data-lang=\"{code}\" data-demo=\"{demo}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><link rel=\"icon\" href=\"/oapro/images/icon.svg\" type=\"image/svg+xml\">{assets}</head>\
         <body><a class=\"skip\" href=\"#main\">{skip}</a><header><p class=\"bar\">{back}\
         <a href=\"/docs?lang={other_code}\" lang=\"{other_tag}\" hreflang=\"{other_tag}\">{other_name}</a>\
         <a href=\"/openapi.json\">openapi.json</a></p>{button}</header><div id=\"main\" tabindex=\"-1\">{viewer}</div></body></html>",
        tag = lang.tag(),
        code = lang.code(),
        title = pick("oa-mini 接口文档", "oa-mini API"),
        skip = pick("跳到正文", "Skip to content"),
        other_code = other.code(),
        other_tag = other.tag(),
    )
}
