//! A change of a file, seen.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::{fs, path::Path, sync::Arc, time::Duration};

use miniprogram::{Bundle, Limits, Project, watch};
use tempfile::TempDir;
use tokio::{sync::watch::Receiver, time::timeout};

fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join("pages")).unwrap();
    for (path, text) in
        [("app.json", r#"{"pages": ["pages/a"]}"#), ("pages/a.wxml", "<view/>"), ("pages/a.js", "'first'")]
    {
        fs::write(dir.path().join(path), text).unwrap();
    }
    dir
}

fn script(bundle: &Bundle) -> String {
    String::from_utf8(bundle.get("js/pages/a.js").unwrap().bytes.to_vec()).unwrap()
}

async fn next(bundles: &mut Receiver<Arc<Bundle>>) -> Arc<Bundle> {
    timeout(Duration::from_secs(5), bundles.changed()).await.expect("in time").expect("watched");
    Arc::clone(&bundles.borrow_and_update())
}

fn project(dir: &Path) -> Project {
    Project::open(dir, Limits::default()).unwrap()
}

#[tokio::test]
async fn a_change_is_compiled() {
    let dir = folder();
    let watch = watch(project(dir.path())).unwrap();
    let mut bundles = watch.bundles();
    let first = Arc::clone(&bundles.borrow_and_update());
    fs::write(dir.path().join("pages/a.js"), "'second'").unwrap();
    let second = next(&mut bundles).await;
    assert!(script(&second).contains("'second'"));
    assert_ne!(first.version(), second.version());
    // an editor that writes another file and renames it
    fs::write(dir.path().join("pages/a.js~"), "'third'").unwrap();
    fs::rename(dir.path().join("pages/a.js~"), dir.path().join("pages/a.js")).unwrap();
    assert!(script(&*next(&mut bundles).await).contains("'third'"));
    // a folder that was not there
    fs::create_dir_all(dir.path().join("images/deep")).unwrap();
    fs::write(dir.path().join("images/deep/a.png"), "1").unwrap();
    let with_image = next(&mut bundles).await;
    if with_image.get("files/images/deep/a.png").is_none() {
        assert!(next(&mut bundles).await.get("files/images/deep/a.png").is_some());
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    bundles.borrow_and_update();
    fs::write(dir.path().join("images/deep/a.png"), "12").unwrap();
    assert_eq!(next(&mut bundles).await.get("files/images/deep/a.png").unwrap().bytes.len(), 2);
}

#[tokio::test]
async fn reading_is_no_change() {
    let dir = folder();
    let watch = watch(project(dir.path())).unwrap();
    let mut bundles = watch.bundles();
    fs::read(dir.path().join("pages/a.js")).unwrap();
    fs::write(dir.path().join("notes.txt"), "not of the project").unwrap();
    assert!(timeout(Duration::from_millis(500), bundles.changed()).await.is_err());
}

#[tokio::test]
async fn what_does_not_open_leaves_the_last_bundle() {
    let dir = folder();
    let watch = watch(project(dir.path())).unwrap();
    let (mut bundles, mut errors) = (watch.bundles(), watch.errors());
    let first = Arc::clone(&bundles.borrow_and_update());
    fs::write(dir.path().join("app.json"), "{").unwrap();
    timeout(Duration::from_secs(5), errors.wait_for(Option::is_some)).await.unwrap().unwrap();
    assert!(errors.borrow().as_deref().unwrap().starts_with("app.json:1:2: error: "));
    assert_eq!(bundles.borrow().version(), first.version());
    fs::write(dir.path().join("app.json"), r#"{"pages": ["pages/a"], "style": "v2"}"#).unwrap();
    next(&mut bundles).await;
    timeout(Duration::from_secs(5), errors.wait_for(Option::is_none)).await.unwrap().unwrap();
}

#[tokio::test]
async fn dropping_it_ends_the_thread() {
    let dir = folder();
    let watch = watch(project(dir.path())).unwrap();
    let mut bundles = watch.bundles();
    drop(watch);
    // the thread drops the sender
    let ended = timeout(Duration::from_secs(5), async { while bundles.changed().await.is_ok() {} }).await;
    assert!(ended.is_ok());
}
