//! SQLite's disk is full: writes are refused with a line that says why, reads go on, and with room again all is well.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::node::Node;
use crate::support::{database::skipped, lines::Lines};
use crate::wechat;

/// A small disk of its own, which only root may mount.
struct Disk(tempfile::TempDir);

impl Disk {
    fn mount() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=4m,mode=700", "oa-mini-test"])
            .arg(folder.path())
            .output();
        mounted.is_ok_and(|output| output.status.success()).then(|| Self(folder))
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
}

impl Drop for Disk {
    fn drop(&mut self) {
        // lazily: the server in this process has files open still
        drop(Command::new("umount").arg("-l").arg(self.0.path()).status());
    }
}

fn url(folder: &Path) -> String {
    format!("sqlite://{}/oa-mini.db", folder.display())
}

#[tokio::test]
async fn a_full_disk_is_502_and_reads_go_on() {
    let Some(disk) = Disk::mount() else { return skipped("a disk cannot be mounted without root") };
    let (lines, _guard) = Lines::capture(tracing::Level::WARN);
    let phone = Node::start(&url(disk.0.path()), &wechat::start().await).await;
    let phone = &phone.phone;
    let mut tokens = vec![phone.token("o0").await];
    disk.fill();
    // what the write-ahead log has claimed already can still be written
    let mut refused = 0;
    for nth in 1..200 {
        let answer = phone.login(&format!("o{nth}")).await;
        match answer["errno"].as_i64().unwrap() {
            0 => tokens.push(answer["data"]["token"].as_str().unwrap().to_owned()),
            502 => refused += 1,
            _ => panic!("{answer}"),
        }
        if refused == 5 {
            break;
        }
    }
    assert_eq!(refused, 5, "the disk is full");
    let log = lines.text();
    assert_eq!(log.matches("database or disk is full").count(), refused, "each says why: {log}");
    for token in &tokens {
        assert_eq!(phone.index(token).await, 0, "reads go on");
    }
    assert_eq!(phone.get("meeting/list", "").await["errno"], 0);

    std::fs::remove_file(disk.filler()).unwrap();
    for nth in 200..210 {
        tokens.push(phone.token(&format!("o{nth}")).await);
    }
    for token in &tokens {
        assert_eq!(phone.index(token).await, 0);
    }
}
