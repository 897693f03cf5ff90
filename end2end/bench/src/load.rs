//! The load generator: threads with a blocking connection each. A closed loop measures the maximum throughput; an open
//! loop sends on schedule whatever the server does, and measures a response from when its request was due, so that
//! waiting counts.

use std::net::SocketAddr;
use std::sync::Barrier;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::Failure;
use crate::http::{Connection, without_chunk_size};
use crate::machine::{cpu_seconds, now};

/// Connections, and threads, of the generator, where a subject does not say otherwise.
const CLIENTS: usize = 32;

/// Writes the request of a number; no two calls get the same number.
type Make = Box<dyn Fn(u64, &mut Vec<u8>) + Send + Sync>;

/// Something that answers requests.
pub(crate) struct Subject {
    pub(crate) address: SocketAddr,
    /// The process whose time is counted.
    pub(crate) pid: u32,
    /// How a good response's body begins. Any other ends the bench: a figure of refusals would be none.
    pub(crate) good: &'static [u8],
    make: Make,
    next: AtomicU64,
    clients: usize,
}

/// The result of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sample {
    /// Answers a second.
    pub(crate) rate: f64,
    /// Half of the answers took no longer, in ms.
    pub(crate) p50: f64,
    /// Of a hundred answers 99 took no longer, in ms.
    pub(crate) p99: f64,
    /// Of the subject's process, for a response, all cores together, in µs.
    pub(crate) cpu: f64,
    /// How many answers there were.
    pub(crate) answers: f64,
}

impl Subject {
    pub(crate) fn new(
        (address, pid): (SocketAddr, u32),
        good: &'static [u8],
        make: impl Fn(u64, &mut Vec<u8>) + Send + Sync + 'static,
    ) -> Self {
        Self { address, pid, good, make: Box::new(make), next: AtomicU64::new(0), clients: CLIENTS }
    }

    /// With as many connections.
    pub(crate) fn clients(self, clients: usize) -> Self {
        Self { clients, ..self }
    }

    /// One call, on a connection of its own.
    pub(crate) fn once(&self) -> Result<(), Failure> {
        self.call(&mut Connection::open(self.address)?, &mut Vec::new())
    }

    /// As fast as it answers.
    pub(crate) fn closed(&self, time: Duration) -> Result<Sample, Failure> {
        self.run(move |start| {
            let due = now();
            (due < start + time).then_some(due)
        })
    }

    /// `rate` requests a second, evenly.
    pub(crate) fn open(&self, rate: f64, time: Duration) -> Result<Sample, Failure> {
        let sent = AtomicU64::new(0);
        self.run(move |start| {
            #[expect(clippy::cast_precision_loss, reason = "thousands")]
            let offset = Duration::from_secs_f64(sent.fetch_add(1, Ordering::Relaxed) as f64 / rate);
            (offset < time).then_some(start + offset)
        })
    }

    /// `due` says when the next request is, until there is none.
    fn run(&self, due: impl Fn(Instant) -> Option<Instant> + Sync) -> Result<Sample, Failure> {
        let connections = (0..self.clients).map(|_| Connection::open(self.address)).collect::<Result<Vec<_>, _>>()?;
        let before = cpu_seconds(self.pid)?;
        let (start, ready) = (now(), Barrier::new(self.clients));
        let (due, ready) = (&due, &ready);
        let mut latencies = Vec::new();
        std::thread::scope(|scope| {
            let client = |mut connection| {
                scope.spawn(move || {
                    ready.wait();
                    let (mut request, mut latencies) = (Vec::new(), Vec::new());
                    while let Some(due) = due(start) {
                        std::thread::sleep(due.saturating_duration_since(now()));
                        self.call(&mut connection, &mut request)?;
                        latencies.push(now().saturating_duration_since(due));
                    }
                    Ok::<_, Failure>(latencies)
                })
            };
            let clients: Vec<_> = connections.into_iter().map(client).collect();
            for client in clients {
                latencies.extend(client.join().map_err(|_| "a client panicked")??);
            }
            Ok::<_, Failure>(())
        })?;
        Ok(sample(latencies, now().duration_since(start), cpu_seconds(self.pid)? - before))
    }

    fn call(&self, connection: &mut Connection, request: &mut Vec<u8>) -> Result<(), Failure> {
        request.clear();
        (self.make)(self.next.fetch_add(1, Ordering::Relaxed), request);
        let response = connection.call(request)?;
        if without_chunk_size(response).starts_with(self.good) {
            return Ok(());
        }
        let request_line =
            String::from_utf8_lossy(request.split(|byte| *byte == b'\r').next().unwrap_or_default()).into_owned();
        Err(format!("{request_line}: {}", String::from_utf8_lossy(response)).into())
    }
}

fn sample(mut latencies: Vec<Duration>, time: Duration, cpu_s: f64) -> Sample {
    latencies.sort_unstable();
    let quantile = |percent: usize| {
        let at = latencies.len().saturating_sub(1) * percent / 100;
        latencies.get(at).copied().unwrap_or_default().as_secs_f64() * 1e3
    };
    #[expect(clippy::cast_precision_loss, reason = "a count of some seconds")]
    let count = latencies.len().max(1) as f64;
    Sample {
        rate: count / time.as_secs_f64(),
        p50: quantile(50),
        p99: quantile(99),
        cpu: cpu_s * 1e6 / count,
        answers: count,
    }
}

/// A GET, with a token or without (empty).
pub(crate) fn get(request: &mut Vec<u8>, path: &str, token: &str) {
    request.extend(format!("GET {path} HTTP/1.1\r\nhost: oa\r\n{}\r\n", header(token)).bytes());
}

/// A POST of JSON, with a token or without (empty).
pub(crate) fn post(request: &mut Vec<u8>, path: &str, token: &str, body: &str) {
    let (token, length) = (header(token), body.len());
    let head = format!("POST {path} HTTP/1.1\r\nhost: oa\r\n{token}content-type: application/json\r\n");
    request.extend(format!("{head}content-length: {length}\r\n\r\n{body}").bytes());
}

fn header(token: &str) -> String {
    if token.is_empty() { String::new() } else { format!("x-oa-token: {token}\r\n") }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::sample;

    #[test]
    fn a_sample_is_read_off_the_sorted_times() {
        let times = (1..=100).rev().map(Duration::from_millis).collect();
        let sample = sample(times, Duration::from_secs(2), 0.5);
        assert_eq!((sample.rate, sample.p50, sample.p99, sample.cpu), (50.0, 50.0, 99.0, 5000.0));
    }
}
