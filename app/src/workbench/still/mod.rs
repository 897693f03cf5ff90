//! What the server writes of the workbench: everything that does not change. The browser leaves it alone and fills in what
//! happens, so that none of these words is in the WASM.

mod diagram;

use crate::{Head, api::BASE, workbench::STORIES};

/// The workbench at rest.
pub(crate) fn html() -> String {
    let head = leptos::prelude::use_context::<Head>();
    // an address is a URL, parsed when the server started: it holds neither `<` nor `&`
    let base = head.map(|head| format!("{}{BASE}", head.public_url)).unwrap_or_default();
    let page = include_str!("workbench.html");
    both(&page.replace("{base}", &base).replace("{phases}", &diagram::phases()).replace("{stories}", &menu()))
}

/// The list of demos: their names are the headings of `stories.txt`.
fn menu() -> String {
    let headings = STORIES.lines().filter_map(|line| line.strip_prefix("# "));
    let item = |(number, heading): (usize, &str)| {
        let mut parts = heading.split(" | ");
        let [name, english, hint] = [(); 3].map(|()| parts.next().unwrap_or_default());
        format!(
            "<li><button class=\"menu__item\" type=\"button\" data-do=\"play {number}\"><b>[[{name}||{english}]]</b>\
             <small>{hint}</small></button></li>"
        )
    };
    headings.enumerate().map(item).collect()
}

/// Writes `[[中文|English]]` as two elements, of which one is shown; `[[中文||English]]` puts the English beside the Chinese.
fn both(text: &str) -> String {
    let mut html = String::with_capacity(text.len() * 2);
    let mut parts = text.split("[[");
    html.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (words, rest) = part.split_once("]]").unwrap_or((part, ""));
        let (chinese, english) = words.split_once('|').unwrap_or((words, ""));
        let (class, english) = english.strip_prefix('|').map_or(("en", english), |beside| ("en en--beside", beside));
        let space = if class == "en" { "" } else { " " };
        html.push_str(&format!(
            "<span class=\"zh\">{chinese}</span>{space}<span class=\"{class}\" lang=\"en\">{english}</span>{rest}"
        ));
    }
    html
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn two_languages() {
        assert_eq!(
            both("<b>[[请求|Request]]</b> [[会话||Sessions]]!"),
            "<b><span class=\"zh\">请求</span><span class=\"en\" lang=\"en\">Request</span></b> \
             <span class=\"zh\">会话</span> <span class=\"en en--beside\" lang=\"en\">Sessions</span>!"
        );
    }
}
