//! 200 users log in, bind, look, revoke and log out in any order, many at the same time; the operator disables and enables;
//! days pass. Every answer is the one that a small model of the contract gives. A run that is not shrinks to a short one.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use futures::future::join_all;
use identity::{Status, Store};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rstest::rstest;
use serde_json::{Value, json};

use crate::node::Node;
use crate::support::database::{Kind, TestDatabase};
use crate::wechat::{self, encrypted_phone};

/// Few, so that a case meets the limit.
const MAX_SESSIONS: u32 = 3;
const USERS: usize = 200;
/// Fewer than users, so that they get into each other's way.
const NUMBERS: usize = 40;
const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// One thing that happens. `session` is one of all that the user ever had, the ended ones too.
#[derive(Debug, Clone, Copy)]
enum Op {
    Login,
    Bind { session: usize, number: usize },
    Index { session: usize },
    Devices { session: usize },
    RevokeOthers { session: usize },
    Logout { session: usize },
    SetStatus { active: bool },
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Do(usize, Op),
    /// Time passes, in ms.
    Wait(i64),
}

fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let session = 0..4_usize;
    let op = prop_oneof![
        6 => Just(Op::Login),
        4 => (session.clone(), 0..NUMBERS).prop_map(|(session, number)| Op::Bind { session, number }),
        4 => session.clone().prop_map(|session| Op::Index { session }),
        2 => session.clone().prop_map(|session| Op::Devices { session }),
        1 => session.clone().prop_map(|session| Op::RevokeOthers { session }),
        3 => session.prop_map(|session| Op::Logout { session }),
        1 => any::<bool>().prop_map(|active| Op::SetStatus { active }),
    ];
    // some users are busier than others, so that each has a story
    let user = prop_oneof![0..USERS, 0..8_usize];
    let step = prop_oneof![
        40 => (user, op).prop_map(|(user, op)| Step::Do(user, op)),
        1 => (1..5 * DAY_MS).prop_map(Step::Wait),
        1 => (1..2 * MINUTE_MS).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..most)
}

#[derive(Default)]
struct User {
    disabled: bool,
    /// An account is made by the first login.
    known: bool,
    number: Option<usize>,
    sessions: Vec<Session>,
}

struct Session {
    seen_ms: i64,
    idle_ends_ms: i64,
    absolute_ends_ms: i64,
    ended: bool,
}

impl Session {
    fn is_good(&self, now_ms: i64) -> bool {
        !self.ended && self.idle_ends_ms.min(self.absolute_ends_ms) > now_ms
    }
}

/// What the contract says that an answer is.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    errno: i64,
    /// `data.phone` of bindPhone, `data.userInfo.phone` of a login.
    number: Option<String>,
    /// How many devices, or how many were revoked.
    count: Option<usize>,
}

fn errno(errno: i64) -> Answer {
    Answer { errno, number: None, count: None }
}

/// The model: what has happened so far.
struct Model {
    users: Vec<User>,
    case: usize,
}

impl Model {
    fn number(&self, number: usize) -> String {
        format!("1{:05}{number:05}", self.case)
    }

    /// What becomes of `op` at `now_ms`, and what it answers. `None`: an operator's act, which is no call.
    fn apply(&mut self, user: usize, op: Op, now_ms: i64) -> Option<Answer> {
        let (session, is_logout) = match op {
            Op::Login => return Some(self.login(user, now_ms)),
            Op::SetStatus { active } => {
                self.users[user].disabled = self.users[user].known && !active;
                return None;
            }
            Op::Bind { session, .. }
            | Op::Index { session }
            | Op::Devices { session }
            | Op::RevokeOthers { session } => (session, false),
            Op::Logout { session } => (session, true),
        };
        let this = &mut self.users[user];
        let Some(mine) = this.sessions.get_mut(session).filter(|session| session.is_good(now_ms)) else {
            return Some(errno(501));
        };
        // a session slides at most once a minute
        if now_ms - mine.seen_ms >= MINUTE_MS {
            (mine.seen_ms, mine.idle_ends_ms) = (now_ms, now_ms + 7 * DAY_MS);
        }
        if this.disabled && !is_logout {
            return Some(errno(719));
        }
        let good = this.sessions.iter().filter(|session| session.is_good(now_ms)).count();
        Some(match op {
            Op::Bind { number, .. } => self.bind(user, number),
            Op::Devices { .. } => Answer { count: Some(good), ..errno(0) },
            Op::RevokeOthers { .. } => {
                for (nth, other) in this.sessions.iter_mut().enumerate() {
                    other.ended |= nth != session;
                }
                Answer { count: Some(good - 1), ..errno(0) }
            }
            Op::Logout { .. } => {
                this.sessions[session].ended = true;
                errno(0)
            }
            Op::Index { .. } | Op::Login | Op::SetStatus { .. } => errno(0),
        })
    }

    fn login(&mut self, user: usize, now_ms: i64) -> Answer {
        let this = &mut self.users[user];
        if this.disabled {
            return errno(719);
        }
        this.known = true;
        // one more than the limit ends the one that was used longest ago
        let mut good: Vec<_> = this.sessions.iter_mut().filter(|session| session.is_good(now_ms)).collect();
        good.sort_by_key(|session| (session.seen_ms, session.idle_ends_ms.min(session.absolute_ends_ms)));
        let surplus = (good.len() + 1).saturating_sub(MAX_SESSIONS as usize);
        good.into_iter().take(surplus).for_each(|session| session.ended = true);
        let (idle_ends_ms, absolute_ends_ms) = (now_ms + 7 * DAY_MS, now_ms + 30 * DAY_MS);
        this.sessions.push(Session { seen_ms: now_ms, idle_ends_ms, absolute_ends_ms, ended: false });
        let number = this.number;
        Answer { number: number.map(|number| self.number(number)), ..errno(0) }
    }

    fn bind(&mut self, user: usize, number: usize) -> Answer {
        if self.users.iter().enumerate().any(|(other, them)| other != user && them.number == Some(number)) {
            return errno(718);
        }
        self.users[user].number = Some(number);
        Answer { number: Some(self.number(number)), ..errno(0) }
    }
}

/// The server, and what it gave out in this case.
struct Real<'a> {
    node: &'a Node,
    operator: &'a Arc<dyn Store>,
    case: usize,
    /// By user, in the order of their logins.
    tokens: HashMap<usize, Vec<String>>,
    ids: HashMap<usize, i64>,
}

impl Real<'_> {
    fn openid(&self, user: usize) -> String {
        format!("c{}-u{user}", self.case)
    }

    async fn run(&self, user: usize, op: Op, number: String) -> Value {
        let (phone, tokens) = (&self.node.phone, self.tokens.get(&user));
        let token = |session: usize| tokens.and_then(|all| all.get(session)).map_or("none", String::as_str);
        match op {
            Op::Login => phone.login(&self.openid(user)).await,
            Op::Index { session } => phone.get("user/index", token(session)).await,
            Op::Devices { session } => phone.get("auth/sessions", token(session)).await,
            Op::RevokeOthers { session } => phone.post("auth/revoke", token(session), json!({ "others": true })).await,
            Op::Logout { session } => phone.post("auth/logout", token(session), json!({})).await,
            Op::Bind { session, .. } => {
                let body = encrypted_phone(&self.openid(user), &number, self.node.now_ms());
                phone.post("auth/bindPhone", token(session), body).await
            }
            Op::SetStatus { active } => {
                if let Some(id) = self.ids.get(&user) {
                    let status = if active { Status::Active } else { Status::Disabled };
                    assert!(self.operator.set_status(*id, status, self.node.now_ms()).await.unwrap());
                }
                Value::Null
            }
        }
    }

    /// Notes a login's token, and that the user is who they were.
    fn note(&mut self, user: usize, op: Op, answer: &Value) {
        if let (Op::Login, Some(token)) = (op, answer["data"]["token"].as_str()) {
            self.tokens.entry(user).or_default().push(token.to_owned());
            let id = answer["data"]["userInfo"]["userId"].as_i64().unwrap();
            assert_eq!(*self.ids.entry(user).or_insert(id), id, "somebody else's account");
        }
    }
}

/// The part of a real answer that the model speaks of.
fn seen(op: Op, answer: &Value) -> Answer {
    let data = &answer["data"];
    let number = if matches!(op, Op::Login) { &data["userInfo"]["phone"] } else { &data["phone"] };
    let listed = data["list"].as_array().map(Vec::len);
    let revoked = data["revoked"].as_u64().and_then(|revoked| usize::try_from(revoked).ok());
    Answer {
        errno: answer["errno"].as_i64().unwrap(),
        number: number.as_str().map(str::to_owned),
        count: listed.or(revoked),
    }
}

/// Steps that touch neither one user nor one number twice run at the same time: their order means nothing.
async fn play(steps: &[Step], case: usize, node: &Node, operator: &Arc<dyn Store>) -> Result<(), TestCaseError> {
    let mut model = Model { users: (0..USERS).map(|_| User::default()).collect(), case };
    let mut real = Real { node, operator, case, tokens: HashMap::new(), ids: HashMap::new() };
    let mut rest = steps;
    while let Some((first, others)) = rest.split_first() {
        if let Step::Wait(ms) = first {
            node.advance(*ms);
            rest = others;
            continue;
        }
        let (mut users, mut numbers, mut crowd) = (HashSet::new(), HashSet::new(), Vec::new());
        while let Some((Step::Do(user, op), others)) = rest.split_first() {
            let mut touched = Vec::from_iter(model.users[*user].number);
            if let Op::Bind { number, .. } = op {
                touched.push(*number);
            }
            if users.contains(user) || touched.iter().any(|number| numbers.contains(number)) {
                break;
            }
            users.insert(*user);
            numbers.extend(touched);
            let expected = model.apply(*user, *op, node.now_ms());
            crowd.push((*user, *op, expected));
            rest = others;
        }
        let running = crowd.iter().map(|(user, op, _)| {
            let number = if let Op::Bind { number, .. } = op { model.number(*number) } else { String::new() };
            real.run(*user, *op, number)
        });
        let answers = join_all(running).await;
        for ((user, op, expected), answer) in crowd.into_iter().zip(answers) {
            real.note(user, op, &answer);
            if let Some(expected) = expected {
                prop_assert_eq!(seen(op, &answer), expected, "user {} {:?}: {}", user, op, answer);
            }
        }
    }
    let ids: HashSet<_> = real.ids.values().collect();
    prop_assert_eq!(ids.len(), real.ids.len(), "two users are one");
    Ok(())
}

fn no_difference(kind: Kind, cases: u32, most: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let stage = runtime.block_on(async {
        let database = TestDatabase::new(kind).await?;
        let node = Node::with_sessions(&database.url(), &wechat::start().await, MAX_SESSIONS).await;
        let operator = database.store().await;
        Some((node, operator, database))
    });
    let Some((node, operator, _database)) = stage else { return };
    // every case has users and numbers of its own, so that they can share a database
    let case = std::cell::Cell::new(0);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let outcome = TestRunner::new(config).run(&steps(most), |steps| {
        case.set(case.get() + 1);
        runtime.block_on(play(&steps, case.get(), &node, &operator))
    });
    if let Err(difference) = outcome {
        panic!("{difference}");
    }
}

#[rstest]
fn no_difference_from_the_model(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    no_difference(kind, 4, 400);
}

#[rstest]
#[ignore = "make full"]
fn no_difference_from_the_model_in_long_runs(#[values(Kind::Sqlite, Kind::MySql, Kind::Postgres)] kind: Kind) {
    no_difference(kind, 60, 2_000);
}
