//! A display name (昵称), as login, auth/profile and import take it: one rule, so that no way in leaves a name that
//! another one would refuse.

use std::{fmt, iter};

use field_limits::MAX_NAME;
use icu_properties::{
    CodePointMapData, CodePointSetData,
    props::{DefaultIgnorableCodePoint, GeneralCategory, GeneralCategoryGroup, WhiteSpace},
};
use unicode_segmentation::UnicodeSegmentation;

/// The zero-width joiner, which means nothing at a name's end.
const JOINER: char = '\u{200d}';

/// A symbol by its category, but invisible.
const BRAILLE_BLANK: char = '\u{2800}';

/// Why a text is no display name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing of the text is visible.
    #[error("no visible character")]
    Invisible,
    /// The text has more than [`MAX_NAME`] characters after cleaning.
    #[error("longer than {MAX_NAME} characters")]
    TooLong,
}

/// A name that can be shown anywhere: no control character and none that turns the direction of writing, one line, no
/// white space at its ends, 1 to [`MAX_NAME`] characters, at least one of them visible.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DisplayName(String);

impl DisplayName {
    /// Cleans `text` and cuts it to [`MAX_NAME`] characters, where a reader sees a character end. `None` where nothing
    /// visible is left.
    pub fn cut(text: &str) -> Option<Self> {
        let clean = clean(text);
        if clean.chars().count() <= MAX_NAME {
            return has_visible(&clean).then_some(Self(clean));
        }
        // A reader's first character may itself be over the limit (a letter under 200 accents): then code points count.
        let cuts = [cut_graphemes(&clean), cut_characters(&clean)];
        cuts.into_iter().find(|cut| has_visible(cut)).map(Self)
    }

    /// Cleans `text`, which must then be a name as it is.
    ///
    /// # Errors
    /// [`NameError::Invisible`] without a visible character, [`NameError::TooLong`] above [`MAX_NAME`] characters.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let clean = clean(text);
        if !has_visible(&clean) {
            return Err(NameError::Invisible);
        }
        if clean.chars().count() > MAX_NAME {
            return Err(NameError::TooLong);
        }
        Ok(Self(clean))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<DisplayName> for String {
    fn from(name: DisplayName) -> Self {
        name.0
    }
}

impl fmt::Display for DisplayName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Takes out what must not be in a name, writes each line break as one blank, and trims.
pub(crate) fn clean(text: &str) -> String {
    let mut characters = text.chars().peekable();
    let cleaned = iter::from_fn(|| {
        loop {
            match characters.next()? {
                '\r' => {
                    characters.next_if_eq(&'\n');
                    return Some(' ');
                }
                '\n' | '\u{2028}' | '\u{2029}' => return Some(' '),
                character if character.is_control() || is_bidi_control(character) => {}
                character => return Some(character),
            }
        }
    });
    cleaned.collect::<String>().trim().to_owned()
}

/// Embeddings, overrides and isolates: they reach past the name into whatever is written after it.
fn is_bidi_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a reader sees anything. A combining mark needs a character that it stands on, and is none by itself.
fn has_visible(text: &str) -> bool {
    let categories = CodePointMapData::<GeneralCategory>::new();
    let unseen = GeneralCategoryGroup::Mark.union(GeneralCategoryGroup::Control).union(GeneralCategoryGroup::Format);
    text.chars().any(|character| {
        character != BRAILLE_BLANK
            && !CodePointSetData::new::<DefaultIgnorableCodePoint>().contains(character)
            && !CodePointSetData::new::<WhiteSpace>().contains(character)
            && !unseen.contains(categories.get(character))
    })
}

/// As many whole grapheme clusters as fit.
fn cut_graphemes(text: &str) -> String {
    let mut room = MAX_NAME;
    let fitting = text.graphemes(true).take_while(|grapheme| {
        let left = room.checked_sub(grapheme.chars().count());
        room = left.unwrap_or_default();
        left.is_some()
    });
    fitting.collect::<String>().trim_end().to_owned()
}

/// As many code points as fit.
fn cut_characters(text: &str) -> String {
    let cut: String = text.chars().take(MAX_NAME).collect();
    cut.trim_end_matches(|character: char| character == JOINER || character.is_whitespace()).to_owned()
}

#[cfg(test)]
#[path = "display_name_tests.rs"]
mod tests;
