//! Clients that keep connections without progress: they are disconnected in time, and others are served meanwhile.

#[expect(dead_code, reason = "only accepted files are used here")]
#[path = "../../../avatar/tests/files/mod.rs"]
mod files;
mod idle;
mod pictures;
mod slow;
mod uploads;

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::{Value, json};
use server::config::Mode;
use server::serve::{BoundServer, ConnectionTimeouts};
use server::system;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use crate::phone::Phone;
use crate::support::settings;

/// Longer than any limit of these tests.
const LONG: Duration = Duration::from_secs(20);

/// A demo in this process, with as little timeouts as its test has.
struct Fixture {
    address: SocketAddr,
    phone: Phone,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
    _folder: TempDir,
}

impl Fixture {
    async fn start(timeouts: ConnectionTimeouts) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}/oa-mini.db", folder.path().display());
        let settings = settings(url, Mode::Demo { public: false });
        let ready = BoundServer::start(&settings, system::clock(), system::random()).await.unwrap();
        let address = ready.address();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(ready.run_with(timeouts, async move { drop(stopped.await) }));
        Self { address, phone: Phone::new(&format!("http://{address}")), stop, running, _folder: folder }
    }

    /// A connection on which `begin` was sent.
    async fn connect(&self, begin: &str) -> TcpStream {
        connect(&self.address.to_string(), begin).await
    }

    /// The token of the double's user lin in a world, who is an account of its own in each.
    async fn token(&self, world: &str) -> String {
        let client = reqwest::Client::new();
        let call = async |path: &str, body: Value| {
            let request = client.post(format!("http://{}{path}", self.address)).header("x-double-world", world);
            request.json(&body).send().await.unwrap().json::<Value>().await.unwrap()
        };
        let code = call("/wechat-double/_double/phone/login", json!({ "user": "lin" })).await["code"].clone();
        let login = call("/oapro/wx/auth/login_by_weixin", json!({ "code": code, "userInfo": {} })).await;
        login["data"]["token"].as_str().unwrap().to_owned()
    }

    /// How long it took to stop.
    async fn stop(self) -> Duration {
        let begun = Instant::now();
        self.stop.send(()).unwrap();
        timeout(LONG, self.running).await.unwrap().unwrap();
        begun.elapsed()
    }
}

async fn connect(address: &str, begin: &str) -> TcpStream {
    let mut stream = timeout(LONG, TcpStream::connect(address)).await.unwrap().unwrap();
    stream.write_all(begin.as_bytes()).await.unwrap();
    stream
}

/// Reads until the server closes.
async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    // a reset is an end too
    drop(timeout(LONG, stream.read_to_end(&mut all)).await.unwrap());
    String::from_utf8_lossy(&all).into_owned()
}

/// Reads once. Empty if the server closed.
async fn first(stream: &mut TcpStream) -> String {
    let mut buffer = [0; 4096];
    let read = timeout(LONG, stream.read(&mut buffer)).await.unwrap().unwrap_or(0);
    String::from_utf8_lossy(&buffer[..read]).into_owned()
}
