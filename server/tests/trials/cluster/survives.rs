//! Nodes of the database and of oa-mini die and come back under load, and versions change: nothing that was acknowledged is
//! lost, and a client reads envelopes only.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use identity::{Phone as Number, Store as _};
use store_mysql::MySqlStore;

use super::load::{Acknowledged, Load};
use super::{Cluster, script};
use crate::binary::{Binary, PROGRAM};
use crate::phone::Phone;
use crate::wechat;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make cluster"]
async fn one_writer_survives() {
    let Some(cluster) = Cluster::new().await else { return };
    let url = cluster.one.clone();
    survives(&cluster, &url, "one writer").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "make cluster"]
async fn many_writers_survive() {
    let Some(cluster) = Cluster::new().await else { return };
    let url = cluster.many.clone();
    survives(&cluster, &url, "many writers").await;
}

async fn survives(cluster: &Cluster, url: &str, mode: &str) {
    let (wechat, folder) = (wechat::start().await, cluster.folder.as_path());
    // an earlier version, where there is one at hand
    let old = std::env::var_os("OLD").map_or_else(|| PathBuf::from(PROGRAM), PathBuf::from);
    let node = |program: &Path, nth: usize| Binary::of(program, &cluster.apps[nth], folder, url, &wechat);
    let (a, b) = (node(&old, 0), node(&old, 1));
    let front = Phone::new(&cluster.api);
    while front.try_get("meeting/list", "").await.is_none_or(|response| response["errno"] != 0) {
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let load = Load::start(&front);
    let say = |what: &str| println!("{mode}: {what}: {}", load.seen.line());
    load.runs_for(4).await;
    say("all is well");

    let writer = cluster.writer().await;
    script("kill", writer).await;
    load.runs_for(8).await;
    say(&format!("kill -9 of the database's n{writer}"));
    let how = script("up", writer).await;
    load.runs_for(3).await;
    say(&format!("it comes back, {how}"));

    let lost = writer % 3 + 1;
    script("wipe", lost).await;
    load.runs_for(8).await;
    say(&format!("kill -9 of n{lost}, and its disk is lost"));
    let how = script("up", lost).await;
    load.runs_for(3).await;
    say(&format!("it comes back, {how}"));

    drop(a);
    load.runs_for(3).await;
    say("kill -9 of an oa-mini");
    let a = node(Path::new(PROGRAM), 0);
    load.runs_for(4).await;
    say("a new one beside the old one");
    tokio::task::spawn_blocking(|| b.stop()).await.unwrap();
    load.runs_for(2).await;
    say("the old one is stopped");
    let b = node(Path::new(PROGRAM), 1);
    load.runs_for(3).await;
    say("two new ones");

    holds(cluster, load.end().await, [&a.phone, &b.phone], mode).await;
    let log = std::fs::read_to_string(folder.join("log")).unwrap();
    let again: Vec<_> = log.lines().filter(|line| line.contains("trying again")).collect();
    let conflicts = again.iter().filter(|line| line.contains("code=1213")).count();
    println!("{mode}: tried again: {conflicts} after a conflict, {} for another reason", again.len() - conflicts);
}

/// Everything that was acknowledged is there, on both nodes and on each database.
async fn holds(cluster: &Cluster, all: Vec<Acknowledged>, nodes: [&Phone; 2], mode: &str) {
    let store = MySqlStore::open(&cluster.one).await.unwrap();
    let (mut accounts, mut logins, mut ended, mut bound) = (HashMap::new(), 0, 0, 0);
    for acknowledged in all {
        for (openid, user_id) in acknowledged.accounts {
            let first = *accounts.entry(openid.clone()).or_insert(user_id);
            assert_eq!(first, user_id, "{openid} has two accounts");
            logins += 1;
        }
        for (nth, token) in acknowledged.good.iter().enumerate() {
            assert_eq!(nodes[nth % 2].index(token).await, 0, "an acknowledged login is lost");
        }
        for (nth, token) in acknowledged.ended.iter().enumerate() {
            assert_eq!(nodes[nth % 2].index(token).await, 501, "an acknowledged logout is lost");
            ended += 1;
        }
        for (user_id, number) in acknowledged.bound {
            let user = store.user(user_id).await.unwrap().unwrap().user;
            let number = Number { country_code: "86".into(), pure_number: number };
            assert_eq!(user.phone, Some(number), "an acknowledged number is lost");
            bound += 1;
        }
        for (user_id, name) in acknowledged.named {
            assert_eq!(store.user(user_id).await.unwrap().unwrap().user.nick_name, name);
        }
    }
    let rows = cluster.on_each("SELECT count(*) FROM user").await;
    let people = cluster.on_each("SELECT count(DISTINCT realm, openid) FROM user").await;
    let sessions = cluster.on_each("SELECT count(*) FROM session").await;
    assert_eq!(rows, people);
    assert!(rows.iter().all(|n| *n == rows[0]) && sessions.iter().all(|n| *n == sessions[0]), "{rows:?} {sessions:?}");
    println!("{mode}: held: {logins} logins of {} accounts, {bound} numbers, {ended} logouts; 0 lost", accounts.len());
}
