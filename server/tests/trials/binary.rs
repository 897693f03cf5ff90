//! The binary as a process of its own, in live mode, which a test may kill.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::phone::Phone;
use crate::support::MASTER_KEY;
use crate::wechat::APPID;

/// This version's.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_oa-mini");

/// Killed (`kill -9`) when dropped.
pub(crate) struct Binary {
    child: Child,
    pub(crate) phone: Phone,
}

impl Binary {
    /// Started as after a crash: nothing is cleaned up before. Its log goes to `folder`.
    pub(crate) fn start(folder: &Path, database_url: &str, wechat: &str) -> Self {
        Self::of(Path::new(PROGRAM), "127.0.0.1:0", folder, database_url, wechat)
    }

    /// `program` may be of another version.
    pub(crate) fn of(program: &Path, listen: &str, folder: &Path, database_url: &str, wechat: &str) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut child = Command::new(program)
            .current_dir(folder)
            .env_clear()
            .envs([("OA_LISTEN", listen), ("OA_WX_APP_ID", APPID), ("OA_WX_APP_SECRET", "5ec5e7")])
            .envs([("OA_WX_BASE_URL", wechat), ("DATABASE_URL", database_url), ("OA_MASTER_KEY", MASTER_KEY)])
            .envs([("OA_RATE_LIMIT", "off"), ("OA_LOG", "info,store_mysql=debug")])
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut greeting = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut greeting).unwrap();
        let said = || std::fs::read_to_string(folder.join("log")).unwrap();
        let Some((_, rest)) = greeting.trim_end().split_once("http://") else {
            panic!("{greeting:?} and the log: {}", said())
        };
        Self { child, phone: Phone::new(&format!("http://{rest}")) }
    }

    /// SIGTERM, and waits until it has drained.
    pub(crate) fn stop(mut self) {
        let told = Command::new("kill").arg(self.child.id().to_string()).status().unwrap();
        assert!(told.success() && self.child.wait().unwrap().success());
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
