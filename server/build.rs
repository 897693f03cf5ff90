//! Makes the browser half and packs everything that the binary carries: `cargo build` alone gives one self-contained file.
//!
//! 1. `frontend` is compiled for wasm32 by a cargo of its own, in a target folder of its own (so that it does not wait
//!    for the lock of the outer one). 2. wasm-bindgen makes the JavaScript beside it. 3. `wasm-opt` shrinks the WASM, where
//!    it is at hand. 4. All of it lies in a folder that is named by its hash, because the script imports its neighbours by
//!    relative paths; styles and pictures are added, everything is compressed, and listed in a table that
//!    `src/assets.rs` includes. `OA_SKIP_WASM=1` leaves out 1 to 3, for checks that do not need the page.

#[path = "build/pack.rs"]
mod pack;
#[path = "build/wasm.rs"]
mod wasm;

use std::{env, error::Error, fs, path::Path, path::PathBuf};

use pack::Packer;
use sha2::{Digest as _, Sha256};

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..").canonicalize()?;
    let release = env::var("PROFILE")? == "release";
    for input in ["app", "frontend", "style", "public", "Cargo.toml", "Cargo.lock", "server/build.rs", "server/build"] {
        println!("cargo::rerun-if-changed={}", root.join(input).display());
    }
    println!("cargo::rerun-if-env-changed=OA_SKIP_WASM");
    println!("cargo::rerun-if-env-changed=OA_WASM_OPT");

    let mut packer = Packer::new(&out, release);
    if env::var_os("OA_SKIP_WASM").is_some_and(|value| value == "1") {
        packer.name("JS", "")?;
        packer.names("MODULES", &[])?;
        packer.name("WASM", "")?;
    } else {
        let site = out.join("site");
        if site.exists() {
            fs::remove_dir_all(&site)?;
        }
        wasm::build(&root, &out, &site, release)?;
        // no script in the HTML: this one starts the module, and defines what Leptos' stream would have written into the page
        let start = "globalThis.__RESOLVED_RESOURCES=[];globalThis.__SERIALIZED_ERRORS=[];globalThis.__INCOMPLETE_CHUNKS=[];\
                     import init,{hydrate} from './app.js';\
                     await init({module_or_path:new URL('app_bg.wasm',import.meta.url)});hydrate();";
        fs::write(site.join("start.js"), start)?;
        let files = files_in(&site)?;
        let mut all = Sha256::new();
        for file in &files {
            all.update(fs::read(file)?);
        }
        let hash = all.finalize().iter().take(6).fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let mut modules = Vec::new();
        for file in &files {
            let name = file.strip_prefix(&site)?.to_str().ok_or("a file's name is not UTF-8")?;
            let kind = if name.ends_with(".wasm") { "application/wasm" } else { "text/javascript; charset=utf-8" };
            let path = format!("/assets/{hash}/{name}");
            packer.add(&path, kind, &fs::read(file)?, true)?;
            modules.extend(name.ends_with(".js").then_some(path));
        }
        packer.name("WASM", &format!("/assets/{hash}/app_bg.wasm"))?;
        packer.name("JS", &format!("/assets/{hash}/start.js"))?;
        packer.names("MODULES", &modules)?;
    }
    let css = styles(&root.join("style"))?;
    let css = packer.add_hashed("app", "css", "text/css; charset=utf-8", css.as_bytes())?;
    packer.name("CSS", &css)?;
    for file in sorted(&root.join("public/images"), "svg")? {
        let name = file.file_name().and_then(|name| name.to_str()).ok_or("a picture's name is not UTF-8")?;
        packer.add(&format!("/oapro/images/{name}"), "image/svg+xml", &fs::read(&file)?, false)?;
    }
    packer.finish()
}

/// All style sheets in the order of their names, without comments and indentation.
fn styles(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    for file in sorted(folder, "css")? {
        let mut text = fs::read_to_string(file)?;
        while let Some((before, rest)) = text.split_once("/*") {
            let (_, after) = rest.split_once("*/").ok_or("a comment in a style sheet has no end")?;
            text = format!("{before}{after}");
        }
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            all.push_str(line);
            all.push('\n');
        }
    }
    Ok(all)
}

fn sorted(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|cause| format!("{}: {cause}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// All files below a folder, in the order of their paths.
fn files_in(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files.extend(files_in(&path)?) } else { files.push(path) }
    }
    files.sort();
    Ok(files)
}
