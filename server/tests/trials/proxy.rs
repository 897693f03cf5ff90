//! A link to a database that the test can cut: TCP, byte for byte.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// What becomes of what is sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Open,
    /// Nothing arrives, and nobody is told.
    Frozen,
}

pub(crate) struct Proxy {
    pub(crate) address: SocketAddr,
    target: String,
    link: watch::Sender<Link>,
    /// Ended, with its connections, while the link is cut.
    listening: Mutex<Option<JoinHandle<()>>>,
}

impl Proxy {
    pub(crate) async fn to(target: &str) -> Arc<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let link = watch::Sender::new(Link::Open);
        let proxy = Self { address, target: target.to_owned(), link, listening: Mutex::default() };
        proxy.listen(listener);
        Arc::new(proxy)
    }

    /// Every connection ends, and new ones are refused.
    pub(crate) async fn cut(&self) {
        let listening = self.listening.lock().unwrap().take().unwrap();
        listening.abort();
        drop(listening.await);
    }

    /// Connections are taken again.
    pub(crate) async fn mend(&self) {
        self.link.send_replace(Link::Open);
        if self.listening.lock().unwrap().is_none() {
            let socket = tokio::net::TcpSocket::new_v4().unwrap();
            socket.set_reuseaddr(true).unwrap();
            socket.bind(self.address).unwrap();
            self.listen(socket.listen(128).unwrap());
        }
    }

    /// Connections stay, and nothing comes through.
    pub(crate) fn freeze(&self) {
        self.link.send_replace(Link::Frozen);
    }

    fn listen(&self, listener: TcpListener) {
        let (target, link) = (self.target.clone(), self.link.subscribe());
        let listening = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((near, _)) = listener.accept().await {
                connections.spawn(carry(near, target.clone(), link.clone()));
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
