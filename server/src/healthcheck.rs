//! `oa-mini healthcheck`: asks the probes of the server on this machine. An image of this program has nothing else that
//! could.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    time::Duration,
};

use http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Empty};
use hyper::{body::Bytes, client::conn::http1};
use hyper_util::rt::TokioIo;
use tokio::{net::TcpStream, time::timeout};

/// Shorter than the time-out that a container's health check usually has, so that the reason is printed.
const TIMEOUT: Duration = Duration::from_secs(4);

/// Why a server is not healthy.
#[derive(Debug, thiserror::Error)]
pub enum Unhealthy {
    /// Nothing listens there, or it ended the connection.
    #[error("{0} cannot be reached")]
    Unreachable(SocketAddr, #[source] io::Error),
    /// It does not speak HTTP, or went away in the middle.
    #[error("{0} gives no answer")]
    Broken(SocketAddr, #[source] hyper::Error),
    /// It says that it is not.
    #[error("{0} answers {1}: {2}")]
    Refused(SocketAddr, StatusCode, String),
    /// It says nothing.
    #[error("{0} does not answer within 4 s")]
    TimedOut(SocketAddr),
}

/// Asks `/healthz`, or `/readyz` if `ready`, of the server that listens on `listen`, and gives its answer.
///
/// # Errors
/// [`Unhealthy`], after at most 4 s.
pub async fn ask(listen: SocketAddr, ready: bool) -> Result<String, Unhealthy> {
    let address = reachable(listen);
    let path = if ready { "/readyz" } else { "/healthz" };
    timeout(TIMEOUT, get(address, path)).await.unwrap_or(Err(Unhealthy::TimedOut(address)))
}

/// Where a server that listens on every address is called.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

async fn get(address: SocketAddr, path: &str) -> Result<String, Unhealthy> {
    let broken = |cause| Unhealthy::Broken(address, cause);
    let stream = TcpStream::connect(address).await.map_err(|cause| Unhealthy::Unreachable(address, cause))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(broken)?;
    tokio::spawn(connection);
    let mut request = Request::new(Empty::<Bytes>::new());
    if let (Ok(path), Ok(host)) = (path.parse(), address.to_string().parse()) {
        *request.uri_mut() = path;
        request.headers_mut().insert(header::HOST, host);
    }
    let response = sender.send_request(request).await.map_err(broken)?;
    let status = response.status();
    let body = response.into_body().collect().await.map_err(broken)?.to_bytes();
    let text = String::from_utf8_lossy(&body).into_owned();
    if status == StatusCode::OK { Ok(text) } else { Err(Unhealthy::Refused(address, status, text)) }
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;

    use axum::{Router, http::StatusCode, routing::get};
    use tokio::net::TcpListener;

    use super::{Unhealthy, ask, reachable};

    #[tokio::test]
    async fn it_asks_the_probe_that_is_meant() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let away = get(async || (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer"));
        let router = Router::new().route("/healthz", get(async || "ok")).route("/readyz", away);
        tokio::spawn(async { axum::serve(listener, router).await });
        let every: SocketAddr = format!("0.0.0.0:{}", address.port()).parse().unwrap();
        assert_eq!(ask(every, false).await.unwrap(), "ok");
        let refused = ask(address, true).await.unwrap_err();
        assert_eq!(
            refused.to_string(),
            format!("{address} answers 503 Service Unavailable: the database does not answer")
        );
    }

    #[tokio::test]
    async fn nobody_is_there() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        assert!(matches!(ask(address, false).await, Err(Unhealthy::Unreachable(..))));
    }

    #[tokio::test(start_paused = true)]
    async fn somebody_is_silent() {
        // the system takes the connection, and nobody reads it
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let refused = ask(listener.local_addr().unwrap(), false).await;
        assert!(matches!(refused, Err(Unhealthy::TimedOut(_))));
    }

    #[test]
    fn every_address_is_called_on_loopback() {
        for (listen, called) in
            [("0.0.0.0:8080", "127.0.0.1:8080"), ("[::]:8080", "[::1]:8080"), ("192.0.2.1:80", "192.0.2.1:80")]
        {
            assert_eq!(reachable(listen.parse().unwrap()), called.parse().unwrap());
        }
    }
}
