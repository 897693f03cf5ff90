//! The system's resolver with a typed error, so that "no such host" can be distinguished from a blocked connection.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The system's resolver finds no address for the name.
#[derive(Debug, thiserror::Error)]
#[error("the host name has no address")]
pub(super) struct NoAddress(#[source] std::io::Error);

/// `getaddrinfo` on tokio's blocking threads.
pub(super) struct System;

impl Resolve for System {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(NoAddress)?;
            // the lookup borrows the name
            let found: Vec<SocketAddr> = found.collect();
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
