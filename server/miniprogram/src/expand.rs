//! A style sheet with its imports in place, as the frame loads it.

use std::collections::HashMap;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use crate::{
    Limits,
    marks::{Mark, Marked},
    sheet::{Form, Sheet},
};

/// What an address of a file cannot hold as it is, or a string of CSS.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'<').add(b'>').add(b'?').add(b'`').add(b'\\').add(b'\'');

const APP_SHEET: &str = "app.wxss";

/// The sheets of a project by path, with what each import in them means.
#[derive(Debug, Default)]
pub(crate) struct Sheets {
    pub(crate) sheets: HashMap<String, std::sync::Arc<Sheet>>,
    /// By importing sheet and text of the import.
    pub(crate) imports: HashMap<String, HashMap<String, String>>,
    /// What stands before the app's own sheet: that of `useExtendedLib`.
    pub(crate) before_app: Option<String>,
}

/// Why a sheet is not served whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooMuch;

impl Sheets {
    /// The sheet for a page (without prefix) or a component, with addresses of files below `files`.
    ///
    /// A sheet that imports itself, through others, is left out there: its rules are about to come anyway.
    pub(crate) fn expand(
        &self,
        path: &str,
        prefix: Option<&str>,
        files: &str,
        limits: &Limits,
    ) -> Result<String, TooMuch> {
        let mut expansion = Expansion {
            sheets: self,
            prefix,
            files,
            limits,
            open: Vec::new(),
            imports: 0,
            low: String::new(),
            normal: String::new(),
        };
        if path == APP_SHEET
            && let Some(before) = &self.before_app
        {
            expansion.sheet(before)?;
        }
        expansion.sheet(path)?;
        expansion.low.push_str(&expansion.normal);
        Ok(expansion.low)
    }
}

struct Expansion<'a> {
    sheets: &'a Sheets,
    prefix: Option<&'a str>,
    files: &'a str,
    limits: &'a Limits,
    open: Vec<&'a str>,
    imports: usize,
    low: String,
    normal: String,
}

impl<'a> Expansion<'a> {
    fn sheet(&mut self, path: &'a str) -> Result<(), TooMuch> {
        let Some(sheet) = self.sheets.sheets.get(path) else { return Ok(()) };
        if self.open.contains(&path) {
            return Ok(());
        }
        self.imports += 1;
        if self.open.len() > self.limits.sheet_depth || self.imports > self.limits.sheet_imports {
            return Err(TooMuch);
        }
        self.open.push(path);
        let form: &'a Form = if self.prefix.is_some() { &sheet.scoped } else { &sheet.plain };
        self.write(path, &form.normal, false)?;
        // what an import says of :host yields to what the sheet says
        self.write(path, &form.low, true)?;
        self.open.pop();
        if self.low.len() + self.normal.len() > self.limits.sheet_bytes { Err(TooMuch) } else { Ok(()) }
    }

    fn write(&mut self, path: &'a str, marked: &'a Marked, low: bool) -> Result<(), TooMuch> {
        let mut from = 0;
        for (at, mark) in &marked.marks {
            self.push(low, marked.css.get(from..*at).unwrap_or_default());
            from = *at;
            match mark {
                Mark::Prefix => self.push(low, self.prefix.unwrap_or_default()),
                Mark::File(path, suffix) => {
                    let address = format!("{}{}", self.files, utf8_percent_encode(path, PATH));
                    self.push(low, &address);
                    self.push(low, &utf8_percent_encode(suffix, CONTROLS).to_string().replace(['"', '\\'], ""));
                }
                Mark::Import(reference) => {
                    if let Some(target) = self.sheets.imports.get(path).and_then(|imports| imports.get(reference)) {
                        self.sheet(target)?;
                    }
                }
            }
        }
        self.push(low, marked.css.get(from..).unwrap_or_default());
        Ok(())
    }

    fn push(&mut self, low: bool, text: &str) {
        if low { self.low.push_str(text) } else { self.normal.push_str(text) }
    }
}

/// The class prefix of a component: short, and other than that of any other path.
pub(crate) fn prefix(path: &str) -> String {
    // FNV-1a; a pair that collides shares its classes, once in thousands of projects
    let hash = path.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    format!("p{hash:x}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::sheet::compile;

    fn sheets(files: &[(&str, &str)], imports: &[(&str, &str, &str)]) -> Sheets {
        let mut sheets = Sheets::default();
        for (path, text) in files {
            sheets.sheets.insert((*path).to_owned(), Arc::new(compile(path, text, &Limits::default())));
        }
        for (from, reference, to) in imports {
            sheets.imports.entry((*from).to_owned()).or_default().insert((*reference).to_owned(), (*to).to_owned());
        }
        sheets
    }

    #[test]
    fn an_extended_library_stands_before_the_app() {
        let mut sheets = sheets(&[("app.wxss", ".a{}"), ("b.wxss", ".b{}"), ("weui.wxss", ".w{}")], &[]);
        sheets.before_app = Some("weui.wxss".to_owned());
        assert_eq!(sheets.expand("app.wxss", None, "", &Limits::default()).unwrap(), ".w{}.a{}");
        assert_eq!(sheets.expand("b.wxss", None, "", &Limits::default()).unwrap(), ".b{}");
    }

    #[test]
    fn puts_imports_in_their_place() {
        let sheets = sheets(
            &[
                ("a/a.wxss", "@import '../b.wxss';@import 'gone';.a{}:host{c:d}"),
                ("b.wxss", ".b{e:url('./f g.png?h')}:host{i:j}"),
            ],
            &[("a/a.wxss", "../b.wxss", "b.wxss")],
        );
        let page = sheets.expand("a/a.wxss", None, "../files/", &Limits::default()).unwrap();
        assert_eq!(page, "[wx-host=\"\"]{i:j}[wx-host=\"\"]{c:d}.b{e:url(\"../files/f%20g.png?h\")}.a{}");
        let component = sheets.expand("a/a.wxss", Some("p1"), "/", &Limits::default()).unwrap();
        assert_eq!(component, "[wx-host=\"p1\"]{i:j}[wx-host=\"p1\"]{c:d}.p1--b{e:url(\"/f%20g.png?h\")}.p1--a{}");
    }

    #[test]
    fn a_cycle_ends() {
        let sheets = sheets(
            &[("a.wxss", "@import 'b';.a{}"), ("b.wxss", "@import 'a';.b{}")],
            &[("a.wxss", "b", "b.wxss"), ("b.wxss", "a", "a.wxss")],
        );
        assert_eq!(sheets.expand("a.wxss", None, "", &Limits::default()).unwrap(), ".b{}.a{}");
    }

    #[test]
    fn a_bomb_is_refused() {
        // each sheet imports the next twice: 2^30 times the last
        let names: Vec<String> = (0..30).map(|at| format!("{at}.wxss")).collect();
        let files: Vec<(&str, &str)> =
            names.iter().map(|name| (name.as_str(), "@import 'next';@import 'next';")).collect();
        let imports: Vec<(&str, &str, &str)> =
            names.iter().zip(names.iter().skip(1)).map(|(from, to)| (from.as_str(), "next", to.as_str())).collect();
        let sheets = sheets(&files, &imports);
        let limits = Limits { sheet_depth: 100, ..Limits::default() };
        assert_eq!(sheets.expand("0.wxss", None, "", &limits), Err(TooMuch));
        assert_eq!(sheets.expand("25.wxss", None, "", &limits), Ok(String::new()));
        assert_eq!(sheets.expand("25.wxss", None, "", &Limits { sheet_depth: 3, ..limits }), Err(TooMuch));
    }

    #[test]
    fn what_is_large_is_refused() {
        let sheets =
            sheets(&[("a.wxss", "@import 'b';@import 'b';"), ("b.wxss", ".b{c:d}")], &[("a.wxss", "b", "b.wxss")]);
        assert!(sheets.expand("a.wxss", None, "", &Limits { sheet_bytes: 16, ..Limits::default() }).is_ok());
        assert_eq!(sheets.expand("a.wxss", None, "", &Limits { sheet_bytes: 13, ..Limits::default() }), Err(TooMuch));
    }

    #[test]
    fn prefixes_differ() {
        assert_ne!(prefix("a/b"), prefix("a/c"));
    }
}
