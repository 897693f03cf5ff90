//! Parses a phone number as written in another system.

use identity::Phone;

/// Country codes of one and of two digits; all others have three (ITU-T E.164).
const ONE: [&str; 2] = ["1", "7"];
const TWO: [&str; 43] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95",
];
/// The last two-digit code.
const IRAN: &str = "98";

/// Parses `13800138000`, `+86 138-0013-8000`, `+85251234567`, `008613800138000`. Without `+` or `00` it is a Chinese
/// mobile number: eleven digits beginning with 1, optionally after 86. `None` if it is not a phone number.
pub(super) fn parse(text: &str) -> Option<Phone> {
    let tidy: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')')).collect();
    let (country_code, pure_number) = match tidy.strip_prefix('+').or_else(|| tidy.strip_prefix("00")) {
        None => ("86", tidy.strip_prefix("86").unwrap_or(&tidy)),
        Some(digits) => {
            let short = ONE
                .iter()
                .chain(&TWO)
                .chain([&IRAN])
                .find_map(|code| digits.strip_prefix(code).map(|rest| (*code, rest)));
            short.or_else(|| digits.split_at_checked(3))?
        }
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match country_code {
        "86" => pure_number.len() == 11 && pure_number.starts_with('1'),
        // E.164: 15 digits in all
        _ => (5..=15 - country_code.len()).contains(&pure_number.len()),
    };
    (fits && all_digits(country_code) && !country_code.starts_with('0') && all_digits(pure_number))
        .then(|| Phone { country_code: country_code.to_owned(), pure_number: pure_number.to_owned() })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::parse;

    #[rstest]
    #[case("12066600001", "86", "12066600001")]
    #[case("+8612066600001", "86", "12066600001")]
    #[case("+86 120-6660-0001", "86", "12066600001")]
    #[case("8612066600001", "86", "12066600001")]
    #[case("008612066600001", "86", "12066600001")]
    #[case("+85251234567", "852", "51234567")]
    #[case("0085251234567", "852", "51234567")]
    #[case("+1 (202) 555-0123", "1", "2025550123")]
    #[case("+447700900123", "44", "7700900123")]
    #[case("+989121234567", "98", "9121234567")]
    fn a_number_has_its_country(#[case] text: &str, #[case] country_code: &str, #[case] number: &str) {
        let phone = parse(text).unwrap();
        assert_eq!((phone.country_code.as_str(), phone.pure_number.as_str()), (country_code, number));
    }

    #[rstest]
    #[case::short("1206660000")]
    #[case::long("120666000011")]
    #[case::landline("075512345678")]
    #[case::international_without_plus("85251234567")]
    #[case::plus_alone("+")]
    #[case::short_abroad("+8521234")]
    #[case::long_abroad("+8521234567890123")]
    #[case::zero("+0123456789")]
    #[case::letters("1206660000a")]
    #[case::full_width("１２０６６６００００１")]
    #[case::two("12066600001/12066600002")]
    #[case::masked("120****0001")]
    fn an_invalid_number_is_rejected(#[case] text: &str) {
        assert!(parse(text).is_none());
    }

    proptest! {
        #[test]
        fn an_accepted_number_is_digits(text in "\\+?.{0,20}") {
            if let Some(phone) = parse(&text) {
                let digits = format!("{}{}", phone.country_code, phone.pure_number);
                prop_assert!(digits.bytes().all(|byte| byte.is_ascii_digit()) && (6..=15).contains(&digits.len()));
            }
        }
    }
}
