//! A soak test: clients that log in, bind, read, rename, upload, revoke and log out, a WeChat that fails at random, a server
//! that is restarted meanwhile. No acknowledged write is lost, no account is duplicated, and neither memory nor open files
//! grow.
//!
//! `OA_SOAK_MINUTES` (0.4 unless given), `OA_SOAK_SEED` (printed) to repeat a run, `OA_MINI_BINARY` for another build.

mod load;
mod mock_wechat;
mod rng;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Duration;

use identity::{Store, UserQuery, UserRecord};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::binary::Binary;
use crate::phone::Phone;
use crate::process::{files, memory};
use crate::support::database::{Kind, TestDatabase};
use crate::wechat;
use load::Client;
use mock_wechat::{ACCESS, MockWeChat};
use rng::Rng;

/// Phones at the same time.
const WORKERS: u64 = 8;
/// How often the server is stopped and started. The last start is at 6/10 of the time.
const RESTARTS: u32 = 3;
/// The allowed memory growth after the warm-up, in bytes: caches, SQLite's pages, the allocator's arenas.
const GROWTH: usize = 16 * 1024 * 1024;
/// The allowed number of additional open files: connections to the database and to WeChat.
const FILES: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make full; make soak MINUTES=5"]
async fn nothing_is_lost_and_nothing_grows() {
    let minutes = std::env::var("OA_SOAK_MINUTES").map_or(0.4, |minutes| minutes.parse().unwrap());
    let seed = std::env::var("OA_SOAK_SEED").map_or_else(|_| any_seed(), |seed| seed.parse().unwrap());
    println!("soak: {minutes} minutes, OA_SOAK_SEED={seed}");
    let whole = Duration::from_secs_f64(minutes * 60.0);
    let begun = Instant::now();
    let database = TestDatabase::new(Kind::Sqlite).await.unwrap();
    let (folder, url) = (database.folder.path(), database.url());
    let (mock_wechat, wechat) = MockWeChat::start(seed).await;
    let (serve, served) = watch::channel(None);

    let mut clients = JoinSet::new();
    for worker in 0..WORKERS {
        let mut client = Client::new(format!("w{worker}"), seed ^ (worker << 32), served.clone());
        clients.spawn(async move {
            while begun.elapsed() < whole {
                client.step().await;
            }
            client
        });
    }
    let mut fault_mode = JoinSet::new();
    fault_mode.spawn({
        let (mock_wechat, mut rng) = (mock_wechat.clone(), Rng::new(!seed));
        async move {
            loop {
                mock_wechat.change(&mut rng);
                sleep(Duration::from_millis(500 + u64::try_from(rng.below(3000)).unwrap())).await;
            }
        }
    });

    let mut binary = Binary::optimised(folder, &url, &wechat);
    for restart in 1..=RESTARTS {
        serve.send_replace(Some(binary.phone.clone()));
        sleep_until(begun + whole.mul_f64(0.6) * restart / RESTARTS).await;
        serve.send_replace(None);
        // blocks, so not on a thread that the clients need
        tokio::task::block_in_place(|| binary.stop());
        binary = Binary::optimised(folder, &url, &wechat);
    }
    let files_before = files(binary.id());
    serve.send_replace(Some(binary.phone.clone()));
    sleep_until(begun + whole.mul_f64(0.75)).await;
    let memory_warm = memory(binary.id());
    let clients = clients.join_all().await;
    let memory_end = memory(binary.id());
    fault_mode.abort_all();
    mock_wechat.clear();

    let seen = totals(&clients);
    println!(
        "soak: {} calls, {} of WeChat's responses spoilt: {seen:?}",
        seen.values().sum::<u64>(),
        mock_wechat.faults.load(Ordering::Relaxed)
    );
    println!("soak: {} KiB warm, {} KiB at the end", memory_warm / 1024, memory_end / 1024);
    assert!(memory_end < memory_warm + GROWTH, "the memory grows");
    let accounts = verify_accounts(&clients, &binary.phone, &*database.store().await).await;
    println!("soak: {accounts} accounts, each as the clients recorded it");

    // the clients' connections end with their phones
    serve.send_replace(None);
    binary.phone = Phone::new(&format!("http://{}", binary.address));
    drop(served);
    let secrets = Secrets::of(&clients);
    drop(clients);
    let max = files_before + FILES;
    for _ in 0..100 {
        if files(binary.id()) <= max {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    println!("soak: {files_before} files before, {} after", files(binary.id()));
    assert!(files(binary.id()) <= max, "files stay open");
    tokio::task::block_in_place(|| binary.stop());
    secrets.not_in(folder);
}

fn any_seed() -> u64 {
    let mut seed = [0; 8];
    (server::system::random())(&mut seed);
    u64::from_le_bytes(seed) >> 16
}

fn totals(clients: &[Client]) -> BTreeMap<(&'static str, i64), u64> {
    let mut all = BTreeMap::new();
    for (what, count) in clients.iter().flat_map(|client| &client.seen) {
        *all.entry(*what).or_default() += count;
    }
    all
}

/// Verifies that the database agrees with what the clients recorded. Returns the number of accounts.
async fn verify_accounts(clients: &[Client], phone: &Phone, store: &dyn Store) -> usize {
    let accounts = accounts(store).await;
    let numbers: Vec<_> =
        accounts.values().filter_map(|user| Some(user.user.phone.as_ref()?.pure_number.clone())).collect();
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len(), "a number is bound twice");
    let users: Vec<_> = clients.iter().flat_map(|client| &client.users).collect();
    let openids: HashSet<_> = users.iter().map(|user| user.openid.as_str()).collect();
    assert!(accounts.keys().all(|openid| openids.contains(openid.as_str())), "an account without a login");
    for user in users {
        let account = accounts.get(&user.openid);
        let Some(id) = user.id else {
            assert!(account.is_none() || user.unsure, "{} has no response with an account", user.openid);
            continue;
        };
        let account = &account.unwrap_or_else(|| panic!("{} is lost", user.openid)).user;
        assert_eq!(account.id, id);
        assert!(user.names.contains(&account.nick_name), "{} of {:?}", account.nick_name, user.names);
        let number = account.phone.as_ref().map_or("", |phone| &phone.pure_number);
        assert!(user.numbers.iter().any(|known| known == number), "{number} of {:?}", user.numbers);
        for token in &user.tokens {
            assert_eq!(phone.index(token).await, 0, "a session of {} is lost", user.openid);
        }
        if let Some(token) = user.ended.last() {
            assert_eq!(phone.index(token).await, 501, "a session of {} goes on", user.openid);
        }
    }
    accounts.len()
}

/// By openid, of which each is there once.
async fn accounts(store: &dyn Store) -> HashMap<String, UserRecord> {
    let mut all = HashMap::new();
    for page in 1.. {
        let users = store.users(&UserQuery { page, limit: 100, ..UserQuery::default() }).await.unwrap().list;
        if users.is_empty() {
            break;
        }
        for user in users {
            let before = all.insert(user.user.openid.clone(), user);
            assert!(before.is_none(), "an account is there twice");
        }
    }
    all
}

/// The secrets that no log may contain.
struct Secrets {
    tokens: HashSet<String>,
    numbers: HashSet<String>,
    keys: HashSet<String>,
}

impl Secrets {
    fn of(clients: &[Client]) -> Self {
        let users = || clients.iter().flat_map(|client| &client.users);
        Self {
            tokens: users().flat_map(|user| user.tokens.iter().chain(&user.ended).cloned()).collect(),
            numbers: users()
                .flat_map(|user| user.numbers.iter().filter(|number| !number.is_empty()).cloned())
                .collect(),
            keys: users().map(|user| wechat::session_key_of(&user.openid)).collect(),
        }
    }

    /// Every word of the log is looked up: there are too many secrets to look for each.
    fn not_in(&self, folder: &Path) {
        let log = std::fs::read_to_string(folder.join("log")).unwrap();
        assert!(log.lines().count() > 100, "the log holds the run");
        for word in ["panicked", "panic", " ERROR ", ACCESS, "5ec5e7", "js_code="] {
            assert!(!log.contains(word), "the log says {word}: {:?}", log.lines().find(|line| line.contains(word)));
        }
        let is_of_base64 = |letter: char| letter.is_ascii_alphanumeric() || "+/=_-".contains(letter);
        for word in log.split(|letter| !is_of_base64(letter)) {
            let value = word.split_once('=').map_or(word, |(_, value)| value);
            for text in [word, value] {
                let secret = self.tokens.contains(text) || self.numbers.contains(text) || self.keys.contains(text);
                assert!(!secret, "a secret of {} characters is in the log", text.len());
            }
        }
    }
}
