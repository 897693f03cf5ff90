//! What a project may cost.

/// Limits of a project. What exceeds a limit of one file is a [`Problem`](crate::Problem) and that file is left out; what exceeds
/// a limit of the whole folder is an [`OpenError`](crate::OpenError).
///
/// WeChat's own limits are 2 MB a package and 30 MB a project, after its tools have minified the scripts and with all that is not
/// used left out, so those of the sources are larger.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Entries of all folders together, those of ignored kinds too.
    pub entries: usize,
    /// Folders below the root.
    pub depth: usize,
    /// Bytes of one script, template, style sheet or JSON file.
    pub source_bytes: u64,
    /// Bytes of one picture, font or other media file.
    pub media_bytes: u64,
    /// Bytes of all scripts, templates, style sheets and JSON files together.
    pub total_bytes: u64,
    /// Brackets (of scripts, styles, JSON and expressions) or tags open at one place. The compilers recurse, so depth is stack.
    pub nesting: usize,
    /// Bytes of one `{{ }}` of a template: its operators are nested as deep as they are many.
    pub expression_bytes: usize,
    /// Bytes of one style sheet with its imports in place.
    pub sheet_bytes: usize,
    /// Files that one style sheet imports, each as often as it is imported.
    pub sheet_imports: usize,
    /// Style sheets that import one another, in a row.
    pub sheet_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            entries: 50_000,
            depth: 24,
            source_bytes: 2 << 20,
            media_bytes: 16 << 20,
            total_bytes: 96 << 20,
            nesting: 500,
            expression_bytes: 32 << 10,
            sheet_bytes: 2 << 20,
            sheet_imports: 1000,
            sheet_depth: 24,
        }
    }
}
