//! Language and theme: remembered, and otherwise the browser's.

use crate::web;

const LANG: &str = "oa-mini:lang";
const THEME: &str = "oa-mini:theme";

/// What was chosen here before, else what the browser says.
pub(super) fn start() {
    let stored = web::item(LANG);
    let chinese = stored.map_or_else(|| web::language().starts_with("zh"), |lang| lang == "zh");
    speak(if chinese { "zh" } else { "en" });
    if let Some(theme) = web::item(THEME) {
        web::set_attribute(":root", "data-theme", Some(&theme));
    }
}

fn speak(lang: &str) {
    web::set_attribute(":root", "data-lang", Some(lang));
    web::set_attribute(":root", "lang", Some(if lang == "zh" { "zh-CN" } else { "en" }));
}

/// The other language.
pub(super) fn switch_language() {
    let other = if is_english() { "zh" } else { "en" };
    web::set_item(LANG, other);
    speak(other);
}

/// The other theme.
pub(super) fn switch_theme() {
    let now = web::attribute(":root", "data-theme");
    let dark = now.map_or_else(|| web::matches("(prefers-color-scheme: dark)"), |theme| theme == "dark");
    let other = if dark { "light" } else { "dark" };
    web::set_item(THEME, other);
    web::set_attribute(":root", "data-theme", Some(other));
}

fn is_english() -> bool {
    web::attribute(":root", "data-lang").as_deref() == Some("en")
}
