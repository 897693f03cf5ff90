//! Gauges that are read at scrape time: connections, limits, worlds. Nothing here blocks or queries the database.

use std::{fmt, sync::Arc};

use identity::Store;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric},
    metrics::{MetricType, counter::ConstCounter, gauge::ConstGauge},
};
use wechat_double::Double;

use crate::limits::Limits;

/// The sources of the gauges.
pub(crate) struct Snapshot {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) limits: Option<Arc<Limits>>,
    pub(crate) double: Option<Double>,
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Snapshot")
    }
}

impl Collector for Snapshot {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let pools = self.store.pools();
        let help = "Open connections to the database, by pool and by whether they are in use.";
        let mut family = encoder.encode_descriptor("oa_database_connections", help, None, MetricType::Gauge)?;
        for pool in &pools {
            for (state, number) in [("used", pool.open.saturating_sub(pool.idle)), ("idle", pool.idle)] {
                let labels = [("pool", pool.name), ("state", state)];
                ConstGauge::new(number).encode(family.encode_family(&labels)?)?;
            }
        }
        let help = "Connections to the database that there may be, by pool.";
        let mut family = encoder.encode_descriptor("oa_database_connections_most", help, None, MetricType::Gauge)?;
        for pool in &pools {
            ConstGauge::new(pool.max).encode(family.encode_family(&[("pool", pool.name)])?)?;
        }
        if let Some(limits) = &self.limits {
            let stats = limits.stats();
            let help = "Actions that a rate limit refused.";
            let mut family = encoder.encode_descriptor("oa_limit_refused", help, None, MetricType::Counter)?;
            for one in &stats {
                ConstCounter::new(one.refused).encode(family.encode_family(&[("limit", one.name)])?)?;
            }
            let help = "Addresses or accounts that a rate limit remembers; at its bound, who is new goes uncounted.";
            let mut family = encoder.encode_descriptor("oa_limit_keys", help, None, MetricType::Gauge)?;
            for one in &stats {
                let keys = u64::try_from(one.keys).unwrap_or(u64::MAX);
                ConstGauge::new(keys).encode(family.encode_family(&[("limit", one.name)])?)?;
            }
        }
        if let Some(double) = &self.double {
            let worlds = u64::try_from(double.worlds()).unwrap_or(u64::MAX);
            let help = "Worlds of the demo that are in use.";
            let family = encoder.encode_descriptor("oa_demo_worlds", help, None, MetricType::Gauge)?;
            ConstGauge::new(worlds).encode(family)?;
        }
        Ok(())
    }
}
