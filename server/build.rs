//! Makes the browser half and packs everything that the binary carries: `cargo build` alone gives one self-contained file.
//!
//! 1. `frontend` is compiled for wasm32 by a cargo of its own, in a target folder of its own (so that it does not wait
//!    for the lock of the outer one). 2. wasm-bindgen makes the JavaScript beside it. 3. `wasm-opt` and `esbuild` shrink
//!    them, where they are at hand. 4. Scripts, styles and pictures are named by their hash, compressed, and listed in a table that
//!    `src/assets.rs` includes. `OA_SKIP_WASM=1` leaves out 1 to 3, for checks that do not need the page.

#[path = "build/minify.rs"]
mod minify;
#[path = "build/pack.rs"]
mod pack;
#[path = "build/slim.rs"]
mod slim;
#[path = "build/wasm.rs"]
mod wasm;

use std::{env, error::Error, fs, path::Path, path::PathBuf};

use pack::Packer;

fn main() -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("..").canonicalize()?;
    let release = env::var("PROFILE")? == "release";
    for input in ["app", "frontend", "style", "public", "Cargo.toml", "Cargo.lock", "server/build.rs", "server/build"] {
        println!("cargo::rerun-if-changed={}", root.join(input).display());
    }
    println!("cargo::rerun-if-env-changed=OA_SKIP_WASM");
    println!("cargo::rerun-if-env-changed=OA_WASM_OPT");
    println!("cargo::rerun-if-env-changed=OA_ESBUILD");

    let mut packer = Packer::new(&out, release);
    if env::var_os("OA_SKIP_WASM").is_some_and(|value| value == "1") {
        packer.name("JS", "")?;
        packer.name("WASM", "")?;
    } else {
        let page = wasm::build(&root, &out, release)?;
        let wasm = packer.add_hashed("app", "wasm", "application/wasm", &page.wasm)?;
        // no script in the HTML: the module starts itself, and defines what Leptos' stream would have written into the page
        let globals =
            "globalThis.__RESOLVED_RESOURCES=[];globalThis.__SERIALIZED_ERRORS=[];globalThis.__INCOMPLETE_CHUNKS=[];";
        // nothing imports it, so nothing is exported, and what is not called can be left out
        let js =
            page.js.replace("export { initSync, __wbg_init as default };", "").replace("export function", "function");
        // what the WASM calls of the browser, and what scripts call of the WASM: one scope with the rest
        let mut own = String::new();
        for file in [
            "web/address.js",
            "web/store.js",
            "web/dom.js",
            "web/focus.js",
            "web/line.js",
            "wx/window.js",
            "workbench/settings.js",
        ] {
            own.push_str(&fs::read_to_string(root.join("app/src").join(file))?);
        }
        let js = format!(
            "{globals}{js}{own}WebAssembly.instantiateStreaming(fetch(\"{wasm}\"),__wbg_get_imports()).then(made=>{{\
             __wbg_finalize_init(made.instance,made.module);hydrate()}});\n"
        );
        let js = if release { minify::minify(&root, js, "js")? } else { js };
        let js = packer.add_hashed("app", "js", "text/javascript; charset=utf-8", js.as_bytes())?;
        packer.name("WASM", &wasm)?;
        packer.name("JS", &js)?;
    }
    let css = styles(&root.join("style"))?;
    let css = if release { minify::minify(&root, css, "css")? } else { css };
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
