//! One keep-alive connection, read and written by hand. The generator shares the machine with what it measures, so a
//! request costs it two system calls and no allocation.

use std::io::{Error, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// The read time-out, longer than any limit of the server's.
const READ_TIMEOUT: Duration = Duration::from_secs(20);
/// The longest body that is read, in bytes: the page's WASM is the largest.
const MAX_BODY_BYTES: usize = 8 << 20;
/// The end of a response in chunks, until its last one has come.
const CHUNKED: usize = usize::MAX;
/// Servers write the names of headers in different cases.
const CONTENT_LENGTH: &[u8] = b"content-length: ";

pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    pub(crate) fn open(address: SocketAddr) -> Result<Self, Error> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(READ_TIMEOUT))?;
        Ok(Self { stream, buffer: vec![0; 16 * 1024] })
    }

    /// Sends a whole request and waits for the whole response, which must be a 200 that says where it ends. Its body, with the
    /// sizes of its chunks where it comes in chunks, as a page does.
    pub(crate) fn call(&mut self, request: &[u8]) -> Result<&[u8], Error> {
        self.stream.write_all(request)?;
        let (mut filled, mut whole) = (0, None);
        while whole.is_none_or(|(_, end)| filled < end) {
            if filled == self.buffer.len() {
                self.buffer.resize(filled * 2, 0);
            }
            let read = self.stream.read(self.buffer.get_mut(filled..).unwrap_or_default())?;
            if read == 0 {
                return Err(Error::other("the server closed the connection"));
            }
            filled += read;
            if whole.is_none_or(|(_, end)| end == CHUNKED) {
                whole = end_of(self.buffer.get(..filled).unwrap_or_default())?;
            }
        }
        let (body, end) = whole.unwrap_or_default();
        Ok(self.buffer.get(body..end).unwrap_or_default())
    }
}

/// Where the body of a response begins and ends, once its head is complete; [`CHUNKED`] while the last chunk is missing.
fn end_of(bytes: &[u8]) -> Result<Option<(usize, usize)>, Error> {
    let Some(head) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { return Ok(None) };
    let lines = bytes.get(..head).unwrap_or_default();
    if !lines.starts_with(b"HTTP/1.1 200 ") {
        return Err(Error::other(format!("not a 200: {}", String::from_utf8_lossy(lines))));
    }
    if lines.windows(9).any(|word| word == b": chunked") {
        let ended = bytes.len() > head + 4 && bytes.ends_with(b"\r\n0\r\n\r\n");
        return Ok(Some((head + 4, if ended { bytes.len() } else { CHUNKED })));
    }
    let length = lines.split(|byte| *byte == b'\n').find_map(|line| {
        let (name, value) = line.split_at_checked(CONTENT_LENGTH.len())?;
        name.eq_ignore_ascii_case(CONTENT_LENGTH).then_some(value)
    });
    let length = length.and_then(|digits| std::str::from_utf8(digits).ok()?.trim_end().parse::<usize>().ok());
    let length =
        length.filter(|length| *length <= MAX_BODY_BYTES).ok_or_else(|| Error::other("a response without a length"))?;
    Ok(Some((head + 4, head + 4 + length)))
}

/// A body without the size of its first chunk, if it came in chunks. JSON never begins with a digit here.
pub(crate) fn without_chunk_size(body: &[u8]) -> &[u8] {
    let digits = body.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    match body.split_at_checked(digits) {
        Some((size, rest)) if !size.is_empty() => rest.strip_prefix(b"\r\n").unwrap_or(body),
        _ => body,
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNKED, end_of, without_chunk_size};

    #[test]
    fn an_answer_ends_where_it_says() {
        let head = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n";
        assert_eq!(end_of(head).unwrap(), Some((head.len(), head.len() + 2)));
        assert_eq!(end_of(&head[..head.len() - 1]).unwrap(), None);
        assert_eq!(end_of(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap(), Some((38, 38)));
        assert!(end_of(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").is_err());
        let head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n";
        assert_eq!(end_of(head).unwrap(), Some((head.len(), CHUNKED)));
        let whole = [&head[..], b"2\r\nok\r\n0\r\n\r\n"].concat();
        assert_eq!(end_of(&whole).unwrap(), Some((head.len(), whole.len())));
    }

    #[test]
    fn a_body_in_chunks_begins_after_the_first_size() {
        assert_eq!(without_chunk_size(b"1a\r\n{}\r\n0\r\n\r\n"), b"{}\r\n0\r\n\r\n");
        assert_eq!(without_chunk_size(b"{}"), b"{}");
        assert_eq!(without_chunk_size(b"abc"), b"abc");
    }
}
