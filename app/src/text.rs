//! Two languages. A text is a constant with both, so that neither can be missing; a component writes both into the page, and
//! the style sheet shows the one that the root element's `data-lang` names. So no language is in the state of a view, and
//! the server's HTML fits every visitor. Only an attribute has to choose: `Text::localized` of `settings.rs`.
//!
//! An i18n crate is not used: those of Leptos' world show one language at a time, where this page shows English beside Chinese.

use leptos::prelude::*;

/// A language of the workbench. The phone is always Chinese.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lang {
    /// Chinese.
    Zh,
    /// English.
    En,
}

impl Lang {
    /// As `data-lang` and the storage spell it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::En => "en",
        }
    }

    /// As the attribute `lang` spells it (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Zh => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of a code; none for another text.
    pub fn parse(code: &str) -> Option<Self> {
        [Self::Zh, Self::En].into_iter().find(|lang| lang.code() == code)
    }

    /// The other one.
    pub const fn other(self) -> Self {
        match self {
            Self::Zh => Self::En,
            Self::En => Self::Zh,
        }
    }
}

/// A text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Text {
    /// The text in one of them.
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// A text in both languages, for constants.
pub const fn text(zh: &'static str, en: &'static str) -> Text {
    Text { zh, en }
}

/// A text of which one language is shown.
#[component]
pub fn Both(text: Text) -> impl IntoView {
    view! {
        <span class="zh">{text.zh}</span>
        <span class="en" lang="en">{text.en}</span>
    }
}

/// A text whose English stands beside the Chinese; in English it stands alone.
#[component]
pub fn Beside(text: Text) -> impl IntoView {
    view! {
        <span class="zh">{text.zh}</span>
        " "
        <span class="en en--beside" lang="en">{text.en}</span>
    }
}
