//! What the visitor does on the workbench: one listener, and `data-do` says what it is for.

use leptos::task::spawn_local;

use super::{
    bench::{Bench, with},
    crypto, faults, flow, sessions, stories,
};
use crate::{
    web::{self, Heard},
    wx::switch_phone,
};

/// The tabs, in their order.
const TABS: [&str; 5] = ["network", "storage", "crypto", "sessions", "faults"];
/// How much an arrow key resizes the inspector, and its bounds, in px.
const STEP: i32 = 16;
const LEAST: i32 = 160;
const MOST: i32 = 700;

/// Begins to listen.
pub(super) fn start() {
    web::hear("#workbench", "click change keydown pointerdown pointermove", heard);
    web::hear("body", "pointerdown pointerup keydown", everywhere);
}

/// Any tap or Esc by the visitor stops the play; and the grip may be let go outside the workbench.
fn everywhere(event: &Heard) -> bool {
    if event.trusted && (event.kind == "pointerdown" || event.key == "Escape") {
        stories::stop();
    }
    if event.kind == "pointerup" {
        hold(false);
    }
    false
}

fn heard(event: &Heard) -> bool {
    let (verb, object) = event.act.split_once(' ').unwrap_or((&event.act, ""));
    let field = matches!(verb, "device")
        || (verb == "fault" && matches!(object, "deny" | "limit" | "timeout" | "offline" | "base"));
    match event.kind.as_str() {
        "click" if !field => act(verb, object, event),
        "change" if field => act(verb, object, event),
        "keydown" => return key(verb, object, event),
        "pointerdown" if event.class == "inspector__grip" => hold(true),
        "pointermove" if web::attribute("#workbench", HELD).is_some() => grip(event.y),
        _ => {}
    }
    event.kind == "click" && verb == "close"
}

fn act(verb: &str, object: &str, event: &Heard) {
    let Some(wx) = with(|bench| bench.wx) else { return };
    let (user, device) = wx.read(|state| (state.user.clone(), state.device.clone()));
    match verb {
        "user" => {
            web::shut(".menu--user");
            switch_phone(wx, object.to_owned(), device);
        }
        "device" => switch_phone(wx, user, object.to_owned()),
        "play" => {
            web::shut(".menu--scenario");
            stories::play(wx, object.parse().unwrap_or_default());
        }
        "close" => web::leave_fragment("#workbench", "#phone"),
        "clear" => drop(with(Bench::clear)),
        "step" => {
            if let Some(tab) = with(|bench| flow::choose(bench, object.parse().unwrap_or_default())) {
                open(tab);
            }
        }
        "tab" => open(object),
        "call" => drop(with(|bench| bench.chosen = Some(object.to_owned()))),
        "revoke" => {
            let object = object.to_owned();
            spawn_local(async move { sessions::revoke(&object).await });
        }
        "fault" => faults::set(object, event.checked, event.value.clone()),
        _ => {}
    }
}

/// Opens a tab, and reads anew what it shows of others.
fn open(tab: &str) {
    let Some(tab) = TABS.into_iter().find(|known| *known == tab) else { return };
    with(|bench| bench.tab = tab);
    for other in TABS {
        let here = other == tab;
        let button = ["#tab-", other].concat();
        web::set_attribute(&button, "aria-selected", Some(if here { "true" } else { "false" }));
        web::set_attribute(&button, "tabindex", Some(if here { "0" } else { "-1" }));
        web::set_attribute(&["#panel-", other].concat(), "hidden", (!here).then_some(""));
    }
    match tab {
        "crypto" => crypto::explain(),
        "sessions" => sessions::load(),
        "faults" => spawn_local(faults::load()),
        _ => {}
    }
}

/// Arrows in the diagram, the tabs and on the grip; Esc closes a menu, then the layer. True where the key was used.
fn key(verb: &str, object: &str, event: &Heard) -> bool {
    let vertical = matches!(event.key.as_str(), "ArrowUp" | "ArrowDown" | "Home" | "End");
    match event.key.as_str() {
        "Escape" => {
            for menu in [".menu--user", ".menu--scenario"] {
                if web::attribute(menu, "open").is_some() {
                    web::shut(menu);
                    return true;
                }
            }
            web::leave_fragment("#workbench", "#phone");
        }
        "ArrowLeft" | "ArrowRight" if verb == "tab" => {
            let at = TABS.iter().position(|tab| *tab == object).unwrap_or_default();
            let by = if event.key == "ArrowLeft" { TABS.len() - 1 } else { 1 };
            let to = TABS.get((at + by) % TABS.len()).copied().unwrap_or_default();
            open(to);
            web::focus(&["#tab-", to].concat());
            return true;
        }
        _ if vertical && verb == "step" => {
            flow::walk(object.parse().unwrap_or_default(), &event.key);
            return true;
        }
        _ if vertical && matches!(verb, "user" | "play") => {
            web::focus_beside(event.key == "ArrowUp");
            return true;
        }
        "ArrowUp" | "ArrowDown" if event.class == "inspector__grip" => {
            let now = web::attribute(".inspector__grip", "aria-valuenow").and_then(|now| now.parse::<i32>().ok());
            resize(now.unwrap_or(LEAST) + if event.key == "ArrowUp" { STEP } else { -STEP });
            return true;
        }
        _ => {}
    }
    false
}

/// Set while the grip is held.
const HELD: &str = "data-held";

fn hold(held: bool) {
    web::set_attribute("#workbench", HELD, held.then_some(""));
}

/// The grip is moved to `y`.
fn grip(y: i32) {
    if let Some(bottom) = web::bottom("#workbench") {
        resize(bottom - y);
    }
}

fn resize(height: i32) {
    let height = height.clamp(LEAST, MOST).to_string();
    web::set_attribute(".inspector", "style", Some(&["height:min(70dvh,", &*height, "px)"].concat()));
    web::set_attribute(".inspector__grip", "aria-valuenow", Some(&height));
}
