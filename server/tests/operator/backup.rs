//! backup: a copy of one moment, while a server writes.

use std::{
    os::unix::fs::PermissionsExt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use crate::stage::{Server, Stage};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_of_a_busy_server_restores() {
    let stage = Stage::new();
    let server = Arc::new(stage.serve());
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
    let backup = stage.path("copy.db");
    let file = backup.to_str().unwrap().to_owned();
    let said = tokio::task::block_in_place(|| stage.json(&["backup", &file]));
    stop.store(true, Ordering::SeqCst);
    assert!(writes.await.unwrap() > 0);
    let meta = std::fs::metadata(&backup).unwrap();
    assert_eq!((said["bytes"].as_u64(), meta.permissions().mode() & 0o777), (Some(meta.len()), 0o600));
    let left: Vec<_> = std::fs::read_dir(stage.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.iter().filter(|name| name.to_string_lossy().starts_with("copy.db")).count(), 1, "{left:?}");
    drop(server);

    let restored = Server::start(stage.command().env("DATABASE_URL", format!("sqlite://{file}")), &stage.path("log2"));
    assert_eq!(restored.errno(&token).await, 0, "the session is in it");
    assert_eq!(restored.login("lin").await.1, id);
}

#[tokio::test]
async fn a_backup_overwrites_nothing_and_leaves_nothing_half_done() {
    let stage = Stage::empty();
    assert!(stage.run(&["backup", "copy.db"]).refused(1).contains("there is no sqlite://data/oa-mini.db"));
    assert!(!stage.path("data").exists() && !stage.path("copy.db").exists());
    drop(stage.serve());
    stage.write("taken.db", "somebody's");
    let said = stage.run(&["backup", "taken.db"]).refused(1);
    assert!(said.contains("`taken.db` is there already"), "{said}");
    assert_eq!(std::fs::read_to_string(stage.path("taken.db")).unwrap(), "somebody's");
    assert!(stage.run(&["backup", "nowhere/copy.db"]).refused(1).contains("`nowhere/copy.db` cannot be written"));
    for side in ["wal", "shm"] {
        drop(std::fs::remove_file(stage.path(&format!("data/oa-mini.db-{side}"))));
    }
    stage.write("data/oa-mini.db", "no database at all".repeat(500));
    stage.run(&["backup", "copy.db"]).refused(1);
    assert!(!stage.path("copy.db").exists());
}

#[test]
fn other_databases_have_their_own_tools() {
    let stage = Stage::new();
    for (url, tool) in [("mysql://u:hunter2@h/d", "mysqldump"), ("postgres://u:hunter2@h/d", "pg_dump")] {
        let output = stage.command().args(["backup", "copy"]).env("DATABASE_URL", url).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(!output.status.success() && said.contains(tool) && !said.contains("hunter2"), "{said}");
    }
}
