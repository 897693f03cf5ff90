//! The system's resolver, with an error that has a type: "no such name" must be told from a firewall.

use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// The name has no address, says the system.
#[derive(Debug, thiserror::Error)]
#[error("the host name has no address")]
pub(super) struct NoAddress(#[source] std::io::Error);

/// `getaddrinfo`, away from the requests' threads.
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
