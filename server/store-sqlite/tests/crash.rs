//! What was acknowledged survives `kill -9`: this test starts itself as a second process, lets it write, and kills it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use identity::contract::login;
use identity::{NewLogin, Store};
use store_sqlite::SqliteStore;

const CHILD: &str = "STORE_SQLITE_CRASH_CHILD";

/// Does nothing unless the other test starts it.
#[tokio::test]
async fn child_that_writes_until_it_is_killed() {
    let Ok(url) = std::env::var(CHILD) else { return };
    let store = SqliteStore::open(&url).await.unwrap();
    for number in 0_u64.. {
        let user = store.sign_in(&numbered(number)).await.unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "acknowledged {number} {}", user.id).unwrap();
        out.flush().unwrap();
    }
}

#[tokio::test]
async fn what_was_acknowledged_survives_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa.db", folder.path().display());
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_writes_until_it_is_killed", "--nocapture"])
        .env(CHILD, &url)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut acknowledged = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        let line = line.unwrap();
        let Some(numbers) = line.split_once("acknowledged ").map(|(_, numbers)| numbers) else { continue };
        let (number, user_id) = numbers.split_once(' ').unwrap();
        acknowledged.push((number.parse::<u64>().unwrap(), user_id.parse::<i64>().unwrap()));
        if acknowledged.len() == 100 {
            child.kill().unwrap();
            break;
        }
    }
    child.wait().unwrap();
    assert_eq!(acknowledged.len(), 100);
    let store = SqliteStore::open(&url).await.unwrap();
    for (number, user_id) in acknowledged {
        let login = numbered(number);
        let session = store.session(&login.token_hash, login.now_ms).await.unwrap().unwrap();
        assert_eq!((session.account.id, session.account.openid), (user_id, login.openid));
    }
}

fn numbered(number: u64) -> NewLogin {
    #[expect(clippy::unwrap_used, reason = "tests")]
    let token_hash = identity::TokenHash::of(&format!("oa_{number:043}")).unwrap();
    NewLogin { token_hash, ..login(&format!("o{number}")) }
}
