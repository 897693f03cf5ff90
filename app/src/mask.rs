//! What may be shown of a secret: enough to tell two apart, too little to use.

/// `0c3f…Zt1`: the first `head` and the last `tail` characters. What is too short to be cut is not shown at all.
pub(crate) fn middle(text: &str, head: usize, tail: usize) -> String {
    let cut = text.len().checked_sub(tail).filter(|cut| *cut > head + 4);
    match (text.get(..head), cut.and_then(|cut| text.get(cut..))) {
        (Some(begin), Some(end)) => [begin, "…", end].concat(),
        _ => "••••".to_owned(),
    }
}

/// `120****0001`
pub(crate) fn phone(number: &str) -> String {
    match (number.get(..3), number.len().checked_sub(4).and_then(|from| number.get(from..))) {
        (Some(begin), Some(end)) if number.len() > 7 => [begin, "****", end].concat(),
        _ => "****".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{middle, phone};

    #[test]
    fn a_number_is_masked() {
        assert_eq!(phone("12066600001"), "120****0001");
        assert_eq!(phone("1234567"), "****");
        assert_eq!(phone(""), "****");
        assert_eq!(phone("号码号码号码"), "****");
    }

    #[test]
    fn a_secret_keeps_its_ends() {
        assert_eq!(middle("oa_Vx3aaaaaaaaaaaaaf9c", 6, 3), "oa_Vx3…f9c");
        assert_eq!(middle("0c3fZt1", 4, 3), "••••");
        assert_eq!(middle("", 4, 3), "••••");
        assert_eq!(middle("密密密密密密密密", 4, 3), "••••");
    }
}
