//! The demos. `stories.txt` is the menu's list, what the phone does, and what must be seen; the browser test plays every one of
//! them. Each begins from a reset of its user; any tap or Esc stops it.
//!
//! `# name | English | hint` heads a demo, `@ name` a part of several. A line is a verb and its object:
//!
//! | line | |
//! |---|---|
//! | `tap SELECTOR` | a tap in the phone, once the element is there |
//! | `tab N` | a tap on the tab bar |
//! | `see SELECTOR`, `see SELECTOR~TEXT` | waits for an element (that holds a text) |
//! | `lit STEP` | waits for a step to be done |
//! | `red STEP~TEXT` | waits for a step to fail, and for what it says or explains |
//! | `do NAME` | the lines under `@ NAME` |
//! | `control CALL JSON` | the double's control |
//! | `by code`, `by data` | how the phone number is bound |
//! | `code`; `post` | wx.login alone; the login call alone, with the code of the last `code` |
//! | `device A`, `revoke others`, `status N` | as the workbench and the operator do it |

use std::cell::Cell;

use leptos::task::spawn_local;

use super::{bench::with, faults, markup::fill, sessions};
use crate::{
    pages::Page,
    util::user,
    web,
    wire::ProfileClaim,
    wx::{Icon, Wx, by_story, double, login, re_launch, show_toast, storage, switch_phone},
};

/// All demos, as text.
pub(super) const STORIES: &str = include_str!("stories.txt");

/// Between two taps, in ms.
const PAUSE: u32 = 600;
/// How long something is waited for, in ms.
const PATIENCE: u32 = 15_000;
/// How often it is looked for, in ms.
const GLANCE: u32 = 50;

thread_local! {
    /// Counts the plays, so that one that was stopped knows.
    static PLAY: Cell<u32> = const { Cell::new(0) };
    static PLAYING: Cell<bool> = const { Cell::new(false) };
}

/// Whoever plays has lost the phone.
struct Stopped;

/// Plays demo `number` from its beginning.
pub(super) fn play(wx: Wx, number: usize) {
    let ticket = PLAY.get() + 1;
    PLAY.set(ticket);
    PLAYING.set(true);
    web::set_attribute(":root", "data-story", Some("playing"));
    spawn_local(async move {
        let mut story = Story { wx, ticket, code: String::new() };
        let end = match story.run(number).await {
            Ok(true) => "done",
            Ok(false) => "failed",
            Err(Stopped) => return,
        };
        finish(end);
    });
}

/// A tap or Esc by the visitor. Whether a play was stopped.
pub(super) fn stop() {
    if PLAYING.get() {
        PLAY.set(PLAY.get() + 1);
        finish("stopped");
    }
}

fn finish(end: &str) {
    PLAYING.set(false);
    web::set_attribute(":root", "data-story", Some(end));
    web::set_attribute("#dot", "hidden", Some(""));
}

struct Story {
    wx: Wx,
    ticket: u32,
    /// Of the last `code`.
    code: String,
}

impl Story {
    /// Plays to the end; false when something that must be seen is not.
    async fn run(&mut self, number: usize) -> Result<bool, Stopped> {
        self.reset().await;
        let headings = STORIES.lines().enumerate().filter(|(_, line)| line.starts_with("# "));
        let Some((heading, _)) = headings.clone().nth(number) else { return Ok(false) };
        let end = headings.clone().nth(number + 1).map_or(usize::MAX, |(end, _)| end);
        self.lines(heading + 1, end).await
    }

    /// Plays lines `from` to `end` of the text.
    async fn lines(&mut self, from: usize, end: usize) -> Result<bool, Stopped> {
        for line in STORIES.lines().take(end).skip(from).filter(|line| !line.is_empty()) {
            let (verb, object) = line.split_once(' ').unwrap_or((line, ""));
            if self.ticket != PLAY.get() {
                return Err(Stopped);
            }
            let seen = if verb == "do" {
                let (from, end) = part(object);
                Box::pin(self.lines(from, end)).await?
            } else {
                self.act(verb, object).await?
            };
            if !seen {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn act(&mut self, verb: &str, object: &str) -> Result<bool, Stopped> {
        let wx = self.wx;
        match verb {
            "tap" => return self.tap(object).await,
            "tab" => return self.tap(&fill(".tabbar__item:nth-child(%)", &[object])).await,
            "see" | "lit" | "red" => {
                let (place, text) = object.split_once('~').unwrap_or((object, ""));
                let step = match verb {
                    "see" => "%",
                    "lit" => "#step-%[data-status=done]",
                    _ => "#step-%[data-status=error]",
                };
                return self.wait(&fill(step, &[place]), text).await;
            }
            "control" => {
                let (call, body) = object.split_once(' ').unwrap_or((object, "{}"));
                double::control(call, body.to_owned()).await;
                faults::load().await;
            }
            "by" => wx.change(|state| state.bind_by_code = object == "code"),
            "code" => self.code = login(wx, None).await.unwrap_or_default(),
            "post" => {
                self.pause().await?;
                if let Err(reason) = user::exchange(wx, self.code.clone(), ProfileClaim::default()).await {
                    show_toast(wx, reason, Icon::Error);
                }
            }
            "device" => {
                self.pause().await?;
                switch_phone(wx, wx.read(|state| state.user.clone()), object.to_owned());
            }
            "revoke" => sessions::revoke(object).await,
            _ => {
                let user = wx.read(|state| state.user.clone());
                let body = fill(r#"{"user":"%","status":%}"#, &[&user, object]);
                web::fetch("/demo/status".to_owned(), Some(body), Vec::new()).await;
            }
        }
        Ok(true)
    }

    async fn tap(&self, place: &str) -> Result<bool, Stopped> {
        let there = self.wait(place, "").await?;
        point(place);
        self.pause().await?;
        by_story(|| web::click(place));
        Ok(there)
    }

    /// Waits for an element that holds `text`.
    async fn wait(&self, place: &str, text: &str) -> Result<bool, Stopped> {
        for _ in 0..PATIENCE / GLANCE {
            if web::shows(place, text) {
                return Ok(true);
            }
            web::sleep(GLANCE).await;
            if self.ticket != PLAY.get() {
                return Err(Stopped);
            }
        }
        Ok(false)
    }

    /// So that a tap can be followed; none for whoever wants no motion.
    async fn pause(&self) -> Result<(), Stopped> {
        if !web::matches("(prefers-reduced-motion: reduce)") {
            web::sleep(PAUSE).await;
        }
        if self.ticket == PLAY.get() { Ok(()) } else { Err(Stopped) }
    }

    /// The user anew: at the double, at the server, on both phones, in the diagram.
    async fn reset(&mut self) {
        let wx = self.wx;
        let user = storage::DEFAULT_USER;
        for device in ["B", "A"] {
            switch_phone(wx, user.to_owned(), device.to_owned());
            user::forget(wx);
        }
        wx.change(|state| state.bind_by_code = false);
        double::control("reset", fill(r#"{"user":"%"}"#, &[user])).await;
        faults::restore().await;
        re_launch(wx, Page::Index);
        with(|bench| bench.clear());
    }
}

/// The lines under `@ name`, up to the next empty one. By lines and not by a search for text, which nothing else of the page
/// needs and which would be 4 KB of WASM.
fn part(name: &str) -> (usize, usize) {
    let lines = || STORIES.lines().enumerate();
    let from = lines().find(|(_, line)| line.strip_prefix("@ ") == Some(name)).map_or(usize::MAX, |(at, _)| at + 1);
    let end = lines().find(|(at, line)| *at > from && line.is_empty()).map_or(usize::MAX, |(at, _)| at);
    (from, end)
}

/// Shows where the next tap will be.
fn point(place: &str) {
    if let Some((x, y)) = web::middle(place) {
        let [x, y] = [x, y].map(|at| at.to_string());
        web::set_attribute("#dot", "style", Some(&fill("left:%px;top:%px", &[&x, &y])));
        web::set_attribute("#dot", "hidden", None);
    }
}

#[cfg(test)]
mod tests {
    use super::{STORIES, part};

    #[test]
    fn every_line_is_known() {
        let verbs = [
            "tap", "tab", "see", "lit", "red", "do", "control", "by", "code", "post", "device", "revoke", "status",
            "#", "@",
        ];
        let parts: Vec<&str> = STORIES.lines().filter_map(|line| line.strip_prefix("@ ")).collect();
        for line in STORIES.lines().filter(|line| !line.is_empty()) {
            let (verb, object) = line.split_once(' ').unwrap_or((line, ""));
            assert!(verbs.contains(&verb), "{line}");
            assert!(verb != "do" || parts.contains(&object), "{line}");
            assert!(verb != "#" || object.split(" | ").count() == 3, "{line}");
        }
        assert_eq!(STORIES.split("\n# ").count(), 13);
        let (from, end) = part("user");
        let lines: Vec<&str> = STORIES.lines().take(end).skip(from).collect();
        assert_eq!(lines, ["tap .profile__settings", "see .page--user"]);
    }
}
