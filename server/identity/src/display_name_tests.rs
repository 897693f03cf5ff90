use proptest::prelude::*;
use rstest::rstest;

use super::{DisplayName, NameError};
use crate::MAX_NAME;

fn cut(text: &str) -> Option<String> {
    DisplayName::cut(text).map(String::from)
}

/// One of each kind of what a name must not have in it.
fn forbidden(character: char) -> bool {
    matches!(u32::from(character), 0..=0x1f | 0x7f..=0x9f | 0x2028..=0x202e | 0x2066..=0x2069)
}

#[rstest]
#[case::plain("林", "林")]
#[case::trimmed("  林 小 \n", "林 小")]
#[case::wide_blanks("\u{3000}\u{a0}林\u{2003}", "林")]
#[case::emoji_of_five("👩‍👩‍👧", "👩‍👩‍👧")]
#[case::flag("🇨🇳", "🇨🇳")]
#[case::accent("e\u{301}", "e\u{301}")]
#[case::right_to_left("سلام", "سلام")]
#[case::marks_of_direction_alone_stay("\u{200f}שלום\u{200e}", "\u{200f}שלום\u{200e}")]
#[case::half_an_emoji_as_json_gives_it("\u{fffd}", "\u{fffd}")]
#[case::private_use("\u{e415}", "\u{e415}")]
#[case::bell("a\u{7}b", "ab")]
#[case::nul("\0a\0", "a")]
#[case::escape("\u{1b}[2J林", "[2J林")]
#[case::tab("a\tb", "ab")]
#[case::delete("a\u{7f}b", "ab")]
#[case::c1("a\u{9b}31m", "a31m")]
#[case::next_line("a\u{85}b", "ab")]
#[case::override_("林\u{202e}晓", "林晓")]
#[case::embeddings("\u{202a}\u{202b}a\u{202c}\u{202d}", "a")]
#[case::isolates("\u{2066}\u{2067}a\u{2068}\u{2069}", "a")]
#[case::lf("a\nb", "a b")]
#[case::cr("a\rb", "a b")]
#[case::crlf("a\r\nb", "a b")]
#[case::lfcr("a\n\rb", "a  b")]
#[case::separators("a\u{2028}b\u{2029}c", "a b c")]
#[case::blank_under_a_control("\u{7} \u{202e}a \u{7}", "a")]
#[case::zero_width_inside("a\u{200b}b", "a\u{200b}b")]
fn a_name_is_cleaned(#[case] text: &str, #[case] name: &str) {
    assert_eq!(cut(text).as_deref(), Some(name));
    assert_eq!(DisplayName::parse(text).map(String::from).as_deref(), Ok(name));
}

#[rstest]
fn an_invisible_text_is_no_name(
    #[values(
        "",
        " ",
        "\u{3000}",
        "\t\n",
        "\u{0}",
        "\u{7f}",
        "\u{9b}",
        "\u{202e}",
        "\u{2066}\u{2069}",
        "\u{ad}",
        "\u{34f}",
        "\u{61c}",
        "\u{115f}",
        "\u{1160}",
        "\u{17b4}",
        "\u{17b5}",
        "\u{180e}",
        "\u{200b}",
        "\u{200c}",
        "\u{200d}",
        "\u{200e}",
        "\u{200f}",
        "\u{2028}",
        "\u{2060}",
        "\u{2061}",
        "\u{2064}",
        "\u{206a}",
        "\u{2800}",
        "\u{3164}",
        "\u{fe00}",
        "\u{fe0f}",
        "\u{feff}",
        "\u{ffa0}",
        "\u{fff9}",
        "\u{e0001}",
        "\u{e0020}",
        "\u{e007f}",
        "\u{e0100}",
        "\u{1d173}",
        "\u{301}",
        "\u{20dd}",
        " \u{200b} \u{2800}\u{3000}"
    )]
    text: &str,
) {
    assert_eq!(cut(text), None);
    assert_eq!(DisplayName::parse(text), Err(NameError::Invisible));
}

#[rstest]
#[case::at_the_limit("名".repeat(128), "名".repeat(128))]
#[case::above("名".repeat(129), "名".repeat(128))]
#[case::emoji("😀".repeat(200), "😀".repeat(128))]
#[case::families_stay_whole("👩‍👩‍👧".repeat(26), "👩‍👩‍👧".repeat(25))]
#[case::an_accent_stays_with_its_letter(format!("{}e\u{301}", "a".repeat(127)), "a".repeat(127))]
#[case::flags_stay_whole(format!("a{}", "🇨🇳".repeat(64)), format!("a{}", "🇨🇳".repeat(63)))]
#[case::a_blank_at_the_cut(format!("{} b", "a".repeat(127)), "a".repeat(127))]
#[case::one_letter_over_the_limit(format!("a{}", "\u{301}".repeat(300)), format!("a{}", "\u{301}".repeat(127)))]
#[case::joiners_over_the_limit(format!("a{}", "\u{200d}".repeat(300)), "a".to_owned())]
fn a_name_is_cut_where_a_character_ends(#[case] text: String, #[case] name: String) {
    assert_eq!(cut(&text), Some(name.clone()));
    let parsed = DisplayName::parse(&text).map(String::from);
    assert_eq!(parsed, if text == name { Ok(name) } else { Err(NameError::TooLong) });
}

#[test]
fn what_is_taken_out_does_not_count() {
    let text = format!(" \u{202e}{}\u{7}\n", "名".repeat(128));
    assert_eq!(DisplayName::parse(&text).unwrap().as_str(), "名".repeat(128));
    assert_eq!(cut(&"\u{200b}".repeat(300)), None);
}

fn texts() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        '\0', '\n', '\r', '\u{7f}', '\u{85}', '\u{200d}', '\u{202e}', '\u{2028}', '\u{2067}', ' ', '\u{301}', '👩', '🇨',
    ]);
    prop::collection::vec(prop_oneof![any::<char>(), odd], 0..300).prop_map(String::from_iter)
}

proptest! {
    #[test]
    fn a_name_is_its_own_name(text in texts()) {
        let Some(name) = cut(&text) else { return Ok(()) };
        prop_assert_eq!(DisplayName::parse(&name).map(String::from), Ok(name.clone()));
        prop_assert_eq!(cut(&name), Some(name));
    }

    #[test]
    fn a_name_has_nothing_forbidden_and_fits(text in texts()) {
        for name in [cut(&text), DisplayName::parse(&text).ok().map(String::from)].into_iter().flatten() {
            prop_assert!(!name.chars().any(forbidden));
            prop_assert!((1..=MAX_NAME).contains(&name.chars().count()));
            prop_assert_eq!(name.trim(), &name);
        }
    }

    #[test]
    fn what_parses_is_what_is_cut(text in texts()) {
        if let Ok(name) = DisplayName::parse(&text) {
            prop_assert_eq!(cut(&text), Some(String::from(name)));
        }
    }
}
