//! A part of another page of ours, shown in this one.

use leptos::{
    prelude::document,
    wasm_bindgen::JsCast as _,
    web_sys::{Element, HtmlTemplateElement},
};

/// Puts the element `id` of a page of our own server, without its id, in place of what is in `holder`. Links within that page
/// become links to it. Nothing happens where the page has no such element.
pub(crate) fn show_fragment(holder: &Element, html: &str, page: &str, id: &str) {
    // what is in a template is parsed and nothing else: it runs no script, applies no style, loads no picture
    let template = document().create_element("template").ok();
    let Some(template) = template.and_then(|template| template.dyn_into::<HtmlTemplateElement>().ok()) else { return };
    template.set_inner_html(&html.replace("href=\"#", &format!("href=\"{page}#")));
    if let Ok(Some(element)) = template.content().query_selector(&format!("#{id}"))
        && element.remove_attribute("id").is_ok()
    {
        holder.replace_children_with_node_1(&element);
        // it is read from its beginning, however far the one before was scrolled
        if let Some(scroller) = holder.parent_element() {
            scroller.set_scroll_top(0);
        }
    }
}
