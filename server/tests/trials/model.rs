//! 200 users log in, bind, look, revoke and log out in any order, many at the same time; the operator disables and enables;
//! days pass. Every response is the one that a small model of the contract gives. A run that is not shrinks to a short one.

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
enum Operation {
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
    Do(usize, Operation),
    /// Time passes, in ms.
    Wait(i64),
}

fn steps(max: usize) -> impl Strategy<Value = Vec<Step>> {
    let session = 0..4_usize;
    let operation = prop_oneof![
        6 => Just(Operation::Login),
        4 => (session.clone(), 0..NUMBERS).prop_map(|(session, number)| Operation::Bind { session, number }),
        4 => session.clone().prop_map(|session| Operation::Index { session }),
        2 => session.clone().prop_map(|session| Operation::Devices { session }),
        1 => session.clone().prop_map(|session| Operation::RevokeOthers { session }),
        3 => session.prop_map(|session| Operation::Logout { session }),
        1 => any::<bool>().prop_map(|active| Operation::SetStatus { active }),
    ];
    // some users are busier than others, so that each has a story
    let user = prop_oneof![0..USERS, 0..8_usize];
    let step = prop_oneof![
        40 => (user, operation).prop_map(|(user, operation)| Step::Do(user, operation)),
        1 => (1..5 * DAY_MS).prop_map(Step::Wait),
        1 => (1..2 * MINUTE_MS).prop_map(Step::Wait),
    ];
    prop::collection::vec(step, 1..max)
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

/// The response that the contract requires.
#[derive(Debug, PartialEq, Eq)]
struct Expected {
    errno: i64,
    /// `data.phone` of bindPhone, `data.userInfo.phone` of a login.
    number: Option<String>,
    /// How many devices, or how many were revoked.
    count: Option<usize>,
}

fn errno(errno: i64) -> Expected {
    Expected { errno, number: None, count: None }
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

    /// Applies `operation` at `now_ms` and returns the expected response. `None` for an operator's action, which is no call.
    fn apply(&mut self, user: usize, operation: Operation, now_ms: i64) -> Option<Expected> {
        let (session, is_logout) = match operation {
            Operation::Login => return Some(self.login(user, now_ms)),
            Operation::SetStatus { active } => {
                self.users[user].disabled = self.users[user].known && !active;
                return None;
            }
            Operation::Bind { session, .. }
            | Operation::Index { session }
            | Operation::Devices { session }
            | Operation::RevokeOthers { session } => (session, false),
            Operation::Logout { session } => (session, true),
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
        Some(match operation {
            Operation::Bind { number, .. } => self.bind(user, number),
            Operation::Devices { .. } => Expected { count: Some(good), ..errno(0) },
            Operation::RevokeOthers { .. } => {
                for (nth, other) in this.sessions.iter_mut().enumerate() {
                    other.ended |= nth != session;
                }
                Expected { count: Some(good - 1), ..errno(0) }
            }
            Operation::Logout { .. } => {
                this.sessions[session].ended = true;
                errno(0)
            }
            Operation::Index { .. } | Operation::Login | Operation::SetStatus { .. } => errno(0),
        })
    }

    fn login(&mut self, user: usize, now_ms: i64) -> Expected {
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
        Expected { number: number.map(|number| self.number(number)), ..errno(0) }
    }

    fn bind(&mut self, user: usize, number: usize) -> Expected {
        if self.users.iter().enumerate().any(|(other, them)| other != user && them.number == Some(number)) {
            return errno(718);
        }
        self.users[user].number = Some(number);
        Expected { number: Some(self.number(number)), ..errno(0) }
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

    async fn run(&self, user: usize, operation: Operation, number: String) -> Value {
        let (phone, tokens) = (&self.node.phone, self.tokens.get(&user));
        let token = |session: usize| tokens.and_then(|all| all.get(session)).map_or("none", String::as_str);
        match operation {
            Operation::Login => phone.login(&self.openid(user)).await,
            Operation::Index { session } => phone.get("user/index", token(session)).await,
            Operation::Devices { session } => phone.get("auth/sessions", token(session)).await,
            Operation::RevokeOthers { session } => {
                phone.post("auth/revoke", token(session), json!({ "others": true })).await
            }
            Operation::Logout { session } => phone.post("auth/logout", token(session), json!({})).await,
            Operation::Bind { session, .. } => {
                let body = encrypted_phone(&self.openid(user), &number, self.node.now_ms());
                phone.post("auth/bindPhone", token(session), body).await
            }
            Operation::SetStatus { active } => {
                if let Some(id) = self.ids.get(&user) {
                    let status = if active { Status::Active } else { Status::Disabled };
                    assert!(self.operator.set_status(*id, status, self.node.now_ms()).await.unwrap());
                }
                Value::Null
            }
        }
    }

    /// Notes a login's token, and that the user is who they were.
    fn note(&mut self, user: usize, operation: Operation, response: &Value) {
        if let (Operation::Login, Some(token)) = (operation, response["data"]["token"].as_str()) {
            self.tokens.entry(user).or_default().push(token.to_owned());
            let id = response["data"]["userInfo"]["userId"].as_i64().unwrap();
            assert_eq!(*self.ids.entry(user).or_insert(id), id, "another user's account");
        }
    }
}

/// The part of a real response that the model covers.
fn seen(operation: Operation, response: &Value) -> Expected {
    let data = &response["data"];
    let number = if matches!(operation, Operation::Login) { &data["userInfo"]["phone"] } else { &data["phone"] };
    let listed = data["list"].as_array().map(Vec::len);
    let revoked = data["revoked"].as_u64().and_then(|revoked| usize::try_from(revoked).ok());
    Expected {
        errno: response["errno"].as_i64().unwrap(),
        number: number.as_str().map(str::to_owned),
        count: listed.or(revoked),
    }
}

/// Steps that touch neither one user nor one number twice run at the same time: their order means nothing.
async fn run_steps(steps: &[Step], case: usize, node: &Node, operator: &Arc<dyn Store>) -> Result<(), TestCaseError> {
    let mut model = Model { users: (0..USERS).map(|_| User::default()).collect(), case };
    let mut real = Real { node, operator, case, tokens: HashMap::new(), ids: HashMap::new() };
    let mut rest = steps;
    while let Some((first, others)) = rest.split_first() {
        if let Step::Wait(ms) = first {
            node.advance(*ms);
            rest = others;
            continue;
        }
        let (mut users, mut numbers, mut batch) = (HashSet::new(), HashSet::new(), Vec::new());
        while let Some((Step::Do(user, operation), others)) = rest.split_first() {
            let mut touched = Vec::from_iter(model.users[*user].number);
            if let Operation::Bind { number, .. } = operation {
                touched.push(*number);
            }
            if users.contains(user) || touched.iter().any(|number| numbers.contains(number)) {
                break;
            }
            users.insert(*user);
            numbers.extend(touched);
            let expected = model.apply(*user, *operation, node.now_ms());
            batch.push((*user, *operation, expected));
            rest = others;
        }
        let running = batch.iter().map(|(user, operation, _)| {
            let number =
                if let Operation::Bind { number, .. } = operation { model.number(*number) } else { String::new() };
            real.run(*user, *operation, number)
        });
        let responses = join_all(running).await;
        for ((user, operation, expected), response) in batch.into_iter().zip(responses) {
            real.note(user, operation, &response);
            if let Some(expected) = expected {
                prop_assert_eq!(seen(operation, &response), expected, "user {} {:?}: {}", user, operation, response);
            }
        }
    }
    let ids: HashSet<_> = real.ids.values().collect();
    prop_assert_eq!(ids.len(), real.ids.len(), "two users are one");
    Ok(())
}

fn no_difference(kind: Kind, cases: u32, max: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let setup = runtime.block_on(async {
        let database = TestDatabase::new(kind).await?;
        let node = Node::with_sessions(&database.url(), &wechat::start().await, MAX_SESSIONS).await;
        let operator = database.store().await;
        Some((node, operator, database))
    });
    let Some((node, operator, _database)) = setup else { return };
    // every case has users and numbers of its own, so that they can share a database
    let case = std::cell::Cell::new(0);
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 300, ..Config::default() };
    let outcome = TestRunner::new(config).run(&steps(max), |steps| {
        case.set(case.get() + 1);
        runtime.block_on(run_steps(&steps, case.get(), &node, &operator))
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
