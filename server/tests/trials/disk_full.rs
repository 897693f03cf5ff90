//! SQLite's disk is full: writes fail with an error that names the reason, reads succeed, and with space again
//! everything works.

use std::collections::HashMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use futures::future::join_all;
use identity::{Store as _, TokenHash, UserQuery};
use serde_json::Value;
use sqlx::{Connection as _, Executor as _, Row as _, SqliteConnection};
use store_sqlite::SqliteStore;

use crate::node::Node;
use crate::phone::Phone;
use crate::support::{database::skipped, lines::Lines};
use crate::wechat;

/// Logins that wait for the same commit.
const AT_ONCE: usize = 8;
const FULL: &str = "database or disk is full";

/// A small disk of its own.
struct FullDisk(tempfile::TempDir);

impl FullDisk {
    /// `None`, with a message, if mounting is not permitted: without root, or in a container.
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m,mode=700", "oa-mini-test"]).arg(folder.path());
        let output = mount.env("LC_ALL", "C").output().unwrap();
        if output.status.success() {
            return Some(Self(folder));
        }
        let output = String::from_utf8_lossy(&output.stderr);
        let is_permission = ["must be superuser", "permission denied"].iter().any(|words| output.contains(words));
        assert!(is_permission, "mount: {output}");
        skipped(output.lines().next().unwrap_or_default());
        None
    }

    fn url(&self) -> String {
        format!("sqlite://{}/oa-mini.db", self.0.path().display())
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }

    /// Until not a byte more fits.
    fn fill(&self) {
        let mut file = std::fs::File::create(self.filler()).unwrap();
        for size in [65_536, 4096, 512, 1] {
            while file.write_all(&vec![0; size]).is_ok() {}
        }
    }

    async fn connection(&self) -> SqliteConnection {
        SqliteConnection::connect(&self.url()).await.unwrap()
    }

    /// First logins, which queue behind another writer and then, except for the first, share a commit.
    async fn logins(&self, phone: &Phone, openids: &[String]) -> Vec<Value> {
        let mut other = self.connection().await;
        let lock = other.begin_with("BEGIN IMMEDIATE").await.unwrap();
        let logins = join_all(openids.iter().map(|openid| phone.login(openid)));
        let gathered = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            lock.rollback().await.unwrap();
        };
        tokio::join!(logins, gathered).0
    }

    /// That these are all the accounts, each with all that its login wrote, and that the file is sound.
    async fn holds_only(&self, tokens: &HashMap<String, String>, now_ms: i64) {
        let store = SqliteStore::open(&self.url()).await.unwrap();
        let users = store.users(&UserQuery { page: 1, limit: 1000, ..UserQuery::default() }).await.unwrap().list;
        assert_eq!(users.len(), tokens.len(), "a login that was refused left something");
        for user in users.into_iter().map(|record| record.user) {
            let hash = TokenHash::of(&tokens[&user.openid]).unwrap();
            let session = store.session(&hash, now_ms).await.unwrap().unwrap();
            assert_eq!((session.account.id, session.last_seen_ms), (user.id, now_ms));
            assert_eq!(store.sessions(user.id, now_ms).await.unwrap().len(), 1);
        }
        assert_eq!(store.keys_not_sealed_by("no key", 0, 1000).await.unwrap().len(), tokens.len());
        let mut connection = self.connection().await;
        let checked = connection.fetch_one("PRAGMA integrity_check").await.unwrap();
        assert_eq!(checked.get::<String, _>(0), "ok");
        assert!(connection.fetch_optional("PRAGMA foreign_key_check").await.unwrap().is_none());
    }
}

impl Drop for FullDisk {
    fn drop(&mut self) {
        // lazily: the server in this process has files open still
        drop(Command::new("umount").arg("-l").arg(self.0.path()).status());
    }
}

#[tokio::test]
async fn a_full_disk_is_502_and_reads_go_on() {
    let Some(disk) = FullDisk::mount() else { return };
    let (lines, _guard) = Lines::capture(tracing::Level::WARN);
    let node = Node::start(&disk.url(), &wechat::start().await).await;
    let phone = &node.phone;
    let first: Vec<_> = (0..AT_ONCE).map(|nth| format!("o{nth}")).collect();
    let responses = disk.logins(phone, &first).await;
    let mut tokens: HashMap<_, _> = first.into_iter().zip(responses.iter().map(token)).collect();
    disk.fill();
    // space that the write-ahead log has allocated can still be written
    let mut refused = Vec::new();
    for round in 0..20 {
        let openids: Vec<_> = (0..AT_ONCE).map(|nth| format!("r{round}-{nth}")).collect();
        let responses = disk.logins(phone, &openids).await;
        for (openid, response) in openids.into_iter().zip(responses) {
            match response["errno"].as_i64().unwrap() {
                0 => drop(tokens.insert(openid, token(&response))),
                502 => refused.push(openid),
                _ => panic!("{response}"),
            }
        }
        if refused.len() >= 2 * AT_ONCE {
            break;
        }
    }
    assert!(refused.len() >= 2 * AT_ONCE, "the disk is full");
    let log = lines.text();
    assert_eq!(log.matches(FULL).count(), refused.len(), "each says why: {log}");

    // a touch is smaller than a login, so the first may fit
    let not_touched = || lines.text().lines().any(|line| line.contains("session not touched") && line.contains(FULL));
    for _ in 0..20 {
        is_good(&node, &tokens).await;
        if not_touched() {
            break;
        }
    }
    assert!(not_touched(), "{}", lines.text());
    assert_eq!(phone.get("meeting/list", "").await["errno"], 0);

    std::fs::remove_file(disk.filler()).unwrap();
    is_good(&node, &tokens).await;
    disk.holds_only(&tokens, node.now_ms()).await;
    let responses = disk.logins(phone, &refused).await;
    tokens.extend(refused.into_iter().zip(responses.iter().map(token)));
    is_good(&node, &tokens).await;
    disk.holds_only(&tokens, node.now_ms()).await;
}

fn token(response: &Value) -> String {
    assert_eq!(response["errno"], 0, "{response}");
    response["data"]["token"].as_str().unwrap().to_owned()
}

/// Reads go on, though two minutes later each of these sessions is due to be touched.
async fn is_good(node: &Node, tokens: &HashMap<String, String>) {
    node.advance(120_000);
    let errnos = join_all(tokens.values().map(|token| node.phone.index(token))).await;
    assert!(errnos.iter().all(|errno| *errno == 0), "{errnos:?}");
}
