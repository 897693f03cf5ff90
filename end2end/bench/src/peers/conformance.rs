//! Whether a contender keeps the contract, before it is measured: a server that leaves something out is fast for nothing.

use std::net::SocketAddr;

use serde_json::{Value, json};

use crate::Failure;
use crate::database::Pool;
use crate::fill::token;
use crate::fixture::Bench;
use crate::http::Connection;
use crate::load::{get, post};
use crate::peers::contender::{Contender, USER_INDEX, call, log_in};
use crate::subjects::{LOGIN, login_body};
use crate::wechat::encrypted_phone;

const BIND_PHONE: &str = "/oapro/wx/auth/bindPhone";
const LOGOUT: &str = "/oapro/wx/auth/logout";
/// Sessions that an account may have.
const MAX_SESSIONS: usize = 20;
/// What WeChat says, and what the contract makes of it.
const REFUSALS: [(i64, i64); 6] = [(40029, 710), (40163, 711), (45011, 712), (40226, 713), (40013, 720), (-1, 714)];
/// Requests that no call accepts: path, body, errno.
const BAD_REQUESTS: [(&str, &str, i64); 6] = [
    (LOGIN, "{", 402),
    (LOGIN, r#"{"code":"a"}"#, 401),
    (LOGIN, r#"{"code":"","userInfo":{}}"#, 401),
    (LOGIN, r#"{"code":7,"userInfo":{}}"#, 402),
    ("/oapro/wx/nothing", "{}", 404),
    (USER_INDEX, "{}", 405),
];

/// A contender under test. Each call has a connection of its own: a server may close one after a body that it cannot read.
struct Check<'a> {
    contender: &'a Contender,
    address: SocketAddr,
}

/// # Errors
/// What it answers against the contract.
pub(crate) fn check(bench: &Bench, contender: &Contender) -> Result<(), Failure> {
    let check = Check { contender, address: contender.process()?.address };
    let user_id = check.login()?;
    check.refusals()?;
    check.counts(bench, user_id)?;
    check.phone()?;
    check.sessions()
}

impl Check<'_> {
    fn login(&self) -> Result<i64, Failure> {
        let first = self.post("login", LOGIN, "", &login_body("oConform1"), 0)?;
        let again = self.post("login again", LOGIN, "", &login_body("oConform1"), 0)?;
        let user_id = first.pointer("/data/userInfo/userId").and_then(Value::as_i64);
        let text = |name: &str| first.pointer(name).and_then(Value::as_str).unwrap_or_default();
        let is_whole = text("/data/token").len() > 20
            && text("/data/tokenExpire").ends_with("+08:00")
            && text("/data/userInfo/registerDate").len() == 10
            && text("/data/userInfo/userLevelDesc") == "普通用户"
            && text("/data/userInfo/nickName") == "微信用户"
            && first.pointer("/data/userInfo/status") == Some(&json!(0))
            && first.pointer("/data/userInfo/phone").is_none();
        self.expect("a login's answer", is_whole, &first)?;
        let same = again.pointer("/data/userInfo/userId").and_then(Value::as_i64) == user_id;
        self.expect(
            "the second login's user",
            same && again.pointer("/data/token") != first.pointer("/data/token"),
            &again,
        )?;
        user_id.ok_or_else(|| format!("{}: a login without a user", self.contender.title).into())
    }

    fn refusals(&self) -> Result<(), Failure> {
        for (errcode, errno) in REFUSALS {
            let body = login_body(&format!("errcode.{errcode}"));
            self.post(&format!("errcode {errcode}"), LOGIN, "", &body, errno)?;
        }
        for (path, body, errno) in BAD_REQUESTS {
            self.post(body, path, "", body, errno)?;
        }
        self.get("no token", USER_INDEX, "", 501)?;
        self.get("an unknown token", USER_INDEX, &token(u64::MAX), 501)?;
        self.post("bindPhone, an unknown token", BIND_PHONE, &token(u64::MAX), "{", 501)?;
        self.post("logout, an unknown token", LOGOUT, &token(u64::MAX), "{}", 501).map(drop)
    }

    /// The numbers are of rows, not made up.
    fn counts(&self, bench: &Bench, user_id: i64) -> Result<(), Failure> {
        let token = self.log_in("oConform1")?;
        let none = self.get("user/index", USER_INDEX, &token, 0)?;
        self.expect("no meetings and votes", none.get("data") == Some(&counted([0, 0, 0, 0])), &none)?;
        bench.runtime.block_on(async {
            let pool = Pool::open(&self.contender.url).await?;
            for (id, role) in [(1, 0), (2, 1), (3, 1)] {
                pool.run(&format!(
                    "INSERT INTO meeting (id, title, image, address, start_ms, end_ms) VALUES ({id}, 't', 'i', 'a', 1, 2); \
                     INSERT INTO meeting_member (meeting_id, user_id, role, created_ms) VALUES ({id}, {user_id}, {role}, 1); \
                     INSERT INTO vote (id, title, start_ms, end_ms) VALUES ({id}, 't', 1, 2); \
                     INSERT INTO vote_member (vote_id, user_id, role, created_ms) VALUES ({id}, {user_id}, 1 - {role}, 1)"
                ))
                .await?;
            }
            pool.close().await;
            Ok::<_, Failure>(())
        })?;
        let some = self.get("user/index", USER_INDEX, &token, 0)?;
        self.expect("some meetings and votes", some.get("data") == Some(&counted([1, 2, 2, 1])), &some)
    }

    fn phone(&self) -> Result<(), Failure> {
        let (one, two) = (self.log_in("oConform1")?, self.log_in("oConform2")?);
        let bound = self.post("bindPhone", BIND_PHONE, &one, &encrypted_phone("oConform1", "13900000000")?, 0)?;
        self.expect("the bound number", bound.pointer("/data/phone") == Some(&json!("13900000000")), &bound)?;
        let login = self.post("login", LOGIN, "", &login_body("oConform1"), 0)?;
        let phone = login.pointer("/data/userInfo/phone");
        self.expect("the stored number", phone == Some(&json!("13900000000")), &login)?;
        let taken = encrypted_phone("oConform2", "13900000000")?;
        self.post("a number of somebody else", BIND_PHONE, &two, &taken, 718)?;
        let foreign = encrypted_phone("oConform1", "13900000001")?;
        self.post("another user's key", BIND_PHONE, &two, &foreign, 715)?;
        self.post("bindPhone without data", BIND_PHONE, &two, "{}", 401).map(drop)
    }

    fn sessions(&self) -> Result<(), Failure> {
        let token = self.log_in("oConform3")?;
        self.get("user/index", USER_INDEX, &token, 0)?;
        let ended = self.post("logout", LOGOUT, &token, "{}", 0)?;
        self.expect("logout's answer", ended.get("data").is_none(), &ended)?;
        self.get("user/index after logout", USER_INDEX, &token, 501)?;
        self.post("a second logout", LOGOUT, &token, "{}", 501)?;
        let first = self.log_in("oConform4")?;
        for _ in 1..MAX_SESSIONS {
            self.log_in("oConform4")?;
        }
        self.get("the first of 20 sessions", USER_INDEX, &first, 0)?;
        let last = self.log_in("oConform4")?;
        self.get("the first of 21 sessions", USER_INDEX, &first, 501)?;
        self.get("the last of 21 sessions", USER_INDEX, &last, 0).map(drop)
    }

    fn log_in(&self, openid: &str) -> Result<String, Failure> {
        log_in(&mut Connection::open(self.address)?, openid)
    }

    fn call(&self, make: impl FnOnce(&mut Vec<u8>)) -> Result<Value, Failure> {
        call(&mut Connection::open(self.address)?, make)
    }

    fn get(&self, what: &str, path: &str, token: &str, errno: i64) -> Result<Value, Failure> {
        let response = self.call(|request| get(request, path, token));
        self.errno(what, response, errno)
    }

    fn post(&self, what: &str, path: &str, token: &str, body: &str, errno: i64) -> Result<Value, Failure> {
        let response = self.call(|request| post(request, path, token, body));
        self.errno(what, response, errno)
    }

    fn errno(&self, what: &str, response: Result<Value, Failure>, errno: i64) -> Result<Value, Failure> {
        let response = response.map_err(|cause| format!("{}, {what}: {cause}", self.contender.title))?;
        self.expect(&format!("{what}: errno {errno}"), response.get("errno") == Some(&json!(errno)), &response)?;
        Ok(response)
    }

    fn expect(&self, what: &str, is_so: bool, response: &Value) -> Result<(), Failure> {
        if is_so { Ok(()) } else { Err(format!("{}, {what}: {response}", self.contender.title).into()) }
    }
}

fn counted([meeting_pubs, meeting_joins, vote_pubs, vote_joins]: [i64; 4]) -> Value {
    json!({
        "metting_pubs": meeting_pubs, "metting_joins": meeting_joins, "vote_pubs": vote_pubs, "vote_joins": vote_joins,
    })
}
