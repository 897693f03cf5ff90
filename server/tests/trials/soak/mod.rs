//! Minutes of everything at once: a crowd that logs in, binds, looks, renames, uploads, revokes and logs out, a WeChat that
//! fails at random, a server that is stopped and started in between. Nothing acknowledged is lost, nobody is there twice,
//! and neither memory nor files grow.
//!
//! `OA_SOAK_MINUTES` (0.4 unless given), `OA_SOAK_SEED` (printed) to repeat a run, `OA_MINI_BINARY` for another build.

mod dice;
mod load;
mod sky;

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
use dice::Dice;
use load::Crowd;
use sky::{ACCESS, Sky};

/// Phones at the same time.
const WORKERS: u64 = 8;
/// How often the server is stopped and started. The last start is at 6/10 of the time.
const RESTARTS: u32 = 3;
/// What the memory may grow by after the warm-up, in bytes: caches, SQLite's pages, the allocator's arenas.
const GROWTH: usize = 16 * 1024 * 1024;
/// What may be open more than before the load: the database's connections, and those to WeChat.
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
    let (sky, wechat) = Sky::start(seed).await;
    let (serve, served) = watch::channel(None);

    let mut crowds = JoinSet::new();
    for worker in 0..WORKERS {
        let mut crowd = Crowd::new(format!("w{worker}"), seed ^ (worker << 32), served.clone());
        crowds.spawn(async move {
            while begun.elapsed() < whole {
                crowd.step().await;
            }
            crowd
        });
    }
    let mut weather = JoinSet::new();
    weather.spawn({
        let (sky, mut dice) = (sky.clone(), Dice::new(!seed));
        async move {
            loop {
                sky.change(&mut dice);
                sleep(Duration::from_millis(500 + u64::try_from(dice.below(3000)).unwrap())).await;
            }
        }
    });

    let mut binary = Binary::optimised(folder, &url, &wechat);
    for restart in 1..=RESTARTS {
        serve.send_replace(Some(binary.phone.clone()));
        sleep_until(begun + whole.mul_f64(0.6) * restart / RESTARTS).await;
        serve.send_replace(None);
        // waits, so not on a thread that the crowd needs
        tokio::task::block_in_place(|| binary.stop());
        binary = Binary::optimised(folder, &url, &wechat);
    }
    let files_before = files(binary.id());
    serve.send_replace(Some(binary.phone.clone()));
    sleep_until(begun + whole.mul_f64(0.75)).await;
    let memory_warm = memory(binary.id());
    let crowds = crowds.join_all().await;
    let memory_end = memory(binary.id());
    weather.abort_all();
    sky.clear();

    let seen = totals(&crowds);
    println!(
        "soak: {} calls, {} of WeChat's answers spoilt: {seen:?}",
        seen.values().sum::<u64>(),
        sky.faults.load(Ordering::Relaxed)
    );
    println!("soak: {} KiB warm, {} KiB at the end", memory_warm / 1024, memory_end / 1024);
    assert!(memory_end < memory_warm + GROWTH, "the memory grows");
    let accounts = judge(&crowds, &binary.phone, &*database.store().await).await;
    println!("soak: {accounts} accounts, each as it was told");

    // the crowd's connections end with their phones
    serve.send_replace(None);
    binary.phone = Phone::new(&format!("http://{}", binary.address));
    drop(served);
    let secrets = Secrets::of(&crowds);
    drop(crowds);
    let most = files_before + FILES;
    for _ in 0..100 {
        if files(binary.id()) <= most {
            break;
        }
        sleep(Duration::from_millis(100)).await;
    }
    println!("soak: {files_before} files before, {} after", files(binary.id()));
    assert!(files(binary.id()) <= most, "files stay open");
    tokio::task::block_in_place(|| binary.stop());
    secrets.not_in(folder);
}

fn any_seed() -> u64 {
    let mut seed = [0; 8];
    (server::system::random())(&mut seed);
    u64::from_le_bytes(seed) >> 16
}

fn totals(crowds: &[Crowd]) -> BTreeMap<(&'static str, i64), u64> {
    let mut all = BTreeMap::new();
    for (what, count) in crowds.iter().flat_map(|crowd| &crowd.seen) {
        *all.entry(*what).or_default() += count;
    }
    all
}

/// Everything that the crowd knows is so. How many accounts there are.
async fn judge(crowds: &[Crowd], phone: &Phone, store: &dyn Store) -> usize {
    let accounts = accounts(store).await;
    let numbers: Vec<_> =
        accounts.values().filter_map(|user| Some(user.user.phone.as_ref()?.pure_number.clone())).collect();
    assert_eq!(numbers.iter().collect::<HashSet<_>>().len(), numbers.len(), "a number is bound twice");
    let users: Vec<_> = crowds.iter().flat_map(|crowd| &crowd.users).collect();
    let openids: HashSet<_> = users.iter().map(|user| user.openid.as_str()).collect();
    assert!(accounts.keys().all(|openid| openids.contains(openid.as_str())), "an account that nobody made");
    for user in users {
        let account = accounts.get(&user.openid);
        let Some(id) = user.id else {
            assert!(account.is_none() || user.unsure, "{} was told of no account", user.openid);
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

/// What no log may hold.
struct Secrets {
    tokens: HashSet<String>,
    numbers: HashSet<String>,
    keys: HashSet<String>,
}

impl Secrets {
    fn of(crowds: &[Crowd]) -> Self {
        let users = || crowds.iter().flat_map(|crowd| &crowd.users);
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
