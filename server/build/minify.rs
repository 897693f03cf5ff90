//! Scripts and style sheets with short names and no blanks.

use std::{
    env,
    error::Error,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// `esbuild`, where it is at hand: `OA_ESBUILD`, else the npm package beside the browser tests. It halves the script, so a
/// build without it is a build all the same. `kind` is `js` or `css`.
pub(crate) fn minify(root: &Path, text: String, kind: &str) -> Result<String, Box<dyn Error>> {
    let tool = env::var_os("OA_ESBUILD").map_or_else(|| root.join("end2end/node_modules/.bin/esbuild"), PathBuf::from);
    if !tool.exists() {
        return Ok(text);
    }
    let mut running = Command::new(&tool)
        .args(["--minify", "--tree-shaking=true", "--charset=utf8", "--target=es2022", "--log-level=warning"])
        .arg(format!("--loader={kind}"))
        .args((kind == "js").then_some("--format=esm"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    // it reads all before it writes, so neither waits for the other; the pipe is closed when it is dropped
    running.stdin.take().ok_or("esbuild has no input")?.write_all(text.as_bytes())?;
    let done = running.wait_with_output()?;
    if done.status.success() { Ok(String::from_utf8(done.stdout)?) } else { Err("esbuild failed".into()) }
}
