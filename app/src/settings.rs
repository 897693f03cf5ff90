//! Language and theme: stored, and otherwise the browser's. A script in the head applies what is stored before the first
//! paint; see `shell.rs`.

use leptos::prelude::*;

use crate::{
    browser::{document, storage},
    text::Lang,
};

/// The key of the language. The keys are also in the head's script.
pub(crate) const LANG_KEY: &str = "oa-mini:lang";
/// The key of the theme.
pub(crate) const THEME_KEY: &str = "oa-mini:theme";
/// The key that says that somebody has logged in with this browser.
const KNOWN_KEY: &str = "oa-mini:known";

/// What the visitor has set.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Whether the first steps are pointed out: until the first login in this browser.
    pub(crate) shows_coach: RwSignal<bool>,
}

/// The settings that [`Settings::provide`] put into context.
pub fn use_settings() -> Settings {
    expect_context()
}

impl Settings {
    /// Provides the settings; reads what is stored after hydration.
    pub fn provide() -> Self {
        let settings = Self { shows_coach: RwSignal::new(false) };
        provide_context(settings);
        Effect::new(move |_| settings.shows_coach.set(storage::get_text(KNOWN_KEY).is_none()));
        Effect::new(move |_| document::set_root_attribute("data-coach", settings.shows_coach.get().then_some("")));
        settings
    }

    /// Somebody has logged in: the first steps are known.
    pub(crate) fn end_coach(self) {
        if self.shows_coach.get_untracked() {
            storage::set_text(KNOWN_KEY, "1");
            self.shows_coach.set(false);
        }
    }

    /// The other language, from now on.
    pub fn switch_lang(self) {
        let lang =
            document::root_attribute("data-lang").and_then(|code| Lang::parse(&code)).unwrap_or(Lang::Zh).other();
        document::set_root_attribute("data-lang", Some(lang.code()));
        document::set_root_attribute("lang", Some(lang.tag()));
        storage::set_text(LANG_KEY, lang.code());
    }

    /// The other theme, from now on.
    pub fn switch_theme(self) {
        let is_dark = document::root_attribute("data-theme")
            .map_or_else(|| document::matches_media("(prefers-color-scheme: dark)"), |theme| theme == "dark");
        let theme = if is_dark { "light" } else { "dark" };
        document::set_root_attribute("data-theme", Some(theme));
        storage::set_text(THEME_KEY, theme);
    }
}
