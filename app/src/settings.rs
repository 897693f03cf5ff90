//! Language and theme: stored, and otherwise the browser's. A script in the head applies what is stored before the first
//! paint; see `shell.rs`.

use leptos::prelude::*;

use crate::{
    browser::{document, storage},
    text::{Lang, Text},
};

/// The key of the language. The keys are also in the head's script.
pub(crate) const LANG_KEY: &str = "oa-mini:lang";
/// The key of the theme.
pub(crate) const THEME_KEY: &str = "oa-mini:theme";
/// The key that says that somebody has logged in with this browser.
const KNOWN_KEY: &str = "oa-mini:known";
/// The `<meta>` that says which language the server has rendered.
pub const LANG_META: &str = "oa-lang";

/// What the visitor has set. All of it is yes or no: a signal of another type is bytes of the page.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Whether the workbench speaks English. At first as the server has rendered it, because hydration leaves attributes as they are.
    is_english: RwSignal<bool>,
    /// Whether the way to the first login in this browser is pointed out.
    pub(crate) shows_coach: RwSignal<bool>,
    /// Whether the settings are: after that login, and until they have been seen.
    shows_settings: RwSignal<bool>,
}

/// The settings that [`Settings::provide`] put into context.
pub fn use_settings() -> Settings {
    expect_context()
}

impl Settings {
    /// Provides the settings; reads what is stored after hydration.
    pub fn provide() -> Self {
        let settings = Self {
            is_english: RwSignal::new(rendered_lang() == Lang::En),
            shows_coach: RwSignal::new(false),
            shows_settings: RwSignal::new(false),
        };
        provide_context(settings);
        Effect::new(move |_| {
            settings.is_english.set(document::root_attribute("data-lang").is_some_and(|code| code == Lang::En.code()));
            settings.shows_coach.set(storage::get_text(KNOWN_KEY).is_none());
        });
        Effect::new(move |_| {
            let step = match (settings.shows_coach.get(), settings.shows_settings.get()) {
                (true, _) => Some("login"),
                (false, true) => Some("settings"),
                (false, false) => None,
            };
            document::set_root_attribute("data-coach", step);
        });
        settings
    }

    /// What the workbench speaks.
    pub fn lang(self) -> Lang {
        if self.is_english.get() { Lang::En } else { Lang::Zh }
    }

    /// Somebody has logged in: the first steps are known, and the settings come next.
    pub(crate) fn end_coach(self) {
        if self.shows_coach.get_untracked() {
            storage::set_text(KNOWN_KEY, "1");
            self.shows_coach.set(false);
            self.shows_settings.set(true);
        }
    }

    /// The settings have been seen: nothing is pointed out any more.
    pub(crate) fn end_settings_coach(self) {
        self.shows_settings.set(false);
    }

    /// The other language, from now on.
    pub fn switch_lang(self) {
        let lang = untrack(|| self.lang()).other();
        self.is_english.set(lang == Lang::En);
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

/// The language of the server's HTML: by context on the server, by what it has written in the browser. A script has changed
/// the root element since.
fn rendered_lang() -> Lang {
    let written = || document::meta(LANG_META).and_then(|code| Lang::parse(&code));
    use_context().or_else(written).unwrap_or(Lang::Zh)
}

impl Text {
    /// The text in the language of the workbench, for an attribute: what stands between tags is written in both.
    pub fn localized(self) -> Signal<&'static str> {
        let settings = use_settings();
        Signal::derive(move || self.get(settings.lang()))
    }
}
