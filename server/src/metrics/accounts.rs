//! Counters of accounts and sessions. There is no gauge of live sessions: counting them would scan the table, and begun
//! minus ended does not include expired sessions or those of other nodes.

use identity::Change;
use prometheus_client::{metrics::counter::Counter, registry::Registry};

pub(super) struct Accounts {
    created: Counter,
    begun: Counter,
    ended: Counter,
    swept: Counter,
}

impl Accounts {
    pub(super) fn new(registry: &mut Registry) -> Self {
        let mut counter = |name, help| {
            let counter = Counter::default();
            registry.register(name, help, counter.clone());
            counter
        };
        Self {
            created: counter("oa_accounts_created", "Accounts that a first login made"),
            begun: counter("oa_sessions_begun", "Sessions that a login began"),
            ended: counter("oa_sessions_ended", "Sessions that their user ended, by logout or revoke"),
            swept: counter("oa_swept_rows", "Rows of sessions that ran out, and of old keys, that were deleted"),
        }
    }

    pub(super) fn record(&self, change: Change) {
        match change {
            Change::SignedIn { first } => {
                self.begun.inc();
                self.created.inc_by(first.into());
            }
            Change::Ended(sessions) => {
                self.ended.inc_by(sessions);
            }
        }
    }

    pub(super) fn swept(&self, rows: u64) {
        self.swept.inc_by(rows);
    }
}
