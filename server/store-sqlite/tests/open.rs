//! Opening: what is made, what is refused, and in which words.

use std::path::Path;

use identity::Store;
use store_sqlite::{OpenError, SqliteStore};

fn url(path: &Path) -> String {
    format!("sqlite://{}", path.display())
}

#[tokio::test]
async fn the_folder_and_the_file_are_made_and_can_be_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b/oa.db");
    for _ in 0..2 {
        let store = SqliteStore::open(&url(&path)).await.unwrap();
        store.ping().await.unwrap();
        store.close().await;
    }
    assert!(path.is_file());
}

/// For example a server and a command of the operator. A round is short, so there are many of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn processes_that_open_a_new_file_at_once_do_not_collide() {
    let folder = tempfile::tempdir().unwrap();
    for round in 0..20 {
        let path = folder.path().join(format!("{round}/oa.db"));
        let opening: Vec<_> = (0..8)
            .map(|_| {
                let url = url(&path);
                tokio::spawn(async move { SqliteStore::open(&url).await })
            })
            .collect();
        for open in opening {
            open.await.unwrap().unwrap_or_else(|error| panic!("round {round}: {error:?}")).ping().await.unwrap();
        }
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_and_its_side_files_are_the_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/oa.db");
    let _store = SqliteStore::open(&url(&path)).await.unwrap();
    for entry in std::fs::read_dir(folder.path().join("a")).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

#[tokio::test]
async fn a_path_with_odd_characters_works() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&format!("sqlite://{}/数%20据%3F.db", folder.path().display())).await.unwrap();
    store.ping().await.unwrap();
    assert!(folder.path().join("数 据?.db").is_file());
}

#[tokio::test]
async fn other_addresses_are_refused() {
    for url in [
        "",
        "oa.db",
        "sqlite:",
        "sqlite://",
        "sqlite::memory:",
        "sqlite://:memory:",
        "mysql://u:p@h/d",
        "sqlite://a?mode=ro",
    ] {
        let error = SqliteStore::open(url).await.unwrap_err();
        assert!(matches!(error, OpenError::NotSqlite), "{url}: {error}");
        assert_eq!(error.to_string(), "the database address is not `sqlite://PATH`", "and no password in it");
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let error = SqliteStore::open(&url(&file.join("oa.db"))).await.unwrap_err();
    assert!(matches!(&error, OpenError::Folder(path, _) if *path == file), "{error}");
}

#[tokio::test]
async fn a_folder_in_the_files_place_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = SqliteStore::open(&url(folder.path())).await.unwrap_err();
    assert!(matches!(&error, OpenError::File(path, _) if path == folder.path()), "{error}");
}

#[tokio::test]
async fn another_file_is_not_a_database_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.txt");
    let text = "no database, but a letter. ".repeat(100);
    std::fs::write(&path, &text).unwrap();
    let error = SqliteStore::open(&url(&path)).await.unwrap_err();
    assert!(matches!(error, OpenError::NotADatabase(_)), "{error}");
    assert_eq!(error.to_string().lines().count(), 1);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn a_newer_schema_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("oa.db");
    SqliteStore::open(&url(&path)).await.unwrap().close().await;
    let other = sqlx::SqlitePool::connect(&url(&path)).await.unwrap();
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, '', 1, x'', 0)";
    sqlx::query(newer).execute(&other).await.unwrap();
    other.close().await;
    let error = SqliteStore::open(&url(&path)).await.unwrap_err();
    assert!(matches!(error, OpenError::Migrate(..)), "{error}");
}
