//! The tools by their addresses.

use app::{Lang, Text, browser::history, text};
use leptos::prelude::use_context;

/// A tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tool {
    /// Bring your own ciphertext.
    Decrypt,
    /// The runs of the demo, compared, exported and imported.
    Traces,
}

impl Tool {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Decrypt, Self::Traces];

    /// Its address.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Decrypt => "/decrypt",
            Self::Traces => "/traces",
        }
    }

    /// The tool at an address; one trailing slash is dropped.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        Self::ALL.into_iter().find(|tool| tool.path() == path)
    }

    /// What it is called.
    pub(crate) const fn name(self) -> Text {
        match self {
            Self::Decrypt => text("解密自己的数据", "Decrypt your own data"),
            Self::Traces => text("对比运行", "Compare runs"),
        }
    }

    /// The window's title.
    pub(crate) fn title(self, lang: Lang) -> String {
        [self.name().get(lang), " · oa-mini"].concat()
    }

    /// The tool that was asked for: by context on the server, by the address in the browser.
    pub(crate) fn current() -> Self {
        use_context().or_else(|| Self::parse(&history::path())).unwrap_or(Self::Decrypt)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_path_is_its_own_tool() {
        for tool in Tool::ALL {
            assert_eq!(Tool::parse(tool.path()), Some(tool));
            assert_eq!(Tool::parse(&format!("{}/", tool.path())), Some(tool));
            assert_ne!(tool.title(Lang::Zh), tool.title(Lang::En));
        }
        assert_eq!(Tool::parse("/"), None);
        assert_eq!(Tool::parse("/decrypt//"), None);
    }
}
