//! Spaces beyond ASCII in a template, such as the ideographic one that a Chinese keyboard types.
//!
//! Where an attribute should begin, glass-easel's template compiler skips ASCII spaces only, takes any other for the end of a bad name,
//! and so stays at it for ever. While it works, each is another character that is no space, and the compiler warns of it there.

/// Each space of Unicode outside ASCII: one UTF-16 unit, as what stands for it, so that no place in the file moves.
const SPACES: [char; 19] = [
    '\u{85}', '\u{a0}', '\u{1680}', '\u{2000}', '\u{2001}', '\u{2002}', '\u{2003}', '\u{2004}', '\u{2005}', '\u{2006}',
    '\u{2007}', '\u{2008}', '\u{2009}', '\u{200a}', '\u{2028}', '\u{2029}', '\u{202f}', '\u{205f}', '\u{3000}',
];
/// The first of 32 code points that are no characters, by Unicode's definition: no file has one for a reason.
const FIRST: u32 = 0xfdd0;

/// The text without such spaces.
pub(crate) fn hide(text: &str) -> String {
    text.chars()
        .map(|c| {
            if let Some(stand_in) = SPACES.iter().position(|space| *space == c).and_then(stand_in) {
                stand_in
            } else if ('\u{fdd0}'..='\u{fdef}').contains(&c) {
                char::REPLACEMENT_CHARACTER
            } else {
                c
            }
        })
        .collect()
}

/// The compiler's output with them. It writes text as Rust's debug form, where what is no character is escaped; a script in the file is
/// copied as it is.
pub(crate) fn show(code: &str) -> String {
    let mut code = code.to_owned();
    for (index, space) in SPACES.into_iter().enumerate() {
        let Some(stand_in) = stand_in(index) else { continue };
        if code.contains(stand_in) {
            code = code.replace(stand_in, space.encode_utf8(&mut [0; 4]));
        }
        let escaped = stand_in.escape_unicode().to_string();
        if code.contains(&escaped) {
            code = code.replace(&escaped, &space.escape_unicode().to_string());
        }
    }
    code
}

fn stand_in(index: usize) -> Option<char> {
    char::from_u32(FIRST + u32::try_from(index).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_every_space() {
        let spaces: Vec<char> = ('\u{80}'..=char::MAX).filter(|c| c.is_whitespace()).collect();
        assert_eq!(spaces, SPACES);
        assert!(spaces.iter().all(|space| space.len_utf16() == 1));
    }

    #[test]
    fn comes_back() {
        let text = "a\u{3000}\u{a0}b c\n🙂";
        let hidden = hide(text);
        assert!(!hidden.chars().any(|c| c.is_whitespace() && !c.is_ascii()));
        assert_eq!(show(&hidden), text);
        assert_eq!(show(&format!("{:?}", hide("\u{3000}"))), r#""\u{3000}""#);
        assert_eq!(hide("\u{fdd0}"), "\u{fffd}");
    }
}
