//! The binary as a separate process in live mode, which a test can kill.

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
    /// `host:port`
    pub(crate) address: String,
}

impl Binary {
    /// Starts as after a crash, without cleanup. Its log goes to `folder`.
    pub(crate) fn start(folder: &Path, database_url: &str, wechat: &str) -> Self {
        Self::of(Path::new(PROGRAM), "127.0.0.1:0", folder, database_url, wechat)
    }

    /// `program` may be of another version.
    pub(crate) fn of(program: &Path, listen: &str, folder: &Path, database_url: &str, wechat: &str) -> Self {
        Self::run(&mut Command::new(program), listen, folder, database_url, wechat)
    }

    /// The one that `OA_MINI_BINARY` names, if it does: as users run it.
    pub(crate) fn optimised(folder: &Path, database_url: &str, wechat: &str) -> Self {
        let program = std::env::var("OA_MINI_BINARY").unwrap_or(PROGRAM.to_owned());
        Self::of(Path::new(&program), "127.0.0.1:0", folder, database_url, wechat)
    }

    /// The same, with the limits that an operator has.
    pub(crate) fn limited(folder: &Path, database_url: &str, wechat: &str) -> Self {
        let program = std::env::var("OA_MINI_BINARY").unwrap_or(PROGRAM.to_owned());
        let shell = "OA_RATE_LIMIT=on exec \"$0\"";
        let mut command = Command::new("/bin/sh");
        Self::run(command.args(["-c", shell, &program]), "127.0.0.1:0", folder, database_url, wechat)
    }

    /// With so few open files, connections among them.
    pub(crate) fn with_files(files: u32, folder: &Path, database_url: &str, wechat: &str) -> Self {
        let mut shell = Command::new("/bin/sh");
        let command = shell.args(["-c", &format!("ulimit -n {files}; exec \"$0\""), PROGRAM]);
        Self::run(command, "127.0.0.1:0", folder, database_url, wechat)
    }

    fn run(command: &mut Command, listen: &str, folder: &Path, database_url: &str, wechat: &str) -> Self {
        let log = std::fs::File::options().create(true).append(true).open(folder.join("log")).unwrap();
        let mut child = command
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
        let output = || std::fs::read_to_string(folder.join("log")).unwrap();
        let Some((_, rest)) = greeting.trim_end().split_once("http://") else {
            panic!("{greeting:?} and the log: {}", output())
        };
        let address = rest.split('/').next().unwrap().to_owned();
        Self { child, phone: Phone::new(&format!("http://{rest}")), address }
    }

    /// Of the process.
    pub(crate) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a service manager does: SIGTERM. It must go in peace, within the contract's 10 s.
    pub(crate) fn stop(mut self) {
        let deadline = std::time::Duration::from_secs(10);
        assert!(Command::new("kill").arg(self.id().to_string()).status().unwrap().success());
        for _ in 0..deadline.as_millis() / 20 {
            if let Some(status) = self.child.try_wait().unwrap() {
                assert!(status.success(), "{status}");
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("still running {deadline:?} after SIGTERM");
    }
}

impl Drop for Binary {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
