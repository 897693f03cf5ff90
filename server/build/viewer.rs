//! The viewer of `/docs`: Swagger UI as npm carries it, and what sets it up, `server/docs-viewer`.

use std::{error::Error, fs, path::Path};

use sha2::{Digest as _, Sha256};

use super::{embed::hex, style};

/// The folder of the sources.
pub(crate) const SOURCES: &str = "server/docs-viewer";
/// Where npm has put Swagger UI, below [`SOURCES`].
const SWAGGER_UI: &str = "node_modules/swagger-ui-dist";

/// What is embedded.
#[derive(Default)]
pub(crate) struct Viewer {
    /// The folder of its addresses, named by what is in it.
    pub(crate) folder: String,
    /// Each file with its address.
    pub(crate) files: Vec<(String, Vec<u8>)>,
}

/// Reads it. None where Swagger UI is not at hand (`make packages` brings it): `/docs` of such a build says so.
pub(crate) fn read(root: &Path) -> Result<Option<Viewer>, Box<dyn Error>> {
    let (sources, swagger_ui) = (root.join(SOURCES), root.join(SOURCES).join(SWAGGER_UI));
    if !swagger_ui.exists() {
        return Ok(None);
    }
    let swagger_ui = |name| fs::read_to_string(swagger_ui.join(name));
    let sheet = swagger_ui("swagger-ui.css")?;
    // no source map is served, and a browser's tools would ask for it
    let sheet = sheet.split("/*# sourceMappingURL").next().unwrap_or_default().to_owned();
    let files = [
        ("swagger-ui.js", swagger_ui("swagger-ui-bundle.js")?),
        ("swagger-ui.css", sheet),
        ("viewer.js", fs::read_to_string(sources.join("viewer.js"))?),
        ("viewer.css", style::bundle(&[root.join("style/10-tokens.css"), sources.join("viewer.css")])?),
    ];
    let hash = files.iter().fold(Sha256::new(), |hash, (_, text)| hash.chain_update(text));
    let folder = format!("docs/{}", hex(&hash.finalize(), 6));
    let files = files.into_iter().map(|(name, text)| (format!("/{folder}/{name}"), text.into_bytes())).collect();
    Ok(Some(Viewer { folder, files }))
}
