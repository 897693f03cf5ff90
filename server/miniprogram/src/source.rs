//! The text of a file.

use std::borrow::Cow;

/// A file as text: without a byte order mark, and with a replacement character for what is no UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}
