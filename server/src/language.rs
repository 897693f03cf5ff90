//! Which of the two languages a reader wants.

use app::Lang;
use http::{HeaderMap, header};

/// The language that the browser asks for first, of the two there are. It may be switched in the page.
pub(crate) fn wanted(headers: &HeaderMap) -> Lang {
    let wanted = headers.get(header::ACCEPT_LANGUAGE).and_then(|wanted| wanted.to_str().ok()).unwrap_or_default();
    if wanted.is_empty() || wanted.trim_start().to_ascii_lowercase().starts_with("zh") { Lang::Zh } else { Lang::En }
}
