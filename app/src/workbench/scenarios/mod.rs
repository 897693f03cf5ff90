//! The demos. `scenarios.json` lists what the phone does and what must be seen; the page plays them, and the browser tests
//! read the same file. Each begins from a reset of its user; a tap or Esc of the visitor stops it.

mod dot;
mod player;

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;
use serde_json::Value;

pub(super) use self::{
    dot::DemoDot,
    player::{Play, play},
};

/// All demos.
static SCENARIOS: LazyLock<Scenarios> =
    LazyLock::new(|| serde_json::from_str(include_str!("scenarios.json")).unwrap_or_default());

/// The file.
#[derive(Debug, Default, Deserialize)]
struct Scenarios {
    /// Steps that several demos share.
    parts: HashMap<String, Vec<Step>>,
    scenarios: Vec<Scenario>,
}

/// A demo.
#[derive(Debug, Deserialize)]
struct Scenario {
    #[serde(flatten)]
    title: Title,
    steps: Vec<Step>,
}

/// What the menu says of a demo.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Title {
    pub(super) zh: String,
    pub(super) en: String,
    /// What there is to see.
    pub(super) hint: String,
}

/// A step of a demo.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
enum Step {
    /// A tap in the phone, once the element (a selector) is there.
    Tap(String),
    /// A tap on the tab bar, by the number of the tab from 1.
    Tab(u8),
    /// Waits for an element, which may have to hold a text.
    See { element: String, text: Option<String> },
    /// Waits for a step of the diagram to be done.
    Done(String),
    /// Waits for a step of the diagram to fail, and for what it says or explains.
    Failed { step: String, text: String },
    /// Plays one of the parts.
    Play(String),
    /// A call of the double's control side.
    Control { call: String, body: Value },
    /// The phone number is bound by `code`.
    BindByCode,
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

/// What the menu says, in the order of the file.
pub(super) fn titles() -> Vec<Title> {
    SCENARIOS.scenarios.iter().map(|scenario| scenario.title.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Scenarios, Step};
    use crate::trace;

    fn check(scenarios: &Scenarios, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Play(part) => assert!(scenarios.parts.contains_key(part), "{part}"),
                Step::Done(id) | Step::Failed { step: id, .. } => assert!(trace::number(id).is_some(), "{id}"),
                Step::Tab(tab) => assert!((1..=4).contains(tab), "{tab}"),
                _ => {}
            }
        }
    }

    #[test]
    fn every_step_is_known() {
        let scenarios: Scenarios = serde_json::from_str(include_str!("scenarios.json")).unwrap();
        assert_eq!(scenarios.scenarios.len(), 12);
        scenarios.parts.values().for_each(|steps| check(&scenarios, steps));
        scenarios.scenarios.iter().for_each(|scenario| check(&scenarios, &scenario.steps));
    }
}
