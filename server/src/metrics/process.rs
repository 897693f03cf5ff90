//! The standard process metrics of Prometheus clients. Read from `/proc` at scrape time, so on Linux only; a value that
//! cannot be read is omitted.

use std::fmt;

use procfs::{ProcResult, WithCurrentSystemInfo as _, process::LimitValue};
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
};

#[derive(Debug)]
pub(super) struct Process;

/// The values, in bytes, seconds and counts.
struct ProcessStats {
    resident: u64,
    virtual_: u64,
    cpu_s: f64,
    started_s: f64,
    fds: u64,
    max_fds: Option<u64>,
}

impl ProcessStats {
    fn read() -> ProcResult<Self> {
        let myself = procfs::process::Process::myself()?;
        let stat = myself.stat()?;
        let seconds = |ticks: u64| ticks as f64 / procfs::ticks_per_second() as f64;
        let started_s = procfs::boot_time_secs()? as f64 + seconds(stat.starttime);
        let max_fds = match myself.limits()?.max_open_files.soft_limit {
            LimitValue::Unlimited => None,
            LimitValue::Value(most) => Some(most),
        };
        Ok(Self {
            resident: stat.rss_bytes().get(),
            virtual_: stat.vsize,
            cpu_s: seconds(stat.utime.saturating_add(stat.stime)),
            started_s,
            fds: u64::try_from(myself.fd_count()?).unwrap_or(u64::MAX),
            max_fds,
        })
    }
}

impl Collector for Process {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Ok(stats) = ProcessStats::read() else { return Ok(()) };
        let mut gauge = |name, help, number: u64| {
            ConstGauge::new(number).encode(encoder.encode_descriptor(name, help, None, MetricType::Gauge)?)
        };
        gauge("process_resident_memory_bytes", "Memory in RAM, in bytes.", stats.resident)?;
        gauge("process_virtual_memory_bytes", "Address space, in bytes.", stats.virtual_)?;
        gauge("process_open_fds", "Open files and sockets.", stats.fds)?;
        if let Some(most) = stats.max_fds {
            gauge("process_max_fds", "Open files and sockets that there may be.", most)?;
        }
        let (name, help) = ("process_start_time_seconds", "When it started, in s since 1970.");
        let family = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
        ConstGauge::new(stats.started_s).encode(family)?;
        let (name, help) = ("process_cpu_seconds", "CPU time, user and system, in s.");
        let family = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
        ConstCounter::new(stats.cpu_s).encode(family)
    }
}
