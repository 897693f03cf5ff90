//! `--backend`: an origin that the opened mini-program may call.

use std::str::FromStr;

use url::Url;

/// A scheme, a host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backend(url::Origin);

impl Backend {
    /// Whether `url` lies at this backend.
    pub(super) fn is_at(&self, url: &Url) -> bool {
        self.0 == url.origin()
    }
}

impl FromStr for Backend {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "not an address like https://my.dev.server or http://127.0.0.1:3000";
        let url: Url = text.parse().map_err(|_| wrong)?;
        let is_origin = matches!(url.scheme(), "http" | "https")
            && url.host().is_some()
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if is_origin { Ok(Self(url.origin())) } else { Err(wrong) }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::Backend;

    #[rstest]
    #[case("https://my.dev.server", "https://my.dev.server/wx/login?x=1", true)]
    #[case("https://my.dev.server", "https://MY.dev.server:443/", true)]
    #[case("http://127.0.0.1:3000", "http://127.0.0.1:3000/x", true)]
    #[case("https://my.dev.server", "http://my.dev.server/", false)]
    #[case("https://my.dev.server", "https://my.dev.server:8443/", false)]
    #[case("https://my.dev.server", "https://my.dev.server.evil.example/", false)]
    #[case("https://my.dev.server", "https://evil.example/https://my.dev.server", false)]
    #[case("https://my.dev.server", "https://my.dev.server@evil.example/", false)]
    #[case("http://127.0.0.1:3000", "http://localhost:3000/", false)]
    fn only_what_was_named(#[case] backend: &str, #[case] url: &str, #[case] allowed: bool) {
        let backend: Backend = backend.parse().unwrap();
        assert_eq!(backend.is_at(&url.parse().unwrap()), allowed);
    }

    #[rstest]
    #[case("my.dev.server")]
    #[case("ftp://my.dev.server")]
    #[case("https://my.dev.server/api")]
    #[case("https://me@my.dev.server")]
    #[case("https://my.dev.server?x")]
    #[case("")]
    fn anything_else_is_refused(#[case] text: &str) {
        assert!(text.parse::<Backend>().is_err());
    }
}
