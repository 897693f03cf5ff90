//! Plays a demo on the phone, visibly: each tap is shown, and each step waits for what must be seen.

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast as _, web_sys::HtmlElement};
use send_wrapper::SendWrapper;
use serde_json::{Value, json};

use super::{SCENARIOS, Step};
use crate::{
    browser::{document, http::Request, timer},
    util::user,
    wire::ProfileClaim,
    workbench::{
        inspector::{faults, sessions, sessions::Revocation},
        state::WorkbenchState,
    },
    wx::{Page, ToastIcon, double, login, re_launch, show_toast, storage, switch_phone},
};

/// Between two taps, in ms.
const PAUSE_MS: u32 = 600;
/// How long something is waited for, and how often it is looked for, in ms.
const TIMEOUT_MS: u32 = 15_000;
const POLL_INTERVAL_MS: u32 = 50;

/// How far the demo is.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::workbench) struct Play {
    /// Counts the demos, so that one that was stopped notices.
    ticket: u32,
    pub(super) progress: Option<Progress>,
    /// Where the next tap will be, in px from the window's corner.
    pub(super) dot: Option<(i32, i32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    Playing,
    Done,
    /// Something that must be seen was not.
    Failed,
    Stopped,
}

/// Why a demo ended early.
enum Ended {
    /// The visitor has taken the phone.
    Stopped,
    /// Something that must be seen was not.
    NotSeen,
}

/// Plays a demo from its beginning, by its place in the menu.
pub(in crate::workbench) fn play(workbench: WorkbenchState, number: usize) {
    let Some(scenario) = SCENARIOS.scenarios.get(number) else { return };
    let ticket = workbench.play.with_untracked(|play| play.ticket + 1);
    workbench.play.set(Play { ticket, progress: Some(Progress::Playing), dot: None });
    spawn_local(async move {
        let mut player = Player { workbench, ticket, code: String::new() };
        player.reset().await;
        workbench.begin_demo(Some((scenario.title.zh.clone(), scenario.title.en.clone())));
        let progress = match player.play(&scenario.steps).await {
            Ok(()) => Progress::Done,
            Err(Ended::NotSeen) => Progress::Failed,
            Err(Ended::Stopped) => return,
        };
        finish(workbench, progress);
    });
}

/// A tap or Esc of the visitor.
pub(super) fn stop(workbench: WorkbenchState) {
    if workbench.play.with_untracked(|play| play.progress == Some(Progress::Playing)) {
        finish(workbench, Progress::Stopped);
    }
}

fn finish(workbench: WorkbenchState, progress: Progress) {
    workbench.begin_demo(None);
    workbench.play.update(|play| {
        play.progress = Some(progress);
        play.dot = None;
    });
}

struct Player {
    workbench: WorkbenchState,
    ticket: u32,
    /// Of the last `login`.
    code: String,
}

impl Player {
    async fn play(&mut self, steps: &'static [Step]) -> Result<(), Ended> {
        for step in steps {
            self.check()?;
            match step {
                // boxed, because it calls itself
                Step::Play(part) => Box::pin(self.play(SCENARIOS.parts.get(part).ok_or(Ended::NotSeen)?)).await?,
                step => self.take(step).await?,
            }
        }
        Ok(())
    }

    async fn take(&mut self, step: &Step) -> Result<(), Ended> {
        let wx = self.workbench.wx;
        match step {
            Step::Play(_) => {}
            Step::Tap(element) => self.tap(element).await?,
            Step::Tab(number) => self.tap(&format!(".tabbar__item:nth-child({number})")).await?,
            Step::See { element, text } => drop(self.wait(element, text.as_deref().unwrap_or_default()).await?),
            Step::Done(id) => drop(self.wait(&format!("#step-{id}[data-status=done]"), "").await?),
            Step::Failed { step, text } => {
                self.wait(&format!("#step-{step}[data-status=error]"), text).await?;
            }
            Step::Control { call, body } => {
                double::control::<Value>(wx, call, body).await;
                faults::load(self.workbench);
            }
            Step::BindByCode => wx.bind_by_code.set(true),
            Step::Login => self.code = login(wx, None).await.unwrap_or_default(),
            Step::Exchange => {
                self.pause().await?;
                if let Err(reason) = user::exchange(wx, self.code.clone(), ProfileClaim::default()).await {
                    show_toast(wx, reason, ToastIcon::Error);
                }
            }
            Step::Device(device) => {
                self.pause().await?;
                switch_phone(wx, wx.user.get_untracked(), device.clone());
            }
            Step::RevokeOthers => sessions::revoke(self.workbench, Revocation::Others).await,
            Step::AccountStatus(status) => {
                let body = json!({ "user": wx.user.get_untracked(), "status": status });
                wx.send(Request::post_json("/demo/status".to_owned(), body.to_string())).await;
            }
        }
        Ok(())
    }

    async fn tap(&self, selector: &str) -> Result<(), Ended> {
        let element = self.wait(selector, "").await?;
        let place = element.get_bounding_client_rect();
        #[expect(clippy::cast_possible_truncation, reason = "px of a window")]
        let px = |start: f64, length: f64| (start + length / 2.0) as i32;
        let middle = (px(place.x(), place.width()), px(place.y(), place.height()));
        self.workbench.play.update(|play| play.dot = Some(middle));
        self.pause().await?;
        // it may have been drawn anew meanwhile
        if let Some(element) = find(selector, "") {
            self.workbench.wx.demo_tap(|| element.click());
        }
        Ok(())
    }

    /// Waits for an element that holds `text`.
    async fn wait(&self, selector: &str, text: &str) -> Result<SendWrapper<HtmlElement>, Ended> {
        for _ in 0..TIMEOUT_MS / POLL_INTERVAL_MS {
            if let Some(element) = find(selector, text) {
                return Ok(element);
            }
            timer::sleep(POLL_INTERVAL_MS).await;
            self.check()?;
        }
        Err(Ended::NotSeen)
    }

    /// So that a tap can be followed; none for a visitor who wants no motion.
    async fn pause(&self) -> Result<(), Ended> {
        if !document::matches_media("(prefers-reduced-motion: reduce)") {
            timer::sleep(PAUSE_MS).await;
        }
        self.check()
    }

    /// Whether the demo is still on.
    fn check(&self) -> Result<(), Ended> {
        let is_on = self
            .workbench
            .play
            .with_untracked(|play| play.ticket == self.ticket && play.progress == Some(Progress::Playing));
        if is_on { Ok(()) } else { Err(Ended::Stopped) }
    }

    /// The user anew: at the double, at the server, on both phones, in the diagram.
    async fn reset(&self) {
        let wx = self.workbench.wx;
        let user = storage::DEFAULT_USER;
        for device in ["B", "A"] {
            switch_phone(wx, user.to_owned(), device.to_owned());
            user::forget(wx);
        }
        wx.bind_by_code.set(false);
        double::control::<Value>(wx, "reset", &json!({ "user": user })).await;
        faults::restore(self.workbench).await;
        re_launch(wx, Page::Index);
    }
}

/// The first element that is on the screen and holds `text`.
fn find(selector: &str, text: &str) -> Option<SendWrapper<HtmlElement>> {
    let found = leptos::prelude::document().query_selector_all(selector).ok()?;
    let elements = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok());
    let is_seen = |element: &HtmlElement| {
        element.get_client_rects().length() > 0 && element.text_content().is_some_and(|content| content.contains(text))
    };
    elements.into_iter().find(is_seen).map(SendWrapper::new)
}
