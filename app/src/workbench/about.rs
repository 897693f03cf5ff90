//! The explanation: a drawing of the six phases, and the API's address. Plain HTML, on the server only.

/// The HTML; empty in the browser, which leaves alone what the server wrote.
#[cfg(feature = "ssr")]
pub(crate) fn about() -> String {
    let base = leptos::prelude::use_context::<crate::Head>().map(|head| head.public_url).unwrap_or_default();
    // an address is a URL, parsed when the server started: it holds neither `<` nor `&`
    include_str!("about.html").replace("{base}", &format!("{base}{}", crate::api::BASE))
}

/// See above.
#[cfg(not(feature = "ssr"))]
pub(crate) const fn about() -> &'static str {
    ""
}
