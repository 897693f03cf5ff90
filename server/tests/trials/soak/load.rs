//! One phone after another of a crowd: what it does, and what it was told. Nobody else touches its accounts, so every
//! answer can be judged.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::dice::Dice;
use crate::phone::Phone;
use crate::wechat::{self, encrypted_phone};

/// More sessions than this are revoked.
const MOST_SESSIONS: usize = 4;

/// What is known of one account. Where an answer was lost, what may be.
#[derive(Default)]
pub(super) struct User {
    pub(super) openid: String,
    /// None before the first login that was answered.
    pub(super) id: Option<i64>,
    pub(super) tokens: Vec<String>,
    pub(super) ended: Vec<String>,
    /// The bound number; empty: none.
    pub(super) numbers: Vec<String>,
    pub(super) names: Vec<String>,
    /// No answer came to a write.
    pub(super) unsure: bool,
}

/// One worker's crowd.
pub(super) struct Crowd {
    name: String,
    dice: Dice,
    /// None while the server is down.
    server: watch::Receiver<Option<Phone>>,
    pub(super) users: Vec<User>,
    /// How often each errno came, by call.
    pub(super) seen: BTreeMap<(&'static str, i64), u64>,
}

impl Crowd {
    pub(super) fn new(name: String, seed: u64, server: watch::Receiver<Option<Phone>>) -> Self {
        Self { name, dice: Dice::new(seed), server, users: Vec::new(), seen: BTreeMap::new() }
    }

    /// One thing that somebody does.
    pub(super) async fn step(&mut self) {
        if self.users.is_empty() || self.dice.one_in(6) {
            let openid = format!("{}u{}", self.name, self.users.len());
            self.users.push(User {
                names: vec![openid.clone()],
                openid,
                numbers: vec![String::new()],
                ..User::default()
            });
            let newest = self.users.len() - 1;
            return self.first_login(newest).await;
        }
        // mostly the newer ones: a busy crowd in a growing town
        let back = self.dice.below(self.users.len()).min(self.dice.below(self.users.len()));
        let at = self.users.len() - 1 - back;
        if self.users[at].tokens.is_empty() {
            return self.login(at).await;
        }
        if self.users[at].tokens.len() > MOST_SESSIONS {
            return self.revoke_others(at).await;
        }
        match self.dice.below(20) {
            0..4 => self.login(at).await,
            4..7 => self.bind(at).await,
            7..12 => self.index(at).await,
            12..14 => self.logout(at).await,
            14..16 => self.rename(at).await,
            16 => self.upload(at).await,
            17 => self.revoke_others(at).await,
            18 => self.devices(at).await,
            _ => self.wrong_token(at).await,
        }
    }

    /// The server, once it is there.
    async fn phone(&mut self) -> Phone {
        self.server.wait_for(Option::is_some).await.unwrap().clone().unwrap()
    }

    /// Counts an answer. None: none came, which only a server that stops may do.
    fn told(&mut self, call: &'static str, answer: Option<Value>, allowed: &[i64]) -> Option<Value> {
        let Some(answer) = answer else {
            assert!(self.server.has_changed().unwrap(), "{call}: no answer, and the server is up");
            *self.seen.entry((call, i64::MIN)).or_default() += 1;
            return None;
        };
        let errno = answer["errno"].as_i64().unwrap();
        assert!(allowed.contains(&errno), "{call}: {answer}");
        *self.seen.entry((call, errno)).or_default() += 1;
        Some(answer)
    }

    /// What a failing WeChat may make of a call.
    const WEATHER: [i64; 5] = [0, -1, 711, 712, 714];

    /// Twice at the same moment: still one account.
    async fn first_login(&mut self, at: usize) {
        let phone = self.phone().await;
        let openid = &self.users[at].openid;
        let (one, two) = tokio::join!(phone.try_login(openid), phone.try_login(openid));
        self.signed_in(at, one);
        self.signed_in(at, two);
    }

    async fn login(&mut self, at: usize) {
        let phone = self.phone().await;
        let answer = phone.try_login(&self.users[at].openid).await;
        self.signed_in(at, answer);
    }

    fn signed_in(&mut self, at: usize, answer: Option<Value>) {
        let answer = self.told("login", answer, &Self::WEATHER);
        let user = &mut self.users[at];
        let Some(answer) = answer else {
            user.unsure = true;
            return;
        };
        if answer["errno"] != 0 {
            return;
        }
        let info = &answer["data"]["userInfo"];
        let id = info["userId"].as_i64().unwrap();
        assert_eq!(*user.id.get_or_insert(id), id, "one openid, one account");
        let (name, number) = (info["nickName"].as_str().unwrap(), info["phone"].as_str().unwrap_or_default());
        assert!(user.names.iter().any(|known| known == name), "{name} of {:?}", user.names);
        assert!(user.numbers.iter().any(|known| known == number), "{number} of {:?}", user.numbers);
        user.tokens.push(answer["data"]["token"].as_str().unwrap().to_owned());
    }

    fn token(&mut self, at: usize) -> (usize, String) {
        let nth = self.dice.below(self.users[at].tokens.len());
        (nth, self.users[at].tokens[nth].clone())
    }

    async fn bind(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let number = wechat::number();
        let now_ms = (server::system::clock())();
        let (call, body) = if self.dice.one_in(2) {
            ("bind by data", encrypted_phone(&self.users[at].openid, &number, now_ms))
        } else {
            ("bind by code", json!({ "code": wechat::code(&format!("phone.{number}")) }))
        };
        let answer = self.phone().await.try_post("auth/bindPhone", &token, body).await;
        // a phone code that was used without an answer is 710 the second time
        let allowed: &[i64] = if call == "bind by data" { &[0] } else { &[0, -1, 710, 711, 712, 714] };
        let answer = self.told(call, answer, allowed);
        let user = &mut self.users[at];
        match answer.map(|answer| answer["errno"] == 0) {
            Some(true) => user.numbers = vec![number],
            Some(false) => {}
            None => user.numbers.push(number),
        }
    }

    async fn index(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let answer = self.phone().await.try_get("user/index", &token).await;
        self.told("index", answer, &[0]);
    }

    async fn devices(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let answer = self.phone().await.try_get("auth/sessions", &token).await;
        let answer = self.told("sessions", answer, &[0]);
        let user = &self.users[at];
        if let Some(answer) = answer.filter(|_| !user.unsure) {
            assert_eq!(answer["data"]["list"].as_array().unwrap().len(), user.tokens.len(), "of {}", user.openid);
        }
    }

    async fn logout(&mut self, at: usize) {
        let (nth, token) = self.token(at);
        let answer = self.phone().await.try_post("auth/logout", &token, json!({})).await;
        let answer = self.told("logout", answer, &[0]);
        let user = &mut self.users[at];
        user.tokens.remove(nth);
        match answer {
            Some(_) => user.ended.push(token),
            None => user.unsure = true,
        }
    }

    async fn rename(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let name = format!("name {}", self.dice.below(1_000_000));
        let answer = self.phone().await.try_post("auth/profile", &token, json!({ "nickName": name })).await;
        let answer = self.told("profile", answer, &[0]);
        let user = &mut self.users[at];
        match answer {
            Some(answer) => {
                assert_eq!(answer["data"]["userInfo"]["nickName"], name);
                user.names = vec![name];
            }
            None => user.names.push(name),
        }
    }

    async fn upload(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let (file, allowed) = if self.dice.one_in(4) { (b"no picture".as_slice(), 402) } else { (PICTURE, 0) };
        let answer = self.phone().await.try_upload("auth/avatar", &token, file).await;
        self.told("avatar", answer, &[allowed]);
    }

    async fn revoke_others(&mut self, at: usize) {
        let (nth, token) = self.token(at);
        let answer = self.phone().await.try_post("auth/revoke", &token, json!({ "others": true })).await;
        let answer = self.told("revoke", answer, &[0]);
        let user = &mut self.users[at];
        let own = user.tokens.swap_remove(nth);
        let others = std::mem::replace(&mut user.tokens, vec![own]);
        match answer {
            Some(answer) => {
                assert!(user.unsure || answer["data"]["revoked"] == others.len(), "{answer}");
                user.ended.extend(others);
                // those that nobody heard of are over too
                user.unsure = false;
            }
            None => user.unsure = true,
        }
    }

    async fn wrong_token(&mut self, at: usize) {
        let ended = self.users[at].ended.last().cloned();
        let token = ended.unwrap_or_else(|| format!("oa_{}", "A".repeat(43)));
        let answer = self.phone().await.try_get("user/index", &token).await;
        self.told("wrong token", answer, &[501]);
    }
}

/// Some picture.
const PICTURE: &[u8] = include_bytes!("../../../../fuzz/seeds/avatar/png");
