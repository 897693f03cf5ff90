//! The usual causes, with the numbers that belong to them.

use super::{attempt::BLOCK, repair::Repair, signature::Change};

/// Lengths that columns and limits have, in characters: text of just this length was probably cut by one.
const LIMITS: [usize; 9] = [128, 200, 255, 256, 500, 512, 1000, 1024, 2048];

/// A cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// A repair made it decrypt, or get further.
    Repair(Repair),
    /// `***` in place of the middle.
    Masked,
    /// A character that Base64 does not have; its place, from 1.
    ForeignLetter(usize),
    /// No whole groups of 4; how many characters there are.
    CutLetters(usize),
    /// Not the field that it is said to be.
    OtherValue,
    /// No whole blocks: how many bytes the last one lacks, how many characters there are.
    Cut {
        missing: usize,
        letters: usize,
    },
    /// Key or iv of other than 16 bytes.
    NotSixteen(usize),
    /// An older or newer session_key.
    OtherKey,
    /// Another user's, another app's.
    OtherUser,
    /// encryptedData and iv of another call.
    OtherCall,
    /// The iv of another call.
    OtherIv,
    /// Cut at a block's end.
    CutAtBlock,
    /// A character changed on the way; the block, from 1.
    Damaged(usize),
    /// Text, and no JSON object.
    NotJson,
    /// The watermark has another appid.
    OtherApp,
    /// The same but for letter case or blanks.
    AppidSpelling,
    Old,
    Future,
    NoWatermark,
    /// What was done to rawData or signature.
    Changed(Change),
    RawDataDiffers,
    SignedByOtherKey,
    NoSignature(usize),
}

impl Cause {
    /// The numbers of a cause, in Chinese and in English.
    pub(super) fn numbers(self) -> Option<[String; 2]> {
        Some(match self {
            Self::ForeignLetter(at) => [format!("第 {at} 个字符"), format!("character {at}")],
            Self::CutLetters(letters) => {
                let [zh, en] = limit(letters);
                [format!("{letters} 个字符{zh}"), format!("{letters} characters{en}")]
            }
            Self::Cut { missing, letters } => {
                let [zh, en] = limit(letters);
                [
                    format!("最后一块少 {missing} 字节；共 {letters} 个字符{zh}"),
                    format!("the last block lacks {missing} bytes; {letters} characters in all{en}"),
                ]
            }
            Self::NotSixteen(bytes) => {
                [format!("解码后 {bytes} 字节，要 {BLOCK} 字节"), format!("{bytes} bytes decoded, {BLOCK} wanted")]
            }
            Self::Damaged(block) => [format!("第 {block} 块"), format!("block {block}")],
            Self::NoSignature(letters) => [format!("{letters} 个字符"), format!("{letters} characters")],
            _ => return None,
        })
    }
}

/// What is said of a length that limits have.
fn limit(letters: usize) -> [&'static str; 2] {
    if LIMITS.contains(&letters) {
        ["，正像长度限制截断的", ", just what a limit would leave"]
    } else {
        [""; 2]
    }
}
