//! The runtime of opened mini-programs: `server/miniprogram/runtime`, bundled by its `build.mjs`.

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

/// The folder of the sources.
pub(crate) const SOURCES: &str = "server/miniprogram/runtime";

/// Bundles it into a folder of `out`, and returns that. None where esbuild is not at hand (`make packages` brings it): a build
/// without it is a build all the same, only without `--miniprogram`.
pub(crate) fn bundle(root: &Path, out: &Path) -> Result<Option<PathBuf>, Box<dyn Error>> {
    let sources = root.join(SOURCES);
    if !sources.join("node_modules/esbuild").exists() {
        return Ok(None);
    }
    let folder = out.join("runtime");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    if !Command::new("node").arg(sources.join("build.mjs")).arg(&folder).status()?.success() {
        return Err(format!("{SOURCES} does not bundle").into());
    }
    Ok(Some(folder))
}
