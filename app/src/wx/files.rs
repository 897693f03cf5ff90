//! The phone's temporary files: pictures that were chosen, under addresses of WeChat's form (`http://tmp/…`).

use leptos::{prelude::*, web_sys::Blob};
use send_wrapper::SendWrapper;

use super::Wx;

/// Where temporary files lie.
const FOLDER: &str = "http://tmp/";

/// The files, by their number. They live as long as the page.
#[derive(Default)]
pub(super) struct TemporaryFiles(Vec<SendWrapper<Blob>>);

impl Wx {
    /// Keeps a file; returns its address.
    pub(super) fn keep_file(self, file: SendWrapper<Blob>) -> String {
        let mut number = 0;
        self.files.update_value(|files| {
            number = files.0.len();
            files.0.push(file);
        });
        format!("{FOLDER}{number}.png")
    }

    /// A file by its address.
    pub(crate) fn file(self, address: &str) -> Option<Blob> {
        let number: usize = address.strip_prefix(FOLDER)?.strip_suffix(".png")?.parse().ok()?;
        self.files.with_value(|files| files.0.get(number).map(|file| (**file).clone()))
    }
}
