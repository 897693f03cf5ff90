//! The binary: as the double alone, as a server in live mode, and as `check` with the same configuration.

use std::{
    fs::{self, File},
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::Value;

use crate::{APPID, SECRET};

/// Killed when dropped.
pub(crate) struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn binary(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_oa-mini"));
    command.env_clear().current_dir(folder);
    command
}

/// Starts `command`, and the last word of the line that it greets with.
fn start(mut command: Command, log: &Path) -> (Process, String) {
    let mut child = command.stdout(Stdio::piped()).stderr(File::create(log).unwrap()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    assert!(!line.contains(SECRET), "{line}");
    assert!(!line.is_empty(), "{}", fs::read_to_string(log).unwrap());
    (Process(child), line)
}

/// A double that knows `app` alone, and its address.
pub(crate) fn double(folder: &Path, app: &str) -> (Process, String) {
    let mut command = binary(folder);
    command.args(["wechat-double", "--listen", "127.0.0.1:0", "--app", app]);
    let (process, line) = start(command, &folder.join("double.log"));
    assert!(line.contains(&format!(" appid={APPID}")), "{line}");
    let url = line.strip_prefix("wechat-double: ").and_then(|rest| rest.split(' ').next()).unwrap().to_owned();
    (process, url)
}

/// An operator's configuration.
pub(crate) struct Backend {
    folder: PathBuf,
    variables: Vec<(&'static str, String)>,
}

impl Backend {
    /// With the WeChat at `base_url`, trusting the CA certificates of a file.
    pub(crate) fn new(folder: &Path, base_url: &str, roots: Option<&Path>) -> Self {
        let mut variables = vec![
            ("OA_LISTEN", "127.0.0.1:0".to_owned()),
            ("OA_WX_APP_ID", APPID.to_owned()),
            ("OA_WX_APP_SECRET", SECRET.to_owned()),
            ("OA_WX_BASE_URL", base_url.to_owned()),
            ("OA_MASTER_KEY", "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=".to_owned()),
            ("DATABASE_URL", format!("sqlite://{}/oa.db", folder.display())),
        ];
        variables.extend(roots.map(|roots| ("SSL_CERT_FILE", roots.display().to_string())));
        Self { folder: folder.to_owned(), variables }
    }

    fn command(&self) -> Command {
        let mut command = binary(&self.folder);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    pub(crate) fn serve(&self) -> Server {
        let log = self.folder.join("server.log");
        let (process, line) = start(self.command(), &log);
        Server { _process: process, api: line.trim().rsplit(' ').next().unwrap().to_owned(), log }
    }

    /// `oa-mini check`: whether it passed, and its output.
    pub(crate) fn check(&self) -> (bool, String) {
        let output = self.command().arg("check").output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (output.status.success(), text)
    }
}

/// A server in live mode.
pub(crate) struct Server {
    _process: Process,
    api: String,
    log: PathBuf,
}

impl Server {
    pub(crate) fn api(&self, path: &str) -> String {
        format!("{}/{path}", self.api)
    }

    pub(crate) fn log(&self) -> String {
        fs::read_to_string(&self.log).unwrap()
    }
}

fn client() -> reqwest::Client {
    // reqwest uses the process's provider; the server has one, this process does not
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::new()
}

pub(crate) async fn post(url: &str, token: &str, body: Value) -> Value {
    client().post(url).header("x-oa-token", token).json(&body).send().await.unwrap().json().await.unwrap()
}

pub(crate) async fn get(url: &str, token: &str) -> Value {
    client().get(url).header("x-oa-token", token).send().await.unwrap().json().await.unwrap()
}
