//! 存储: what the phone keeps, which is the mini-program's own and nothing else.

use super::{
    bench::Bench,
    markup::{both, escape, fill, json as colours, masked, nothing},
};
use crate::{
    web,
    wx::storage::{TOKEN, USER_INFO},
};

/// Draws the two keys.
pub(super) fn draw(bench: &mut Bench) {
    let rows: String = [TOKEN, USER_INFO].into_iter().filter_map(row).collect();
    let html = if rows.is_empty() {
        nothing(&both("手机里还没有登录数据", "Nothing is stored yet"))
    } else {
        fill(
            r#"<table class="table"><thead><tr><th scope="col">%</th><th scope="col">%</th><th scope="col">%</th></tr></thead><tbody>%</tbody></table>"#,
            &[&both("键", "Key"), &both("值", "Value"), &both("字节", "Bytes"), &rows],
        )
    };
    bench.show("#stored", html);
}

fn row(key: &str) -> Option<String> {
    let stored = web::item(key)?;
    // the number in it is the visitor's own, but the workbench is what is shown around
    let value = if key == TOKEN { escape(&masked(key, stored.trim_matches('"'))) } else { colours(&stored) };
    let bytes = stored.len().to_string();
    Some(fill(
        r#"<tr class="is-new"><th scope="row"><code>%</code></th><td><code>%</code></td><td class="num">%</td></tr>"#,
        &[key, &value, &bytes],
    ))
}
