//! The demos. `scenarios.json` lists what the phone does, what is said of it and what must be seen; the page plays them, and
//! the browser tests read the same file. Each begins from a reset of its user.
//!
//! The list is no part of the WASM, which every visitor waits for: it is a file beside the style sheet, fetched when the menu
//! opens for the first time.

mod bar;
mod dot;
mod play;
mod player;

use std::{collections::HashMap, sync::Arc};

use leptos::{prelude::*, task::spawn_local};
use serde::Deserialize;
use serde_json::Value;

pub(super) use self::{bar::DemoBar, dot::DemoDot, play::Play, player::play};
use super::state::WorkbenchState;
use crate::browser::{document, http::Request};

/// The file.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Scenarios {
    /// Steps that several demos share.
    parts: HashMap<String, Vec<Step>>,
    pub(super) scenarios: Vec<Scenario>,
}

/// A demo.
#[derive(Debug, Deserialize)]
pub(super) struct Scenario {
    pub(super) zh: String,
    pub(super) en: String,
    /// What there is to see, in no language.
    pub(super) hint: String,
    steps: Vec<Step>,
}

/// A line of the narration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
struct Line {
    zh: String,
    en: String,
}

/// A step of a demo.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Step {
    /// What the steps up to the next line do.
    Say(Line),
    /// A tap in the phone, once the element (a selector) is there.
    Tap(String),
    /// A tap on the tab bar, by the number of the tab from 1.
    Tab(u8),
    /// Waits for an element on the screen, which may have to hold a text.
    See { element: String, text: Option<String> },
    /// Waits for a step of the diagram to be done.
    Done(String),
    /// Waits for a step of the diagram to fail, and for what it says or explains. The demo stays there until it is told to go on.
    Failed { step: String, text: String },
    /// Plays one of the parts.
    Play(String),
    /// A call of the double's control side.
    Control { call: String, body: Value },
    /// The phone number is bound by `code`.
    BindByCode,
    /// The phone loses its network, or has it again.
    Offline(bool),
    /// Another account has the number, or nobody.
    TakenNumber(bool),
    /// `wx.login` alone.
    Login,
    /// The login call alone, with the code of the last `login`.
    Exchange,
    /// Takes up the user's other phone.
    Device(String),
    /// Ends the sessions of all other devices.
    RevokeOthers,
    /// Sets the status of the account, as an operator does.
    AccountStatus(i64),
}

/// Fetches the list, unless it is there.
pub(super) fn load(workbench: WorkbenchState) {
    if workbench.play.with_untracked(|play| !play.list.scenarios.is_empty()) {
        return;
    }
    spawn_local(async move {
        if let Some(url) = document::beside_style_sheet("scenarios.json")
            && let Some(response) = Request::get(url).send().await
            && let Ok(list) = serde_json::from_str(&response.body)
        {
            workbench.play.update(|play| play.list = Arc::new(list));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::{Scenarios, Step};
    use crate::trace;

    fn read() -> Scenarios {
        serde_json::from_str(include_str!("scenarios.json")).unwrap()
    }

    fn check(scenarios: &Scenarios, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Play(part) => assert!(scenarios.parts.contains_key(part), "{part}"),
                Step::Done(id) | Step::Failed { step: id, .. } => assert!(trace::number(id).is_some(), "{id}"),
                Step::Tab(tab) => assert!((1..=4).contains(tab), "{tab}"),
                // a line has room for about two rows at 360 px
                Step::Say(line) => assert!(
                    (1..=44).contains(&line.zh.chars().count()) && (1..=100).contains(&line.en.chars().count()),
                    "{line:?}"
                ),
                _ => {}
            }
        }
    }

    #[test]
    fn every_step_is_known() {
        let scenarios = read();
        assert_eq!(scenarios.scenarios.len(), 20);
        scenarios.parts.values().for_each(|steps| check(&scenarios, steps));
        scenarios.scenarios.iter().for_each(|scenario| check(&scenarios, &scenario.steps));
    }

    /// The first step of a demo, inside its first part.
    fn first<'a>(scenarios: &'a Scenarios, steps: &'a [Step]) -> &'a Step {
        match &steps[0] {
            Step::Play(part) => first(scenarios, &scenarios.parts[part]),
            step => step,
        }
    }

    #[test]
    fn every_demo_begins_with_a_line() {
        let scenarios = read();
        for scenario in &scenarios.scenarios {
            assert!(matches!(first(&scenarios, &scenario.steps), Step::Say(_)), "{}", scenario.zh);
        }
    }
}
