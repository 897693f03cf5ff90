//! What the workbench knows, and how it learns: from the phone, which it watches, and from the server's stream of hops.
//!
//! One value in one place. Whatever changes it asks for a drawing; a frame later everything that changed is drawn, once.

use std::{cell::RefCell, collections::VecDeque};

use leptos::prelude::request_animation_frame;

use super::{
    crypto, flow, markup,
    network::{self, Call},
    people,
    run::{Run, Step},
    steps, storage,
};
use crate::{
    api::BASE,
    json, web,
    wx::{
        Wx,
        watch::{Seen, Stage},
    },
};

/// How many calls are kept.
const MOST_CALLS: usize = 200;

/// The workbench.
pub(super) struct Bench {
    pub(super) wx: Wx,
    /// The last run of each phone, by its holder.
    runs: Vec<(String, Run)>,
    /// What the diagram shows now.
    pub(super) drawn: Run,
    pub(super) calls: VecDeque<Call>,
    /// What the server asked WeChat, while the answer is awaited.
    to_wechat: String,
    /// The call that is looked at.
    pub(super) chosen: Option<String>,
    /// The step that is looked at.
    pub(super) step: Option<usize>,
    /// The tab that is open.
    pub(super) tab: &'static str,
    /// The last encrypted data and signature: `[encryptedData, iv, rawData, signature]`.
    pub(super) sealed: [String; 4],
    /// What each part showed last, so that it is drawn only when it changes.
    pub(super) shown: Vec<(&'static str, String)>,
    /// What is to be said to a screen reader, and when it was said last.
    pub(super) saying: String,
    pub(super) said: f64,
    /// When the phone's own step before ended.
    mark: f64,
    drawing: bool,
}

thread_local! {
    static BENCH: RefCell<Option<Bench>> = const { RefCell::new(None) };
}

/// Begins to look on.
pub(super) fn open(wx: Wx) {
    BENCH.set(Some(Bench {
        wx,
        runs: Vec::new(),
        drawn: Run::default(),
        calls: VecDeque::new(),
        to_wechat: String::new(),
        chosen: None,
        step: None,
        tab: "network",
        sealed: Default::default(),
        shown: Vec::new(),
        saying: String::new(),
        said: -1000.0,
        mark: 0.0,
        drawing: false,
    }));
    crate::wx::watch::watch(seen);
    web::events(&["/demo/events?world=", &web::world()].concat(), hop);
}

/// Works on the bench, and has drawn what it changed.
pub(super) fn with<T>(work: impl FnOnce(&mut Bench) -> T) -> Option<T> {
    BENCH.with_borrow_mut(|bench| {
        let bench = bench.as_mut()?;
        let done = work(bench);
        if !bench.drawing {
            bench.drawing = true;
            request_animation_frame(draw);
        }
        Some(done)
    })
}

fn draw() {
    BENCH.with_borrow_mut(|bench| {
        let Some(bench) = bench else { return };
        bench.drawing = false;
        people::draw(bench);
        flow::draw(bench);
        match bench.tab {
            "network" => network::draw(bench),
            "storage" => storage::draw(bench),
            _ => {}
        }
    });
}

impl Bench {
    /// The run of the phone in view.
    pub(super) fn run(&mut self) -> &mut Run {
        let holder = self.wx.holder();
        let at = self.runs.iter().position(|(whose, _)| *whose == holder);
        let at = at.unwrap_or_else(|| {
            self.runs.push((holder, Run::default()));
            self.runs.len() - 1
        });
        // the index is the one that was found
        self.runs.get_mut(at).map_or_else(|| &mut self.drawn, |(_, run)| run)
    }

    /// The run that a call belongs to, which may be that of a phone that was put away meanwhile.
    fn run_of(&mut self, request: &str) -> Option<&mut Run> {
        let has = |run: &Run| run.0.iter().any(|step| step.request == request);
        self.runs.iter_mut().map(|(_, run)| run).find(|run| has(run))
    }

    /// Draws `html` inside `place` if it is not there already.
    pub(super) fn show(&mut self, place: &'static str, html: String) -> bool {
        match self.shown.iter_mut().find(|(shown, _)| *shown == place) {
            Some((_, last)) if *last == html => return false,
            Some((_, last)) => last.clone_from(&html),
            None => self.shown.push((place, html.clone())),
        }
        web::set_html(place, &html);
        true
    }

    /// The steps of every phone are quiet again.
    pub(super) fn clear(&mut self) {
        self.runs.clear();
        self.calls.clear();
        self.step = None;
        self.chosen = None;
    }

    fn record(&mut self, call: Call) {
        if self.calls.len() == MOST_CALLS {
            self.calls.pop_front();
        }
        self.calls.push_back(call);
    }

    /// ms since the phone's last step.
    fn lap(&mut self) -> f64 {
        let now = web::now();
        now - std::mem::replace(&mut self.mark, now)
    }
}

/// What the phone does.
fn seen(seen: &Seen<'_>) {
    if let Seen::Sealed(answer) = seen {
        crypto::sealed(answer);
    }
    with(|bench| match seen {
        Seen::Step(id, stage, value) => {
            let ms = bench.lap();
            let Some(number) = steps::number(id) else { return };
            if *stage == Stage::Began {
                bench.run().begin(number, "");
            } else {
                let ok = *stage == Stage::Done;
                if ok && *id == "storage" {
                    // whoever looks at this browser knows the way: see browser.js
                    web::set_item("oa-mini:known", "1");
                    web::set_attribute(":root", "data-coach", None);
                }
                bench.run().end(number, Step::new(ok, markup::pair(word(id), value), ms, "", None), *id == "login");
            }
        }
        Seen::Sent { request, address, headers, body } => {
            if let Some(number) = steps::of_path(address) {
                bench.run().begin(number, request);
            }
            bench.record(Call::sent(request, address, headers, *body));
        }
        Seen::Answered { request, answer } => {
            bench.mark = web::now();
            let opened = answer.ok().and_then(json::value);
            let errno = opened.as_ref().and_then(|opened| opened.whole("errno"));
            let Some(call) = bench.calls.iter_mut().rev().find(|call| call.request == *request) else { return };
            let ms = call.answered(*answer, errno, bench.mark);
            let Some(first) = steps::of_path(&call.path) else { return };
            let errmsg = opened.as_ref().map_or("", |opened| opened.text("errmsg"));
            let answer = answer.and_then(|_| errno.map(|errno| (errno, errmsg)).ok_or("request:fail"));
            if let Some(run) = bench.run_of(request) {
                run.answer(first, answer, ms, request);
            }
            if let Ok((errno, errmsg)) = answer
                && errno != 0
            {
                flow::say_failure(bench, errno, errmsg);
            }
        }
        Seen::Sealed(_) => {}
    });
}

/// What the step is called on its arrow.
fn word(id: &str) -> &'static str {
    match id {
        "profile" => "wx.getUserProfile",
        "login" => "wx.login()",
        "code" => "code",
        "storage" => "wx.setStorageSync",
        "enc" => "encryptedData",
        _ => "wx.removeStorageSync",
    }
}

/// A hop, as the server lived it. One of another window's calls is not ours to show.
fn hop(data: &str) {
    let Some(hop) = json::value(data) else { return };
    let text = |name: &str| hop.text(name);
    let number = |name: &str| hop.whole(name);
    let (request, ok) = (text("request"), text("outcome") != "error");
    let ms = hop.number("duration_ms");
    with(|bench| {
        if !bench.calls.iter().any(|call| call.request == request) {
            return;
        }
        if text("to") == "wechat" {
            text("value").clone_into(&mut bench.to_wechat);
        }
        if text("from") == "wechat" {
            let path = std::mem::take(&mut bench.to_wechat);
            // one call of the phone may be several to WeChat: a token first, or a second try
            let mut key = [request, "-w"].concat();
            if let more @ 1.. = bench.calls.iter().filter(|call| call.key.starts_with(&key)).count() {
                key.push_str(&more.to_string());
            }
            bench.record(Call::of_server(key, path, ok, ms, data));
        }
        let Some(step) = steps::number(text("step")) else { return };
        let Some(run) = bench.run_of(request) else { return };
        let errcode = number("errcode").filter(|errcode| *errcode != 0);
        let lit = match (ok, errcode, number("errno")) {
            (false, Some(errcode), _) => markup::pair("errcode", &errcode.to_string()),
            (false, None, Some(errno)) => markup::pair("errno", &errno.to_string()),
            _ => markup::pair(text("label"), text("value")),
        };
        run.end(step, Step::new(ok, lit, ms, request, errcode), ok && text("to") != "phone");
    });
}

/// Where calls of the API go.
pub(super) fn api(path: &str) -> String {
    [BASE, "/", path].concat()
}
