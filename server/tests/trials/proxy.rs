//! A link to a database that the test can cut: TCP, byte for byte.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// The state of the link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Open,
    /// Nothing is transferred, and no connection is closed.
    Frozen,
}

pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    target: String,
    /// The last is that of the connections to come. One that is lost stays, as its connections do.
    links: Arc<Mutex<Vec<watch::Sender<Link>>>>,
    /// Ended, with its connections, while the link is cut.
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Proxy {
    pub(crate) async fn to(target: &str) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let links = Arc::new(Mutex::new(vec![watch::Sender::new(Link::Open)]));
        let proxy = Self { address, target: target.to_owned(), links, listening: Mutex::default() };
        proxy.listen(listener);
        Arc::new(proxy)
    }

    /// Every connection ends, and new ones are refused.
    pub(crate) async fn cut(&self) {
        let listening = self.listening.lock().unwrap().take().unwrap();
        listening.abort();
        drop(listening.await);
        // its connections end once their tasks are polled
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    /// Accepts connections again.
    pub(crate) async fn mend(&self) {
        self.set_link(Link::Open);
        if self.listening.lock().unwrap().is_none() {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.set_reuseaddr(true).unwrap();
            socket.bind(self.address).unwrap();
            self.listen(socket.listen(128).unwrap());
        }
    }

    /// Connections stay, and nothing comes through.
    pub(crate) fn freeze(&self) {
        self.set_link(Link::Frozen);
    }

    /// As frozen, and the current connections stay so forever, as when their host loses power: only new ones are
    /// transferred after a repair.
    pub(crate) fn lose(&self) {
        self.freeze();
        self.links.lock().unwrap().push(watch::Sender::new(Link::Frozen));
    }

    fn set_link(&self, link: Link) {
        self.links.lock().unwrap().last().unwrap().send_replace(link);
    }

    fn listen(&self, listener: TcpListener) {
        let (target, links) = (self.target.clone(), self.links.clone());
        let listening = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                let link = links.lock().unwrap().last().unwrap().subscribe();
                connections.spawn(carry(near, target.clone(), link));
            }
        });
        *self.listening.lock().unwrap() = Some(listening);
    }
}

async fn carry(mut near: TcpStream, target: String, mut link: watch::Receiver<Link>) {
    let Ok(mut far) = TcpStream::connect(target).await else { return };
    loop {
        if link.wait_for(|link| *link == Link::Open).await.is_err() {
            return;
        }
        tokio::select! {
            _ = copy_bidirectional(&mut near, &mut far) => return,
            _ = link.wait_for(|link| *link == Link::Frozen) => {}
        }
    }
}
