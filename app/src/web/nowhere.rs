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

pub(crate) fn history_state() -> Option<String> {
    None
}

pub(crate) fn on_popstate(_: impl Fn(Option<&str>) + 'static) {}

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

pub(crate) async fn draw(_: &str) -> Option<String> {
    None
}

pub(crate) async fn choose_picture() -> Option<String> {
    None
}

pub(crate) fn set_property(_: &str, _: &str, _: &str) {}

pub(crate) fn history_go(_: i32) {}

pub(crate) fn sleep(_: u32) -> std::future::Pending<()> {
    std::future::pending()
}

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

pub(crate) fn keep_focus(_: &'static str) {}
