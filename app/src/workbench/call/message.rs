//! A request or a response as it is shown.

use crate::workbench::json_tokens::{Token, masked};

/// A line a header, and the body.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::workbench) struct Message {
    pub(in crate::workbench) headers: Vec<(String, String)>,
    pub(in crate::workbench) body: Vec<Token>,
    /// How long the body was, where that is known.
    pub(in crate::workbench) bytes: Option<usize>,
}

/// What a request's head shows: what the phone adds, and not what every fetch has.
pub(super) fn is_shown(name: &str) -> bool {
    !name.eq_ignore_ascii_case("accept") && !name.eq_ignore_ascii_case("content-type")
}

/// An address whose query may be shown.
pub(super) fn masked_url(url: &str) -> String {
    let Some((path, query)) = url.split_once('?') else { return url.to_owned() };
    let pair = |pair: &str| match pair.split_once('=') {
        Some((name, value)) => [name, "=", &masked(name, value)].concat(),
        None => pair.to_owned(),
    };
    let query = query.split('&').map(pair).collect::<Vec<_>>();
    [path, "?", &query.join("&")].concat()
}

/// An address without its query; of a native call its name alone.
pub(super) fn path_of(target: &str) -> String {
    let path = target.split('?').next().unwrap_or_default();
    path.strip_prefix("wx.").unwrap_or(path).to_owned()
}
