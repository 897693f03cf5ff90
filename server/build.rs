//! Makes the browser half and embeds everything that the binary carries: `cargo build` alone gives one self-contained file.
//!
//! 1. `frontend` and `frontend/tools` are compiled for wasm32 by a cargo of its own, in a target folder of its own (so that it
//!    does not wait for the lock of the outer one). 2. Their WASM is split into parts, and wasm-bindgen makes the JavaScript beside
//!    the first of each. 3. `wasm-opt` shrinks them, where it is at hand. 4. lightningcss makes one style sheet of `style`, and one
//!    of `style/tools`. 5. All of it lies in one folder that is named by its hash,
//!    because scripts import their neighbours by relative paths; pictures are added, and everything is compressed and
//!    listed in the tables that `src/assets.rs` includes. 6. esbuild bundles the runtime of opened mini-programs, where it is at
//!    hand. 7. The viewer of `/docs` is taken from npm's folder, where it is there.
//!
//! `OA_SKIP_WASM=1` leaves out 1 to 3, for checks that do not need the page. So does cargo-leptos, which makes the browser
//! half itself; then the server takes it from cargo-leptos' site folder.

#[path = "build/embed.rs"]
mod embed;
#[path = "build/runtime.rs"]
mod runtime;
#[path = "build/style.rs"]
mod style;
#[path = "build/viewer.rs"]
mod viewer;
#[path = "build/wasm.rs"]
mod wasm;

use std::{env, error::Error, fs, path::Path, path::PathBuf};

use embed::{Embed, hex};
use sha2::{Digest as _, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..").canonicalize()?;
    let release = env::var("PROFILE")? == "release";
    for input in [
        "app",
        "frontend",
        "tools",
        "server/wechat",
        "style",
        "public",
        "Cargo.toml",
        "Cargo.lock",
        "server/build.rs",
        "server/build",
    ] {
        println!("cargo::rerun-if-changed={}", root.join(input).display());
    }
    for input in [
        "frame",
        "host",
        "element.ts",
        "protocol.ts",
        "storage-rules.ts",
        "build.mjs",
        "package-lock.json",
        "node_modules/.ready",
    ] {
        println!("cargo::rerun-if-changed={}", root.join(runtime::SOURCES).join(input).display());
    }
    for input in ["viewer.js", "viewer.css", "package-lock.json", "node_modules/.ready"] {
        println!("cargo::rerun-if-changed={}", root.join(viewer::SOURCES).join(input).display());
    }
    for variable in ["LEPTOS_OUTPUT_NAME", "OA_SKIP_WASM", "OA_WASM_OPT"] {
        println!("cargo::rerun-if-env-changed={variable}");
    }
    let cargo_leptos = env::var_os("LEPTOS_OUTPUT_NAME").is_some();

    let site = out.join("site");
    if site.exists() {
        fs::remove_dir_all(&site)?;
    }
    fs::create_dir_all(&site)?;
    if !cargo_leptos && env::var_os("OA_SKIP_WASM").is_none_or(|value| value != "1") {
        wasm::build(&root, &out, &site, release)?;
    }
    // fetched by the page when its menu of demos opens
    fs::copy(root.join("app/src/workbench/scenarios/scenarios.json"), site.join("scenarios.json"))?;
    // what only the tools need is no part of the first page's
    let (tools, page): (Vec<_>, Vec<_>) = files_in(&root.join("style"))?
        .into_iter()
        .partition(|sheet| sheet.parent().is_some_and(|at| at.ends_with("tools")));
    fs::create_dir_all(site.join("tools"))?;
    fs::write(site.join("app.css"), style::bundle(&page)?)?;
    fs::write(site.join("tools/tools.css"), style::bundle(&tools)?)?;

    let (mut files, mut hash) = (Vec::new(), Sha256::new());
    for file in files_in(&site)? {
        let (name, content) = (below(&site, &file)?, fs::read(&file)?);
        hash.update(&content);
        files.push((name, content));
    }
    let folder = format!("assets/{}", hex(&hash.finalize(), 6));
    files.iter_mut().for_each(|(name, _)| *name = format!("/{folder}/{name}"));
    // the first page's
    let is_imported = |route: &&String| {
        route.starts_with(&format!("/{folder}/snippets/")) || **route == format!("/{folder}/{}", wasm::LOADER)
    };
    let snippets: Vec<_> = files.iter().map(|(route, _)| route).filter(is_imported).collect();

    let pictures = root.join("public/images");
    let mut images = Vec::new();
    for file in files_in(&pictures)? {
        images.push((format!("/oapro/images/{}", below(&pictures, &file)?), fs::read(&file)?));
    }

    let mut runtime = Vec::new();
    if env::var_os("CARGO_FEATURE_MINIPROGRAM").is_some()
        && let Some(folder) = runtime::bundle(&root, &out)?
    {
        for file in files_in(&folder)? {
            runtime.push((format!("/runtime/{}", below(&folder, &file)?), fs::read(&file)?));
        }
    }

    let viewer = viewer::read(&root)?;

    let mut embed = Embed::new(&out, release);
    embed.constant("CARGO_LEPTOS", "bool", &cargo_leptos.to_string())?;
    embed.constant("FOLDER", "&str", &format!("{folder:?}"))?;
    embed.constant("SNIPPETS", "&[&str]", &format!("&{snippets:?}"))?;
    embed.table("PAGE", &files)?;
    embed.table("IMAGES", &images)?;
    embed.table("RUNTIME", &runtime)?;
    embed.constant("VIEWER_FOLDER", "Option<&str>", &format!("{:?}", viewer.as_ref().map(|viewer| &viewer.folder)))?;
    embed.table("VIEWER", &viewer.unwrap_or_default().files)?;
    embed.finish()
}

/// All files below a folder, in the order of their paths.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|cause| format!("{}: {cause}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() { files.extend(files_in(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}

/// The path of a file below a folder, with slashes.
fn below(folder: &Path, file: &Path) -> Result<String, Box<dyn Error>> {
    let parts = file.strip_prefix(folder)?.iter().map(|part| part.to_str().ok_or("a file's name is not UTF-8"));
    Ok(parts.collect::<Result<Vec<_>, _>>()?.join("/"))
}
