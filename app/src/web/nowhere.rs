//! The browser where there is none. No event happens on the server, so none of these is ever called there.

use leptos::ev::{KeyboardEvent, MouseEvent};

pub(crate) fn query(_: &str) -> Option<String> {
    None
}

pub(crate) fn meta(_: &str) -> Option<String> {
    None
}

#[cfg(not(feature = "ssr"))]
pub(crate) fn path() -> String {
    String::new()
}

#[cfg(not(feature = "ssr"))]
pub(crate) fn text_of(_: &str) -> Option<String> {
    None
}

pub(crate) fn set_title(_: &str) {}

pub(crate) fn mark_alive() {}

pub(crate) fn push_state(_: &str, _: &str) {}

pub(crate) fn replace_state(_: &str, _: Option<&str>) {}

pub(crate) fn history_state() -> String {
    String::new()
}

pub(crate) fn on_popstate(_: impl Fn(&str) + 'static) {}

pub(crate) fn leave_fragment(_: &str, _: &str) {}

pub(crate) fn focus(_: &str) {}

pub(crate) fn picked(_: &MouseEvent) -> Option<String> {
    None
}

pub(crate) fn remember_focus() {}

pub(crate) fn restore_focus() {}

pub(crate) fn shut(_: &str) {}

pub(crate) fn keep_inside(_: &KeyboardEvent) {}

pub(crate) fn set_world(_: String) {}

pub(crate) async fn fetch(_: String, _: Option<String>, _: Vec<(&str, String)>) -> Option<String> {
    None
}

pub(crate) fn head(_: &str) -> String {
    String::new()
}

pub(crate) async fn draw(_: &str) -> Option<String> {
    None
}

pub(crate) async fn choose_picture() -> Option<String> {
    None
}

pub(crate) fn history_go(_: i32) {}

pub(crate) async fn sleep(_: u32) {}

pub(crate) fn random_hex(_: usize) -> String {
    String::new()
}

pub(crate) fn item(_: &str) -> Option<String> {
    None
}

pub(crate) fn set_item(_: &str, _: &str) {}

pub(crate) fn remove_item(_: &str) {}

pub(crate) fn hand_over(_: &str, _: &str) {}

pub(crate) fn hold_focus(_: &MouseEvent) {}

pub(crate) fn keep_focus(_: &str) {}

pub(crate) struct Heard {
    pub(crate) kind: String,
    pub(crate) key: String,
    pub(crate) act: String,
    pub(crate) value: String,
    pub(crate) checked: bool,
    pub(crate) y: i32,
    pub(crate) class: String,
    pub(crate) trusted: bool,
}

pub(crate) fn shows(_: &str, _: &str) -> bool {
    false
}

pub(crate) fn set_html(_: &str, _: &str) {}

pub(crate) fn set_attribute(_: &str, _: &str, _: Option<&str>) {}

pub(crate) fn attribute(_: &str, _: &str) -> Option<String> {
    None
}

pub(crate) fn set_checked(_: &str, _: bool) {}

pub(crate) fn set_value(_: &str, _: &str) {}

pub(crate) fn hear(_: &str, _: &str, _: fn(&Heard) -> bool) {}

pub(crate) fn click(_: &str) {}

pub(crate) fn middle(_: &str) -> Option<(i32, i32)> {
    None
}

pub(crate) fn scroll_to(_: &str, _: &str, _: &str) {}

pub(crate) fn scroll_end(_: &str) {}

pub(crate) fn events(_: &str, _: fn(&str)) {}

pub(crate) fn now() -> f64 {
    0.0
}

pub(crate) fn matches(_: &str) -> bool {
    false
}

pub(crate) fn bottom(_: &str) -> Option<i32> {
    None
}

pub(crate) fn focus_beside(_: bool) {}

pub(crate) fn world() -> String {
    String::new()
}

pub(crate) fn is_checked(_: &str) -> bool {
    false
}
