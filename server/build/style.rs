//! The style sheets: all of `style/*.css` as one, and those of `style/tools` as another, minified by lightningcss.
//!
//! The sheets are joined in the order of their names. lightningcss would bundle `@import`s too, for 55 more crates.

use std::{error::Error, fs, path::PathBuf};

use lightningcss::{
    stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet},
    targets::{Browsers, Targets},
};

/// Since when browsers know what the sheets use: nesting, `light-dark()`, container queries, subgrid. Nothing of that is
/// rewritten for older ones.
const BROWSERS: Browsers = Browsers {
    android: None,
    chrome: Some(version(123, 0)),
    edge: Some(version(123, 0)),
    firefox: Some(version(120, 0)),
    ie: None,
    ios_saf: Some(version(17, 5)),
    opera: None,
    safari: Some(version(17, 5)),
    samsung: None,
};

const fn version(major: u32, minor: u32) -> u32 {
    major << 16 | minor << 8
}

/// The sheets as one text.
///
/// # Errors
/// A file that cannot be read, or what lightningcss says of a sheet.
pub(crate) fn bundle(sheets: &[PathBuf]) -> Result<String, Box<dyn Error>> {
    let mut all = String::new();
    for sheet in sheets {
        let text = fs::read_to_string(sheet)?;
        // each by itself, so that an error names its file
        StyleSheet::parse(&text, ParserOptions::default()).map_err(|cause| format!("{}: {cause}", sheet.display()))?;
        all.push_str(&text);
    }
    let targets = Targets::from(BROWSERS);
    let mut bundle = StyleSheet::parse(&all, ParserOptions::default()).map_err(|cause| cause.to_string())?;
    bundle.minify(MinifyOptions { targets, ..MinifyOptions::default() }).map_err(|cause| cause.to_string())?;
    let printed = bundle.to_css(PrinterOptions { minify: true, targets, ..PrinterOptions::default() });
    Ok(printed.map_err(|cause| cause.to_string())?.code)
}
