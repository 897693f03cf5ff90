//! A style sheet whose tags are renamed: marks stand inside it, nothing but `wx-` was added, and doing it again adds no more.
//! Includes the source files: their crate takes long to compile.
#![no_main]

use libfuzzer_sys::fuzz_target;

#[path = "../../server/miniprogram/src/marks.rs"]
mod marks;
#[path = "../../server/miniprogram/src/path.rs"]
#[expect(dead_code, reason = "a part of it is for others")]
mod path;

fuzz_target!(|css: &str| {
    // blocks are read by recursion; the crate refuses what is nested deeper
    if css.bytes().filter(|byte| matches!(byte, b'(' | b'[' | b'{')).count() > 500 {
        return;
    }
    let marked = marks::mark("pages/a.wxss", css);
    let mut last = 0;
    for (at, _) in &marked.marks {
        assert!(last <= *at && marked.css.is_char_boundary(*at));
        last = *at;
    }
    if marked.marks.is_empty() {
        assert_eq!(marked.css.replace("wx-", ""), css.replace("wx-", ""));
        assert_eq!(marks::mark("pages/a.wxss", &marked.css), marked);
    }
});
