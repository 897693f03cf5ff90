//! A load client with many phones: its calls, and the responses that it recorded. No other client uses its accounts, so every
//! response can be verified.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tokio::sync::watch;

use super::rng::Rng;
use crate::phone::Phone;
use crate::wechat::{self, encrypted_phone};

/// More sessions than this are revoked.
const MAX_SESSIONS: usize = 4;

/// The known state of one account; after a lost response, the possible states.
#[derive(Default)]
pub(super) struct User {
    pub(super) openid: String,
    /// `None` before the first login with a response.
    pub(super) id: Option<i64>,
    pub(super) tokens: Vec<String>,
    pub(super) ended: Vec<String>,
    /// The bound number; empty: none.
    pub(super) numbers: Vec<String>,
    pub(super) names: Vec<String>,
    /// No response came to a write.
    pub(super) unsure: bool,
}

/// One worker of the load.
pub(super) struct Client {
    name: String,
    rng: Rng,
    /// None while the server is down.
    server: watch::Receiver<Option<Phone>>,
    pub(super) users: Vec<User>,
    /// How often each errno came, by call.
    pub(super) seen: BTreeMap<(&'static str, i64), u64>,
}

impl Client {
    pub(super) fn new(name: String, seed: u64, server: watch::Receiver<Option<Phone>>) -> Self {
        Self { name, rng: Rng::new(seed), server, users: Vec::new(), seen: BTreeMap::new() }
    }

    /// Performs one random action.
    pub(super) async fn step(&mut self) {
        if self.users.is_empty() || self.rng.one_in(6) {
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
        // mostly the newer users, as in a growing service
        let back = self.rng.below(self.users.len()).min(self.rng.below(self.users.len()));
        let at = self.users.len() - 1 - back;
        if self.users[at].tokens.is_empty() {
            return self.login(at).await;
        }
        if self.users[at].tokens.len() > MAX_SESSIONS {
            return self.revoke_others(at).await;
        }
        match self.rng.below(20) {
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

    /// Records a response. `None` is no response, allowed only while the server stops.
    fn record_response(&mut self, call: &'static str, response: Option<Value>, allowed: &[i64]) -> Option<Value> {
        let Some(response) = response else {
            assert!(self.server.has_changed().unwrap(), "{call}: no response, and the server is up");
            *self.seen.entry((call, i64::MIN)).or_default() += 1;
            return None;
        };
        let errno = response["errno"].as_i64().unwrap();
        assert!(allowed.contains(&errno), "{call}: {response}");
        *self.seen.entry((call, errno)).or_default() += 1;
        Some(response)
    }

    /// The errnos that a failing WeChat may cause.
    const TRANSIENT_ERRNOS: [i64; 5] = [0, -1, 711, 712, 714];

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
        let response = phone.try_login(&self.users[at].openid).await;
        self.signed_in(at, response);
    }

    fn signed_in(&mut self, at: usize, response: Option<Value>) {
        let response = self.record_response("login", response, &Self::TRANSIENT_ERRNOS);
        let user = &mut self.users[at];
        let Some(response) = response else {
            user.unsure = true;
            return;
        };
        if response["errno"] != 0 {
            return;
        }
        let info = &response["data"]["userInfo"];
        let id = info["userId"].as_i64().unwrap();
        assert_eq!(*user.id.get_or_insert(id), id, "one openid, one account");
        let (name, number) = (info["nickName"].as_str().unwrap(), info["phone"].as_str().unwrap_or_default());
        assert!(user.names.iter().any(|known| known == name), "{name} of {:?}", user.names);
        assert!(user.numbers.iter().any(|known| known == number), "{number} of {:?}", user.numbers);
        user.tokens.push(response["data"]["token"].as_str().unwrap().to_owned());
    }

    fn token(&mut self, at: usize) -> (usize, String) {
        let nth = self.rng.below(self.users[at].tokens.len());
        (nth, self.users[at].tokens[nth].clone())
    }

    async fn bind(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let number = wechat::number();
        let now_ms = (server::system::clock())();
        let (call, body) = if self.rng.one_in(2) {
            ("bind by data", encrypted_phone(&self.users[at].openid, &number, now_ms))
        } else {
            ("bind by code", json!({ "code": wechat::code(&format!("phone.{number}")) }))
        };
        let response = self.phone().await.try_post("auth/bindPhone", &token, body).await;
        // a phone code that was used without a response is 710 the second time
        let allowed: &[i64] = if call == "bind by data" { &[0] } else { &[0, -1, 710, 711, 712, 714] };
        let response = self.record_response(call, response, allowed);
        let user = &mut self.users[at];
        match response.map(|response| response["errno"] == 0) {
            Some(true) => user.numbers = vec![number],
            Some(false) => {}
            None => user.numbers.push(number),
        }
    }

    async fn index(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let response = self.phone().await.try_get("user/index", &token).await;
        self.record_response("index", response, &[0]);
    }

    async fn devices(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let response = self.phone().await.try_get("auth/sessions", &token).await;
        let response = self.record_response("sessions", response, &[0]);
        let user = &self.users[at];
        if let Some(response) = response.filter(|_| !user.unsure) {
            assert_eq!(response["data"]["list"].as_array().unwrap().len(), user.tokens.len(), "of {}", user.openid);
        }
    }

    async fn logout(&mut self, at: usize) {
        let (nth, token) = self.token(at);
        let response = self.phone().await.try_post("auth/logout", &token, json!({})).await;
        let response = self.record_response("logout", response, &[0]);
        let user = &mut self.users[at];
        user.tokens.remove(nth);
        match response {
            Some(_) => user.ended.push(token),
            None => user.unsure = true,
        }
    }

    async fn rename(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let name = format!("name {}", self.rng.below(1_000_000));
        let response = self.phone().await.try_post("auth/profile", &token, json!({ "nickName": name })).await;
        let response = self.record_response("profile", response, &[0]);
        let user = &mut self.users[at];
        match response {
            Some(response) => {
                assert_eq!(response["data"]["userInfo"]["nickName"], name);
                user.names = vec![name];
            }
            None => user.names.push(name),
        }
    }

    async fn upload(&mut self, at: usize) {
        let (_, token) = self.token(at);
        let (file, allowed) = if self.rng.one_in(4) { (b"no picture".as_slice(), 402) } else { (PICTURE, 0) };
        let response = self.phone().await.try_upload("auth/avatar", &token, file).await;
        self.record_response("avatar", response, &[allowed]);
    }

    async fn revoke_others(&mut self, at: usize) {
        let (nth, token) = self.token(at);
        let response = self.phone().await.try_post("auth/revoke", &token, json!({ "others": true })).await;
        let response = self.record_response("revoke", response, &[0]);
        let user = &mut self.users[at];
        let own = user.tokens.swap_remove(nth);
        let others = std::mem::replace(&mut user.tokens, vec![own]);
        match response {
            Some(response) => {
                assert!(user.unsure || response["data"]["revoked"] == others.len(), "{response}");
                user.ended.extend(others);
                // sessions of lost responses are ended too
                user.unsure = false;
            }
            None => user.unsure = true,
        }
    }

    async fn wrong_token(&mut self, at: usize) {
        let ended = self.users[at].ended.last().cloned();
        let token = ended.unwrap_or_else(|| format!("oa_{}", "A".repeat(43)));
        let response = self.phone().await.try_get("user/index", &token).await;
        self.record_response("wrong token", response, &[501]);
    }
}

/// Some picture.
const PICTURE: &[u8] = include_bytes!("../../../../fuzz/seeds/avatar/png");
