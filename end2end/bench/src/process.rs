//! The servers that are measured, as processes of their own: the release binary in live or demo mode, and the baseline.

use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::Failure;
use crate::wechat::APPID;

const MASTER_KEY: &str = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

/// Killed when dropped.
pub(crate) struct Process {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Process {
    /// The server as an operator runs it, but for the rate limits. Its log goes to a file.
    pub(crate) fn live(binary: &Path, log: &Path, database_url: &str, wechat: SocketAddr) -> Result<Self, Failure> {
        let mut command = Command::new(binary);
        command.env_clear().envs([
            ("OA_WX_APP_ID", APPID),
            ("OA_WX_APP_SECRET", "5ec5e7"),
            ("OA_MASTER_KEY", MASTER_KEY),
        ]);
        command.env("OA_WX_BASE_URL", format!("http://{wechat}"));
        Self::start(&mut command, log, database_url)
    }

    /// With the page.
    pub(crate) fn demo(binary: &Path, log: &Path, database_url: &str) -> Result<Self, Failure> {
        Self::start(Command::new(binary).env_clear(), log, database_url)
    }

    /// This program, as `baseline`.
    pub(crate) fn baseline(log: &Path, database_url: &str, page: Option<&Path>) -> Result<Self, Failure> {
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["baseline", "--database-url", database_url]);
        if let Some(page) = page {
            command.arg("--page").arg(page);
        }
        Self::start(&mut command, log, database_url)
    }

    /// Whatever prints the address where it listens as its first line.
    pub(crate) fn start(command: &mut Command, log: &Path, database_url: &str) -> Result<Self, Failure> {
        command.envs([("OA_LISTEN", "127.0.0.1:0"), ("OA_RATE_LIMIT", "off"), ("DATABASE_URL", database_url)]);
        let log_file = File::options().create(true).append(true).open(log)?;
        let mut child = command.stdout(Stdio::piped()).stderr(log_file).spawn()?;
        let mut greeting = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout).read_line(&mut greeting)?;
        }
        let address =
            greeting.split_once("http://").and_then(|(_, rest)| rest.trim_end().split('/').next()?.parse().ok());
        let Some(address) = address else {
            drop(child.kill());
            return Err(format!("it did not start: {greeting:?}; see {}", log.display()).into());
        };
        Ok(Self { child, address })
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// As the load generator wants it.
    pub(crate) fn at(&self) -> (SocketAddr, u32) {
        (self.address, self.pid())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
