//! The box of `wx.showModal`.

use crate::{
    html::{button, escape},
    wx::Modal,
};

pub(super) fn modal(asked: &Modal) -> String {
    let cancel = asked.cancel.as_ref().map(|label| button("modal__button", label, "")).unwrap_or_default();
    let part = |before: &str, text: &str, after: &str| {
        if text.is_empty() { String::new() } else { [before, &escape(text), after].concat() }
    };
    [
        "<div class=\"modal\" role=\"alertdialog\" aria-modal=\"true\" aria-label=\"",
        &escape(if asked.title.is_empty() { &asked.content } else { &asked.title }),
        "\">",
        &part("<h2 class=\"modal__title\">", &asked.title, "</h2>"),
        &part("<p class=\"modal__content\">", &asked.content, "</p>"),
        "<div class=\"modal__buttons\" style=\"--cancel:",
        &escape(&asked.cancel_color),
        ";--confirm:",
        &escape(&asked.confirm_color),
        "\">",
        &cancel,
        &button("modal__button modal__button--confirm", &asked.confirm, "0"),
        "</div></div>",
    ]
    .concat()
}
