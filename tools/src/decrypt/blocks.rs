//! What AES made of the ciphertext, block by block. In CBC a wrong iv spoils the first block alone, a changed byte of the
//! ciphertext its own block and one byte of the next, a wrong key all of them: so the blocks tell which it is.

use super::attempt::BLOCK;

/// How many bytes are shown: the last two blocks.
const TAIL: usize = 2 * BLOCK;

/// The blocks of a decryption.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Blocks {
    /// For each block whether it is text.
    pub(super) is_text: Vec<bool>,
    /// The last two blocks.
    pub(super) tail: Vec<u8>,
    /// How many bytes of the last block are its padding; none where it has no valid one.
    pub(super) padding: Option<usize>,
}

/// What the blocks say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// No block is text: the key is not that of the data.
    Key,
    /// All but the first: the iv is not that of the data.
    Iv,
    /// All to the end, but the end is not there.
    Cut,
    /// Some in the middle or at the end are not; the first of them, counted from 1.
    Damaged(usize),
    /// One block alone, which is not text: key or iv.
    Unknown,
    /// All are text.
    Text,
}

impl Blocks {
    /// Of the bytes with their padding.
    pub(super) fn new(bytes: &[u8]) -> Self {
        let padding = bytes.last().map(|last| usize::from(*last)).filter(|count| {
            let from = bytes.len().checked_sub(*count).unwrap_or(bytes.len());
            (1..=BLOCK).contains(count) && bytes.iter().skip(from).all(|byte| usize::from(*byte) == *count)
        });
        let end = bytes.len() - padding.unwrap_or(0);
        let text = bytes.get(..end).unwrap_or(bytes);
        let mut is_text: Vec<_> = text.chunks(BLOCK).map(is_text).collect();
        if padding == Some(BLOCK) {
            is_text.push(true);
        }
        let tail = bytes.get(bytes.len().saturating_sub(TAIL)..).unwrap_or(bytes).to_vec();
        Self { is_text, tail, padding }
    }

    /// What they say of a decryption that failed.
    pub(super) fn sign(&self) -> Sign {
        let garbage = self.is_text.iter().filter(|is_text| !**is_text).count();
        let first = self.is_text.iter().position(|is_text| !is_text);
        match (self.is_text.len(), garbage, first) {
            (_, 0, _) if self.padding.is_none() => Sign::Cut,
            (_, 0, _) => Sign::Text,
            (1, ..) => Sign::Unknown,
            (count, garbage, _) if garbage == count => Sign::Key,
            // valid padding by chance leaves a last block that is too short to be judged
            (count, garbage, Some(0)) if garbage + 1 == count && count > 2 && self.is_text.last() == Some(&true) => {
                Sign::Key
            }
            (_, 1, Some(0)) => Sign::Iv,
            (_, _, Some(first)) => Sign::Damaged(first + 1),
            (_, _, None) => Sign::Text,
        }
    }
}

/// Whether a block is a piece of a UTF-8 text without control characters; characters may be cut at both ends.
fn is_text(block: &[u8]) -> bool {
    let cut = block.iter().take(3).take_while(|byte| (0x80..0xc0).contains(*byte)).count();
    let block = block.get(cut..).unwrap_or_default();
    let text = match std::str::from_utf8(block) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            block.get(..error.valid_up_to()).and_then(|valid| std::str::from_utf8(valid).ok()).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.chars().any(|letter| letter.is_control() && !letter.is_whitespace())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    const GARBAGE: [u8; 16] = [0xc2, 0x9f, 0x36, 0xff, 0, 1, 0x80, 0xfe, 0xc0, 3, 4, 5, 6, 7, 8, 0x9a];
    const TEXT: [u8; 16] = *b"{\"phoneNumber\":\"";
    const END: [u8; 16] = *b"789abcdef\"}}\x04\x04\x04\x04";

    #[rstest]
    #[case::whole(&[TEXT, TEXT, END], Sign::Text)]
    #[case::key(&[GARBAGE, GARBAGE, GARBAGE], Sign::Key)]
    #[case::iv(&[GARBAGE, TEXT, END], Sign::Iv)]
    #[case::cut(&[TEXT, TEXT, TEXT], Sign::Cut)]
    #[case::damaged(&[TEXT, TEXT, GARBAGE, TEXT, END], Sign::Damaged(3))]
    #[case::damaged_at_the_end(&[TEXT, TEXT, GARBAGE], Sign::Damaged(3))]
    #[case::one(&[GARBAGE], Sign::Unknown)]
    fn blocks_tell_what_is_wrong(#[case] blocks: &[[u8; 16]], #[case] sign: Sign) {
        assert_eq!(Blocks::new(&blocks.concat()).sign(), sign);
    }

    #[test]
    fn characters_may_be_cut_by_a_block() {
        let text = "微信小程序登录，全流程看得见".as_bytes();
        assert!(text.chunks(16).all(is_text));
    }

    /// One decryption in 256 with a wrong key has a valid padding of one byte.
    #[test]
    fn a_padding_by_chance_changes_nothing() {
        let mut last = GARBAGE;
        last[15] = 1;
        assert_eq!(Blocks::new(&[GARBAGE, GARBAGE, last].concat()).sign(), Sign::Key);
    }
}
