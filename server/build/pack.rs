//! The table of what the binary carries: names by hash, compressed once, here.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};

/// Collects files and writes the table.
pub(crate) struct Packer {
    out: PathBuf,
    compress: bool,
    table: String,
    names: String,
    count: usize,
}

impl Packer {
    /// Writes into `out`; compresses where `compress` (it takes seconds, so a debug build does not).
    pub(crate) fn new(out: &Path, compress: bool) -> Self {
        Self { out: out.to_owned(), compress, table: String::new(), names: String::new(), count: 0 }
    }

    /// A file that is named by its content and may be kept for ever. Returns its path on the server.
    pub(crate) fn add_hashed(
        &mut self,
        stem: &str,
        extension: &str,
        kind: &str,
        content: &[u8],
    ) -> Result<String, Box<dyn Error>> {
        let hash = Sha256::digest(content).iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let path = format!("/assets/{stem}-{hash}.{extension}");
        self.add(&path, kind, content, true)?;
        Ok(path)
    }

    /// A file under a path of its own.
    pub(crate) fn add(
        &mut self,
        path: &str,
        kind: &str,
        content: &[u8],
        immutable: bool,
    ) -> Result<(), Box<dyn Error>> {
        let plain = self.write("plain", content)?;
        let (brotli, gzip) = if self.compress {
            (
                format!("Some({})", self.write("br", &brotli(content)?)?),
                format!("Some({})", self.write("gz", &gzip(content)?)?),
            )
        } else {
            ("None".to_owned(), "None".to_owned())
        };
        let tag = Sha256::digest(content).iter().take(8).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        writeln!(
            self.table,
            "    Asset {{ path: {path:?}, kind: {kind:?}, tag: \"\\\"{tag}\\\"\", immutable: {immutable}, plain: {plain}, brotli: {brotli}, gzip: {gzip} }},"
        )?;
        self.count += 1;
        Ok(())
    }

    /// A constant that the page needs to know.
    pub(crate) fn name(&mut self, name: &str, value: &str) -> Result<(), Box<dyn Error>> {
        Ok(writeln!(self.names, "pub(crate) const {name}: &str = {value:?};")?)
    }

    /// Several of them.
    pub(crate) fn names(&mut self, name: &str, values: &[String]) -> Result<(), Box<dyn Error>> {
        Ok(writeln!(self.names, "pub(crate) const {name}: &[&str] = &{values:?};")?)
    }

    /// Writes the table.
    pub(crate) fn finish(self) -> Result<(), Box<dyn Error>> {
        let all = format!("{}pub(super) static ASSETS: &[Asset] = &[\n{}];\n", self.names, self.table);
        Ok(fs::write(self.out.join("assets.rs"), all)?)
    }

    fn write(&self, kind: &str, content: &[u8]) -> Result<String, Box<dyn Error>> {
        let file = self.out.join(format!("asset-{}.{kind}", self.count));
        fs::write(&file, content)?;
        Ok(format!("include_bytes!({:?})", file))
    }
}

fn brotli(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut packed = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
