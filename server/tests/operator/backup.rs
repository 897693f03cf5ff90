//! backup: a copy of one moment, while a server writes.

use std::{
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::fixture::{Fixture, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_busy_server_restores() {
    let fixture = Fixture::new();
    let server = Arc::new(fixture.serve());
    let (token, id) = server.login("lin").await;
    let stop = Arc::new(AtomicBool::new(false));
    let writes = tokio::spawn({
        let (server, stop) = (server.clone(), stop.clone());
        async move {
            let mut logins = 0;
            while !stop.load(Ordering::SeqCst) {
                server.login("chen").await;
                logins += 1;
            }
            logins
        }
    });
    let backup = fixture.path("copy.db");
    let file = backup.to_str().unwrap().to_owned();
    let stderr = tokio::task::block_in_place(|| fixture.json(&["backup", &file]));
    stop.store(true, Ordering::SeqCst);
    assert!(writes.await.unwrap() > 0);
    let meta = std::fs::metadata(&backup).unwrap();
    assert_eq!((stderr["bytes"].as_u64(), meta.permissions().mode() & 0o777), (Some(meta.len()), 0o600));
    let left: Vec<_> = std::fs::read_dir(fixture.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.iter().filter(|name| name.to_string_lossy().starts_with("copy.db")).count(), 1, "{left:?}");
    drop(server);

    let restored =
        Server::start(fixture.command().env("DATABASE_URL", format!("sqlite://{file}")), &fixture.path("log2"));
    assert_eq!(restored.errno(&token).await, 0, "the session is in it");
    assert_eq!(restored.login("lin").await.1, id);
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_is_atomic() {
    let fixture = Fixture::empty();
    assert!(fixture.run(&["backup", "copy.db"]).failure(1).contains("there is no sqlite://data/oa-mini.db"));
    assert!(!fixture.path("data").exists() && !fixture.path("copy.db").exists());
    drop(fixture.serve());
    fixture.write("taken.db", "somebody's");
    let stderr = fixture.run(&["backup", "taken.db"]).failure(1);
    assert!(stderr.contains("`taken.db` is there already"), "{stderr}");
    assert_eq!(std::fs::read_to_string(fixture.path("taken.db")).unwrap(), "somebody's");
    assert!(fixture.run(&["backup", "nowhere/copy.db"]).failure(1).contains("`nowhere/copy.db` cannot be written"));
    for side in ["wal", "shm"] {
        drop(std::fs::remove_file(fixture.path(&format!("data/oa-mini.db-{side}"))));
    }
    fixture.write("data/oa-mini.db", "no database at all".repeat(500));
    fixture.run(&["backup", "copy.db"]).failure(1);
    assert!(!fixture.path("copy.db").exists());
}

#[test]
fn other_databases_have_their_own_tools() {
    let fixture = Fixture::new();
    for (url, tool) in [("mysql://u:hunter2@h/d", "mysqldump"), ("postgres://u:hunter2@h/d", "pg_dump")] {
        let output = fixture.command().args(["backup", "copy"]).env("DATABASE_URL", url).output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && stderr.contains(tool) && !stderr.contains("hunter2"), "{stderr}");
    }
}
