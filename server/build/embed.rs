//! The tables of what the binary carries, as memory-serve takes them: compressed once, here.
//!
//! memory-serve would write them itself, but as a build dependency it compiles axum a second time, and its tables hold the
//! paths of the machine that built them.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Collects files and writes `embedded.rs`.
pub(crate) struct Embed {
    out: PathBuf,
    compress: bool,
    code: String,
    count: usize,
}

impl Embed {
    /// Writes into `out`; compresses where `compress` (it takes seconds, so a debug build does not).
    pub(crate) fn new(out: &Path, compress: bool) -> Self {
        Self { out: out.to_owned(), compress, code: String::new(), count: 0 }
    }

    /// A constant of the server.
    pub(crate) fn constant(&mut self, name: &str, kind: &str, value: &str) -> Result<(), Box<dyn Error>> {
        Ok(writeln!(self.code, "pub(super) const {name}: {kind} = {value};")?)
    }

    /// A table of files, each with the address that it has on the server.
    pub(crate) fn table(&mut self, name: &str, files: &[(String, Vec<u8>)]) -> Result<(), Box<dyn Error>> {
        writeln!(self.code, "pub(super) static {name}: &[memory_serve::Asset] = &[")?;
        for (route, content) in files {
            let (kind, etag) = (content_type(route)?, hex(&Sha256::digest(content), 8));
            let bytes = if self.compress { &brotli(content)? } else { content };
            let file = self.out.join(format!("embedded-{}", self.count));
            fs::write(&file, bytes)?;
            self.count += 1;
            writeln!(
                self.code,
                "    memory_serve::Asset {{ route: {route:?}, path: \"\", etag: {etag:?}, content_type: {kind:?}, \
                 bytes: Some(include_bytes!({file:?})), is_compressed: {}, should_compress: true }},",
                self.compress
            )?;
        }
        Ok(writeln!(self.code, "];")?)
    }

    /// Writes the tables.
    pub(crate) fn finish(self) -> Result<(), Box<dyn Error>> {
        Ok(fs::write(self.out.join("embedded.rs"), self.code)?)
    }
}

/// The first bytes of a hash, as text.
pub(crate) fn hex(hash: &[u8], bytes: usize) -> String {
    hash.iter().take(bytes).fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

fn content_type(route: &str) -> Result<&'static str, Box<dyn Error>> {
    match route.rsplit('.').next() {
        Some("css") => Ok("text/css; charset=utf-8"),
        Some("js") => Ok("text/javascript; charset=utf-8"),
        Some("json") => Ok("application/json"),
        Some("svg") => Ok("image/svg+xml"),
        Some("wasm") => Ok("application/wasm"),
        _ => Err(format!("{route}: no content type is known for it").into()),
    }
}

fn brotli(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut compressed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &params)?;
    Ok(compressed)
}
