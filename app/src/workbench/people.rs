//! Who holds the phone, and which one.

use super::{
    bench::Bench,
    markup::{escape, fill},
};
use crate::{web, wx::Person};

/// Draws the menu of virtual users.
pub(super) fn draw(bench: &mut Bench) {
    let wx = bench.wx;
    let (now, list, device) = wx.read(|state| {
        let now = state.person().map(|person| [&*portrait(person), &*names(person)].concat());
        let list: String = state.people.iter().map(|person| item(person, person.user == state.user)).collect();
        (now, list, state.device.clone())
    });
    if let Some(now) = now {
        bench.show("#user-now", now);
        bench.show("#users", list);
    }
    for other in ["A", "B"] {
        web::set_checked(&["input[value=", other, "]"].concat(), device == other);
    }
}

fn item(person: &Person, current: bool) -> String {
    fill(
        r#"<li><button class="menu__item" type="button" data-do="user %"%>%%<code>%</code></button></li>"#,
        &[
            &escape(&person.user),
            if current { " aria-current=\"true\"" } else { "" },
            &portrait(person),
            &names(person),
            &escape(&person.masked_phone),
        ],
    )
}

fn portrait(person: &Person) -> String {
    fill(r#"<img class="menu__avatar" alt="" src="%">"#, &[&escape(&person.avatar_url)])
}

/// `林晓 Lin`
fn names(person: &Person) -> String {
    let mut letters = person.user.chars();
    let english: String = letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect();
    fill(
        r#"<span class="menu__label">% <small lang="en">%</small></span>"#,
        &[&escape(&person.nick_name), &escape(&english)],
    )
}
