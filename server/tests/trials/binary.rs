//! The binary as a process of its own, in live mode, which a test may kill.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::phone::Phone;
use crate::support::MASTER_KEY;
use crate::wechat::APPID;

/// Killed (`kill -9`) when dropped.
pub(crate) struct Binary {
    child: Child,
    pub(crate) phone: Phone,
}

impl Binary {
    /// Started as after a crash: nothing is cleaned up before. Its log goes to `folder`.
    pub(crate) fn start(folder: &Path, database_url: &str, wechat: &str) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_oa-mini"))
            .current_dir(folder)
            .env_clear()
            .envs([("OA_LISTEN", "127.0.0.1:0"), ("OA_WX_APP_ID", APPID), ("OA_WX_APP_SECRET", "5ec5e7")])
            .envs([("OA_WX_BASE_URL", wechat), ("DATABASE_URL", database_url), ("OA_MASTER_KEY", MASTER_KEY)])
            .env("OA_RATE_LIMIT", "off")
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
}

impl Drop for Binary {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
