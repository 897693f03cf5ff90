//! The environment of a flow: a database, a mock WeChat, a clock, a random generator.

#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use aes::Aes128;
use base64::prelude::{BASE64_STANDARD, Engine as _};
use cbc::cipher::{BlockModeEncrypt as _, KeyIvInit as _, block_padding::Pkcs7};
use identity::{
    ClientProfile, Config, EncryptedPhone, Error, Identity, Login, MasterKeys, Membership, Origin, PhoneProof, Realm,
    SignedIn, Store,
};
use serde_json::json;
use store_sqlite::SqliteStore;
use tempfile::TempDir;
use wiremock::matchers::{method, path, query_param};
use wiremock::{Mock, MockServer, ResponseTemplate};

pub(crate) const APPID: &str = "wx0000000000000001";
pub(crate) const SECRET: &str = "c0ffee00c0ffee00c0ffee00c0ffee00";
pub(crate) const NOW_MS: i64 = 1_767_225_600_000;
pub(crate) const MINUTE_MS: i64 = 60_000;
pub(crate) const DAY_MS: i64 = 24 * 60 * MINUTE_MS;
/// Two session_keys as WeChat sends them.
pub(crate) const KEY_1: &str = "tiihtNczf5v6AKRyjwEUhQ==";
pub(crate) const KEY_2: &str = "YZJqKnNFi0KAiKUc0ggC2g==";
const IV: &str = "r7BXXKkLb8qrSNn05n0qiA==";
/// Master keys `a` and `b`, one byte 32 times.
pub(crate) const MASTER_A: &str = "a:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";
pub(crate) const MASTER_B: &str = "b:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";

pub(crate) struct TestEnv {
    pub(crate) identity: Identity,
    pub(crate) store: Arc<SqliteStore>,
    pub(crate) wechat: MockServer,
    clock: Arc<AtomicI64>,
    folder: TempDir,
}

impl TestEnv {
    pub(crate) async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/oa.db", folder.path().display());
        let store = Arc::new(SqliteStore::open(&url).await.unwrap());
        let (wechat, clock) = (MockServer::start().await, Arc::new(AtomicI64::new(NOW_MS)));
        let identity = service(store.clone(), &wechat, clock.clone(), MASTER_A);
        Self { identity, store, wechat, clock, folder }
    }

    /// The same database and clock after a restart with other master keys.
    pub(crate) fn restart(&mut self, master_keys: &str) {
        self.identity = service(self.store.clone(), &self.wechat, self.clock.clone(), master_keys);
    }

    pub(crate) fn wait(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::Relaxed);
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.folder.path().join("oa.db")
    }

    /// From now on WeChat answers `code` with this user and key.
    pub(crate) async fn code(&self, code: &str, openid: &str, session_key: &str) {
        self.response(code, json!({"openid": openid, "session_key": session_key})).await;
    }

    pub(crate) async fn response(&self, code: &str, body: serde_json::Value) {
        Mock::given(method("GET"))
            .and(path("/sns/jscode2session"))
            .and(query_param("js_code", code))
            .respond_with(ResponseTemplate::new(200).set_body_raw(body.to_string(), "text/plain"))
            .mount(&self.wechat)
            .await;
    }

    /// Lets `openid` in with the profile `林`.
    pub(crate) async fn sign_in(&self, openid: &str, session_key: &str) -> SignedIn {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let code = format!("code-{}", NEXT.fetch_add(1, Ordering::Relaxed));
        self.code(&code, openid, session_key).await;
        self.login(&code, profile()).await.unwrap()
    }

    pub(crate) async fn login(&self, code: &str, profile: ClientProfile) -> Result<SignedIn, Error> {
        self.log_in(login_with(code, profile)).await
    }

    pub(crate) async fn log_in(&self, login: Login) -> Result<SignedIn, Error> {
        self.identity.login(&app(), Realm::new(APPID, None), login, origin()).await
    }
}

pub(crate) fn login_with(code: &str, profile: ClientProfile) -> Login {
    Login { code: code.to_owned(), profile, share_user_id: None, signed: None }
}

pub(crate) fn app() -> wechat::App {
    wechat::App { appid: APPID.to_owned(), secret: SECRET.into() }
}

pub(crate) fn origin() -> Origin {
    Origin { ip: "192.0.2.7".parse().unwrap(), device: "iPhone".to_owned(), user_agent: "MicroMessenger/8".to_owned() }
}

pub(crate) fn profile() -> ClientProfile {
    ClientProfile { nick_name: "林".to_owned(), gender: 2, language: "zh_CN".to_owned(), ..ClientProfile::default() }
}

/// A phone number as a phone that holds `session_key` encrypts it: `(encryptedData, iv)`.
pub(crate) fn encrypted_phone(session_key: &str, number: &str, appid: &str, made_ms: i64) -> (String, String) {
    let plain = json!({
        "phoneNumber": number, "purePhoneNumber": number, "countryCode": "86",
        "watermark": {"timestamp": made_ms / 1000, "appid": appid},
    });
    encrypted(session_key, &plain.to_string())
}

/// The proof of a phone that gives no code.
pub(crate) fn data((encrypted_data, iv): (String, String)) -> PhoneProof {
    PhoneProof::Data(EncryptedPhone { encrypted_data, iv })
}

pub(crate) fn encrypted(session_key: &str, plain: &str) -> (String, String) {
    let (key, iv) = (BASE64_STANDARD.decode(session_key).unwrap(), BASE64_STANDARD.decode(IV).unwrap());
    let cipher = cbc::Encryptor::<Aes128>::new_from_slices(&key, &iv).unwrap();
    let mut buffer = plain.as_bytes().to_vec();
    buffer.resize(plain.len() + 16, 0);
    let data = cipher.encrypt_padded::<Pkcs7>(&mut buffer, plain.len()).unwrap();
    (BASE64_STANDARD.encode(data), IV.to_owned())
}

fn service(store: Arc<dyn Store>, wechat: &MockServer, clock: Arc<AtomicI64>, master_keys: &str) -> Identity {
    let client = wechat::Client::new(wechat::ClientConfig::new(wechat.uri().parse().unwrap())).unwrap();
    // One counter for all restarts: a random generator does not repeat after a restart of the process.
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let config = Config {
        apps: vec![app()],
        idle_ms: 7 * DAY_MS,
        absolute_ms: 30 * DAY_MS,
        max_sessions: 20,
        watermark_age_ms: 10 * MINUTE_MS,
        clock_skew_ms: 2 * MINUTE_MS,
        public_url: "https://oa.example".to_owned(),
        limit: Arc::new(|_, _, _| Ok(())),
        avatar_paths: vec!["/oapro/avatar/".to_owned()],
        count: std::sync::Arc::new(|_| ()),
        demo_memberships: Box::new(|_, _| vec![Membership::MeetingHost(1)]),
    };
    Identity::new(
        store,
        client,
        MasterKeys::parse(master_keys).unwrap(),
        Arc::new(move || clock.load(Ordering::Relaxed)),
        Arc::new(|bytes| {
            for (byte, counted) in bytes.iter_mut().rev().zip(NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes()) {
                *byte = counted;
            }
        }),
        config,
    )
}
