//! Plays a demo on the phone, visibly: a line says what comes, each tap is shown, and each step waits for what must be seen.

use std::sync::Arc;

use leptos::{prelude::*, task::spawn_local, wasm_bindgen::JsCast as _, web_sys::HtmlElement};
use send_wrapper::SendWrapper;
use serde_json::{Value, json};

use super::{
    Line, Scenarios, Step,
    play::{Play, Progress, finish},
};
use crate::{
    browser::{document, focus, http::Request, timer},
    util::user,
    wire::ProfileClaim,
    workbench::{
        close_layer,
        inspector::{faults, sessions, sessions::Revocation},
        state::WorkbenchState,
    },
    wx::{Page, ToastIcon, double, login, re_launch, show_toast, storage, switch_phone, switch_program},
};

/// Between two taps, and to read a line, in ms.
const PAUSE_MS: u32 = 600;
const READ_MS: u32 = 1800;
/// How long something is waited for, and how often it is looked for, in ms.
const TIMEOUT_MS: u32 = 15_000;
const POLL_INTERVAL_MS: u32 = 50;

/// Why a demo ended early.
enum Ended {
    /// The visitor has taken the phone.
    Stopped,
    /// Something that must be seen was not.
    NotSeen,
}

/// Plays a demo from its beginning, by its place in the menu.
pub(in crate::workbench) fn play(workbench: WorkbenchState, number: usize) {
    workbench.play.update(|play| {
        play.ticket += 1;
        play.number = number;
        play.progress = Some(Progress::Playing);
        play.line = Line::default();
        play.dot = None;
        play.is_single = false;
    });
    // on a narrow window it lies over the phone
    close_layer();
    // its keys work from now on, and what it opens on the phone leaves the focus there
    focus::focus_next_frame(|| find("#demo", "", is_on_screen).map(SendWrapper::take));
    let Play { ticket, list, .. } = workbench.play.get_untracked();
    spawn_local(async move {
        let Some(scenario) = list.scenarios.get(number) else { return };
        let mut player = Player { workbench, ticket, scenarios: list.clone(), code: String::new() };
        player.reset().await;
        workbench.rest();
        let progress = match player.play(&scenario.steps).await {
            Ok(()) => Progress::Done,
            Err(Ended::NotSeen) => Progress::Failed,
            Err(Ended::Stopped) => return,
        };
        finish(workbench, progress);
    });
}

struct Player {
    workbench: WorkbenchState,
    ticket: u32,
    scenarios: Arc<Scenarios>,
    /// Of the last `login`.
    code: String,
}

impl Player {
    async fn play(&mut self, steps: &[Step]) -> Result<(), Ended> {
        for step in steps {
            self.wait_for_visitor().await?;
            match step {
                Step::Play(part) => {
                    let scenarios = self.scenarios.clone();
                    // boxed, because it calls itself
                    Box::pin(self.play(scenarios.parts.get(part).ok_or(Ended::NotSeen)?)).await?;
                }
                step => self.take(step).await?,
            }
        }
        Ok(())
    }

    async fn take(&mut self, step: &Step) -> Result<(), Ended> {
        let wx = self.workbench.wx;
        match step {
            Step::Play(_) => {}
            Step::Say(line) => {
                self.workbench.play.update(|play| {
                    play.line.clone_from(line);
                    if std::mem::take(&mut play.is_single) {
                        play.progress = Some(Progress::Paused);
                    }
                });
                self.pause(READ_MS).await?;
            }
            Step::Tap(element) => self.tap(element).await?,
            Step::Tab(number) => self.tap(&format!(".tabbar__item:nth-child({number})")).await?,
            Step::See { element, text } => {
                self.wait(element, text.as_deref().unwrap_or_default(), is_on_screen).await?;
            }
            Step::Done(id) => drop(self.wait(&format!("#step-{id}[data-status=done]"), "", |_| true).await?),
            Step::Failed { step, text } => {
                self.wait(&format!("#step-{step}[data-status=error]"), text, |_| true).await?;
                self.workbench.play.update(|play| {
                    play.progress = Some(Progress::Held);
                    play.dot = None;
                });
                self.wait_for_visitor().await?;
            }
            Step::Control { call, body } => {
                double::control::<Value>(wx, call, body).await;
                faults::load(self.workbench);
            }
            Step::BindByCode => wx.bind_by_code.set(true),
            Step::Offline(is_on) => wx.offline.set(*is_on),
            Step::TakenNumber(is_taken) => faults::take_number(self.workbench, *is_taken).await,
            Step::Login => self.code = login(wx, None).await.unwrap_or_default(),
            Step::Exchange => {
                self.pause(PAUSE_MS).await?;
                if let Err(reason) = user::exchange(wx, self.code.clone(), ProfileClaim::default()).await {
                    show_toast(wx, reason, ToastIcon::Error);
                }
            }
            Step::Device(device) => {
                self.pause(PAUSE_MS).await?;
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
        // what the step before has changed is drawn first, however fast it goes: the element may be that of another page
        timer::sleep(POLL_INTERVAL_MS).await;
        let element = self.wait(selector, "", is_on_screen).await?;
        let place = element.get_bounding_client_rect();
        #[expect(clippy::cast_possible_truncation, reason = "px of a window")]
        let px = |start: f64, length: f64| (start + length / 2.0) as i32;
        let middle = (px(place.x(), place.width()), px(place.y(), place.height()));
        self.workbench.play.update(|play| play.dot = Some(middle));
        self.pause(PAUSE_MS).await?;
        // it may have been drawn anew meanwhile
        if let Some(element) = find(selector, "", is_on_screen) {
            self.workbench.wx.demo_tap(|| element.click());
        }
        Ok(())
    }

    /// Waits for an element that holds `text` and that `is_it`.
    async fn wait(&self, selector: &str, text: &str, is_it: Filter) -> Result<SendWrapper<HtmlElement>, Ended> {
        for _ in 0..TIMEOUT_MS / POLL_INTERVAL_MS {
            if let Some(element) = find(selector, text, is_it) {
                return Ok(element);
            }
            timer::sleep(POLL_INTERVAL_MS).await;
            self.check()?;
        }
        Err(Ended::NotSeen)
    }

    /// `ms` at the speed that the visitor chose, so that it can be followed; none for one who wants no motion.
    async fn pause(&self, ms: u32) -> Result<(), Ended> {
        if !document::matches_media("(prefers-reduced-motion: reduce)") {
            let speed = self.workbench.play.with_untracked(|play| play.speed);
            timer::sleep(ms * 100 / speed).await;
        }
        self.wait_for_visitor().await
    }

    /// While the demo is paused or held.
    async fn wait_for_visitor(&self) -> Result<(), Ended> {
        while self.check()?.is_waiting() {
            timer::sleep(POLL_INTERVAL_MS).await;
        }
        Ok(())
    }

    /// How far the demo is, where it is still on.
    fn check(&self) -> Result<Progress, Ended> {
        let progress = self.workbench.play.with_untracked(|play| play.progress.filter(|_| play.ticket == self.ticket));
        progress.filter(|progress| progress.is_on()).ok_or(Ended::Stopped)
    }

    /// The user anew: at the double, at the server, on both phones, in the diagram.
    async fn reset(&self) {
        let wx = self.workbench.wx;
        let user = storage::DEFAULT_USER;
        switch_program(wx, false);
        for device in ["B", "A"] {
            switch_phone(wx, user.to_owned(), device.to_owned());
            user::forget(wx);
        }
        double::control::<Value>(wx, "reset", &json!({ "user": user })).await;
        faults::restore(self.workbench).await;
        re_launch(wx, Page::Index);
    }
}

type Filter = fn(&HtmlElement) -> bool;

/// The diagram may be hidden, what is tapped or seen may not.
fn is_on_screen(element: &HtmlElement) -> bool {
    element.get_client_rects().length() > 0
}

/// The first element that holds `text` and that `is_it`.
fn find(selector: &str, text: &str, is_it: Filter) -> Option<SendWrapper<HtmlElement>> {
    let found = leptos::prelude::document().query_selector_all(selector).ok()?;
    let mut elements = (0..found.length()).filter_map(|at| found.item(at)?.dyn_into::<HtmlElement>().ok());
    let holds = |element: &HtmlElement| element.text_content().is_some_and(|content| content.contains(text));
    elements.find(|element| is_it(element) && holds(element)).map(SendWrapper::new)
}
