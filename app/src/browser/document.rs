//! The document around the page: what the style sheet and the tests read from the root element, and what the head says.

use leptos::prelude::{document, window};

/// Sets an attribute of the root element, or takes it away.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    let Some(root) = document().document_element() else { return };
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// An attribute of the root element.
pub(crate) fn root_attribute(name: &str) -> Option<String> {
    document().document_element()?.get_attribute(name)
}

/// The content of a `<meta>`.
pub(crate) fn meta(name: &str) -> Option<String> {
    let element = document().query_selector(&format!("meta[name={name}]")).ok()??;
    element.get_attribute("content")
}

/// The address of a file that is served beside the page's style sheet.
pub(crate) fn beside_style_sheet(file: &str) -> Option<String> {
    let style = document().query_selector("link[href$='/app.css']").ok()??.get_attribute("href")?;
    Some(format!("{}{file}", style.strip_suffix("app.css")?))
}

/// The window's title.
pub(crate) fn set_title(title: &str) {
    document().set_title(title);
}

/// Whether a media query holds.
pub(crate) fn matches_media(query: &str) -> bool {
    window().match_media(query).ok().flatten().is_some_and(|list| list.matches())
}
