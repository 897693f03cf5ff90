//! The browser half: cargo for wasm32, the split into parts, wasm-bindgen, wasm-opt.
//!
//! What only a function marked `#[wasm_split(name, fallible)]` needs is in a part of its own, `split_name.wasm`, which the
//! first call of that function loads; all else is in `app_bg.wasm`, the first page's. A part uses the memory and the table of
//! functions of `app_bg.wasm`, and wasm-opt keeps both: they are imports and exports. It sees one part at a time, so what two
//! parts have alike stays twice.

use std::{
    env,
    error::Error,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;

/// Settings of the outer cargo that the nested one may see; everything else of it must not leak in.
const KEEP: [&str; 8] = [
    "CARGO_HOME",
    "CARGO_MAKEFLAGS",
    "CARGO_NET_",
    "CARGO_HTTP_",
    "CARGO_REGISTR",
    "CARGO_SOURCE_",
    "CARGO_TERM_",
    "CARGO_BUILD_JOBS",
];

/// What the outer cargo or clippy sets besides `CARGO_…` and `DEP_…`.
const DROP: [&str; 14] = [
    "RUSTFLAGS",
    "RUSTDOCFLAGS",
    "RUSTC",
    "RUSTDOC",
    "RUSTC_WRAPPER",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_LINKER",
    "TARGET",
    "HOST",
    "OUT_DIR",
    "PROFILE",
    "OPT_LEVEL",
    "DEBUG",
    "CLIPPY_ARGS",
];

/// What rustc's wasm32 target uses, and every browser of the last years knows. `--all-features` would let wasm-opt write
/// what browsers do not read yet.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The script that loads the parts of a WASM. The bundle's script imports it.
pub(crate) const LOADER: &str = "split.js";

/// A bundle: a crate of its own, so that a page loads what it runs and no more.
struct Bundle {
    package: &'static str,
    /// The name of its script and its WASM.
    name: &'static str,
    /// Its folder below the site's.
    folder: &'static str,
    /// Whether it loads the parts that `app` marks (its feature `parts`).
    has_parts: bool,
}

/// The first page's, and that of the developer's tools.
const BUNDLES: [Bundle; 2] = [
    Bundle { package: "frontend", name: "app", folder: "", has_parts: true },
    Bundle { package: "frontend-tools", name: "tools", folder: "tools", has_parts: false },
];

/// Writes the script, the WASM, the [`LOADER`], the parts and the `snippets` that the script imports of each bundle into `site`.
pub(crate) fn build(root: &Path, out: &Path, site: &Path, release: bool) -> Result<(), Box<dyn Error>> {
    let profile = if release { "wasm-release" } else { "wasm-dev" };
    // OUT_DIR is <target>/<profile>/build/<package>/out
    let target = out.ancestors().nth(4).ok_or("OUT_DIR is not where cargo puts it")?.join("wasm");
    let optimiser = release.then(|| tool(root)).flatten();
    for Bundle { package, name, folder, has_parts } in BUNDLES {
        compile(root, &target, profile, package)?;
        let site = site.join(folder);
        fs::create_dir_all(&site)?;
        let whole = target.join("wasm32-unknown-unknown").join(profile).join(package.replace('-', "_") + ".wasm");
        let first = split(&whole, out, &site, name)?;
        Bindgen::new()
            .input_path(&first)
            .out_name(name)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true) // the page gives the address
            .keep_lld_exports(has_parts) // memory and table: the parts import them
            .remove_name_section(release)
            .remove_producers_section(true)
            .generate(&site)
            .map_err(|cause| format!("wasm-bindgen: {package}: {cause}"))?;
        let Some(optimiser) = &optimiser else { continue };
        for file in fs::read_dir(&site)? {
            let path = file?.path();
            if path.extension().is_some_and(|extension| extension == "wasm") {
                optimise(optimiser, &path)?;
            }
        }
    }
    Ok(())
}

/// Compiles a bundle. Each has a cargo of its own: one for both would give `app` the features of both.
fn compile(root: &Path, target: &Path, profile: &str, package: &str) -> Result<(), Box<dyn Error>> {
    let mut cargo = Command::new(env::var_os("CARGO").ok_or("CARGO is not set")?);
    for (name, _) in env::vars_os() {
        let name = name.to_string_lossy();
        let outer = name.starts_with("CARGO") || name.starts_with("DEP_") || DROP.contains(&name.as_ref());
        if outer && !KEEP.iter().any(|kept| name.starts_with(kept)) {
            cargo.env_remove(name.as_ref());
        }
    }
    let done = cargo
        .current_dir(root)
        .args(["build", "--package", package, "--lib", "--target=wasm32-unknown-unknown", "--locked"])
        .args(["--profile", profile, "--target-dir"])
        .arg(target)
        // panic messages hold paths: this machine's are nobody's business, and they weigh
        .env("CARGO_ENCODED_RUSTFLAGS", flags(root))
        .status()?;
    if done.success() {
        Ok(())
    } else {
        Err("the browser half does not compile; is the wasm32 target there? `make setup` brings it".into())
    }
}

/// Writes the parts and the [`LOADER`] into `site`, and returns the first part, which is for wasm-bindgen. Where nothing is marked,
/// that is the whole, without its relocations.
fn split(whole: &Path, out: &Path, site: &Path, name: &str) -> Result<PathBuf, Box<dyn Error>> {
    let (whole, first, loader) = (fs::read(whole)?, out.join(format!("{name}.wasm")), format!("./{LOADER}"));
    let script = format!("./{name}.js");
    let mut options = wasm_split_cli_support::Options::new(&whole);
    options.output_dir = site;
    options.main_out_path = &first;
    options.link_name = &loader;
    options.main_module = &script;
    wasm_split_cli_support::transform(options).map_err(|cause| format!("the split of the WASM: {cause:#}"))?;
    Ok(first)
}

fn flags(root: &Path) -> String {
    let home = env::var("CARGO_HOME").unwrap_or_else(|_| format!("{}/.cargo", env::var("HOME").unwrap_or_default()));
    let paths = format!("--remap-path-prefix={home}/registry/src=.\u{1f}--remap-path-prefix={}=.", root.display());
    // the split moves functions, so it must know who names them
    format!("{paths}\u{1f}-Clink-args=--emit-relocs")
}

/// As small as it gets, without inlining: a function that is copied into its callers is shorter there by itself, but Brotli
/// would have found the copies of its neighbours, and the page is sent compressed. It is a tenth of the page.
const SIZE: [&str; 7] = ["-Oz", "-ocimfs", "0", "-fimfs", "0", "-aimfs", "0"];

/// `wasm-opt`, where it is at hand: `OA_WASM_OPT`, else the npm package of the browser tests. A build without it is a
/// build all the same, only bigger.
fn tool(root: &Path) -> Option<PathBuf> {
    let tool =
        env::var_os("OA_WASM_OPT").map_or_else(|| root.join("end2end/node_modules/.bin/wasm-opt"), PathBuf::from);
    tool.exists().then_some(tool)
}

fn optimise(tool: &Path, wasm: &Path) -> Result<(), Box<dyn Error>> {
    let done = Command::new(tool).args(SIZE).args(FEATURES).arg(wasm).arg("-o").arg(wasm).status()?;
    if done.success() { Ok(()) } else { Err(format!("{} failed", tool.display()).into()) }
}
