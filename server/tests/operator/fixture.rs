//! A folder with a database, a server on it, and the operator beside it: all of them the binary itself.

use std::{
    fs::File,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Output, Stdio},
    sync::Arc,
};

use identity::Store;
use serde_json::{Value, json};

use crate::support::database::{Kind, TestDatabase};

/// `k1` and `k2`.
pub(crate) const KEYS: [&str; 2] =
    ["k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=", "k2:Hx4dHBsaGRgXFhUUExIREA8ODQwLCgkIBwYFBAMCAQA="];

/// Where everything of one test is.
pub(crate) struct Fixture {
    folder: tempfile::TempDir,
    master_key: String,
    /// Of a database on a server; else it is a file in the folder.
    database: Option<TestDatabase>,
}

/// The prefix of the line with a command's target.
const WORKS_ON: &str = "oa-mini: works on: ";

impl Fixture {
    /// With the database that a server's first start makes: no command does.
    pub(crate) fn new() -> Self {
        let fixture = Self::empty();
        let url = format!("sqlite://{}", fixture.path("data/oa-mini.db").display());
        // in a runtime of its own: the test's may not be waited for here
        std::thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(async { store_sqlite::SqliteStore::open(&url).await.unwrap().close().await });
            });
        });
        fixture
    }

    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), master_key: KEYS[0].to_owned(), database: None }
    }

    /// On one of the databases, as a server's first start makes it; `None` where the run has no server.
    pub(crate) async fn on(kind: Kind) -> Option<Self> {
        let database = TestDatabase::new(kind).await?;
        drop(database.store().await);
        Some(Self { database: Some(database), ..Self::empty() })
    }

    /// On a database as it is.
    pub(crate) fn beside(database: TestDatabase) -> Self {
        Self { database: Some(database), ..Self::empty() }
    }

    /// A store beside the commands; only of a fixture that is [`Fixture::on`] a database.
    pub(crate) async fn store(&self) -> Arc<dyn Store> {
        self.database().store().await
    }

    /// Its database; only of a fixture that has one of its own.
    pub(crate) fn database(&self) -> &TestDatabase {
        self.database.as_ref().unwrap()
    }

    /// From now on with these master keys.
    pub(crate) fn set_master_key(&mut self, keys: &str) {
        keys.clone_into(&mut self.master_key);
    }

    pub(crate) fn path(&self, name: &str) -> std::path::PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_oa-mini"));
        command.env_clear().current_dir(self.folder.path());
        command.env("OA_LISTEN", "127.0.0.1:0").env("OA_MASTER_KEY", &self.master_key).env("OA_RATE_LIMIT", "off");
        if let Some(database) = &self.database {
            // PostgreSQL's notices would mix with a command's output
            let quiet = if database.kind == Kind::Postgres { "%20-cclient_min_messages%3Dwarning" } else { "" };
            command.env("DATABASE_URL", database.url() + quiet);
        }
        command
    }

    /// Runs a command of the operator.
    pub(crate) fn run(&self, args: &[&str]) -> CommandOutput {
        CommandOutput(self.command().args(args).stdin(Stdio::null()).output().unwrap())
    }

    /// The same, with a text on stdin.
    pub(crate) fn run_with(&self, args: &[&str], stdin: &str) -> CommandOutput {
        let mut command = self.command();
        command.args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
        CommandOutput(child.wait_with_output().unwrap())
    }

    /// Runs a command that must succeed, and returns its JSON.
    pub(crate) fn json(&self, args: &[&str]) -> Value {
        self.run(&[args, &["--json"]].concat()).json()
    }

    pub(crate) fn serve(&self) -> Server {
        Server::start(&mut self.command(), &self.path("log"))
    }
}

/// The output of a command.
pub(crate) struct CommandOutput(Output);

impl CommandOutput {
    pub(crate) fn of(output: Output) -> Self {
        Self(output)
    }

    pub(crate) fn code(&self) -> i32 {
        self.0.status.code().unwrap()
    }

    pub(crate) fn stdout(&self) -> String {
        String::from_utf8(self.0.stdout.clone()).unwrap()
    }

    /// Stderr without the line of the target.
    pub(crate) fn stderr(&self) -> String {
        self.full_stderr().split_inclusive('\n').filter(|line| !line.starts_with(WORKS_ON)).collect()
    }

    pub(crate) fn full_stderr(&self) -> String {
        String::from_utf8(self.0.stderr.clone()).unwrap()
    }

    /// The target that the command printed, if any.
    pub(crate) fn works_on(&self) -> Option<String> {
        let stderr = self.full_stderr() + &self.stdout();
        stderr
            .lines()
            .find_map(|line| line.trim_start_matches("oa-mini: ").strip_prefix("works on: "))
            .map(str::to_owned)
    }

    /// Stdout of a command that succeeded.
    pub(crate) fn success(&self) -> String {
        assert_eq!((self.code(), self.stderr()), (0, String::new()), "{}", self.stdout());
        self.stdout()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.success()).unwrap()
    }

    /// The error line of a command that failed.
    pub(crate) fn failure(&self, code: i32) -> String {
        let stderr = self.stderr();
        assert_eq!((self.code(), stderr.trim_end().lines().count()), (code, 1), "one clear line: {stderr}");
        stderr
    }
}

/// A running demo, killed when dropped.
pub(crate) struct Server {
    child: Child,
    url: String,
    client: reqwest::Client,
}

impl Server {
    pub(crate) fn start(command: &mut Command, log: &Path) -> Self {
        // reqwest uses the process's provider; the server has one, this process does not
        drop(rustls::crypto::ring::default_provider().install_default());
        let log = File::options().create(true).append(true).open(log).unwrap();
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim().rsplit(' ').next().unwrap().to_owned();
        assert!(url.starts_with("http://127.0.0.1:"), "{line}");
        Self { child, url, client: reqwest::Client::new() }
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: Value) -> Value {
        let request = self.client.post(format!("{}/oapro/wx/{path}", self.url)).header("x-oa-token", token).json(&body);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// The status of any path.
    pub(crate) async fn get(&self, path: &str) -> u16 {
        self.client.get(format!("{}{path}", self.url)).send().await.unwrap().status().as_u16()
    }

    /// The same, for a body of JSON.
    pub(crate) async fn try_post(&self, path: &str, body: Value) -> u16 {
        self.client.post(format!("{}{path}", self.url)).json(&body).send().await.unwrap().status().as_u16()
    }

    /// The errno of a guarded call.
    pub(crate) async fn errno(&self, token: &str) -> i64 {
        let request = self.client.get(format!("{}/oapro/wx/user/index", self.url)).header("x-oa-token", token);
        request.send().await.unwrap().json::<Value>().await.unwrap()["errno"].as_i64().unwrap()
    }

    pub(crate) async fn double(&self, call: &str, body: Value) -> Value {
        let url = format!("{}/wechat-double/_double/{call}", self.url);
        self.client.post(url).json(&body).send().await.unwrap().json().await.unwrap()
    }

    /// The double's openid of a virtual user.
    pub(crate) async fn openid(&self, user: &str) -> String {
        let url = format!("{}/wechat-double/_double/users", self.url);
        let users: Value = self.client.get(url).send().await.unwrap().json().await.unwrap();
        let found = users.as_array().unwrap().iter().find(|one| one["user"] == user).unwrap();
        found["openid"].as_str().unwrap().to_owned()
    }

    /// The response of a login.
    pub(crate) async fn try_login(&self, user: &str) -> Value {
        let code = self.double("phone/login", json!({ "user": user })).await["code"].clone();
        let body = json!({ "code": code, "userInfo": { "nickName": format!("{user}晓") } });
        self.post("auth/login_by_weixin", "", body).await
    }

    /// The token and the id of a login.
    pub(crate) async fn login(&self, user: &str) -> (String, String) {
        let response = self.try_login(user).await;
        assert_eq!(response["errno"], 0, "{response}");
        let data = &response["data"];
        (data["token"].as_str().unwrap().to_owned(), data["userInfo"]["userId"].to_string())
    }

    /// The body that a phone sends to bind its number.
    pub(crate) async fn encrypted_phone(&self, user: &str) -> Value {
        let data = self.double("phone/getPhoneNumber", json!({ "user": user })).await;
        json!({ "encryptedData": data["encryptedData"], "iv": data["iv"] })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill()); // SIGKILL
        drop(self.child.wait());
    }
}
