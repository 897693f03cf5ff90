//! The worlds: at most 1 000. A world used in the last 10 minutes is not evicted; otherwise the least recently used one
//! is, and a world idle for a day is dropped.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::DEFAULT_WORLD;
use crate::creation_limit::CreationLimit;
use crate::double::{EnterError, Forgotten};
use crate::world::World;

/// The maximum number of worlds.
const MAX_WORLDS: usize = 1000;
/// The idle time after which a world is dropped, in ms: a day.
const IDLE_MS: i64 = 24 * 3600 * 1000;
/// How long a world counts as active after its last use and is not evicted, in ms: ten minutes.
const ACTIVE_MS: i64 = 10 * 60 * 1000;

/// By name.
#[derive(Default)]
pub(crate) struct Worlds(Mutex<Table>);

#[derive(Default)]
struct Table {
    worlds: HashMap<String, Entry>,
    creations: CreationLimit,
}

struct Entry {
    world: Arc<World>,
    used_ms: i64,
}

impl Worlds {
    /// Enters the world `name`, and returns what was dropped. Creates the world if need be; `creator` is the address
    /// that a new one is counted for, if that is limited.
    pub(crate) fn enter(
        &self,
        name: &str,
        now_ms: i64,
        creator: Option<IpAddr>,
    ) -> (Result<Arc<World>, EnterError>, Vec<Forgotten>) {
        let mut table = self.lock();
        if let Some(world) = table.find(name, now_ms) {
            return (Ok(world), Vec::new());
        }
        let mut forgotten = table.expired(now_ms);
        let created = table.create(name, now_ms, creator, &mut forgotten);
        (created, forgotten)
    }

    /// The world `name` if it exists. Counts as use, and creates none.
    pub(crate) fn find(&self, name: &str, now_ms: i64) -> Option<Arc<World>> {
        self.lock().find(name, now_ms)
    }

    /// Whether the world `name` exists. Does not count as use.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.lock().worlds.contains_key(name)
    }

    /// Drops the worlds that have been idle for a day.
    pub(crate) fn sweep(&self, now_ms: i64) -> Vec<Forgotten> {
        let mut table = self.lock();
        table.creations.tidy(now_ms);
        table.expired(now_ms)
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().worlds.len()
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn find(&mut self, name: &str, now_ms: i64) -> Option<Arc<World>> {
        let entry =
            self.worlds.get_mut(name).filter(|entry| name == DEFAULT_WORLD || now_ms - entry.used_ms < IDLE_MS)?;
        entry.used_ms = now_ms;
        Some(entry.world.clone())
    }

    fn create(
        &mut self,
        name: &str,
        now_ms: i64,
        creator: Option<IpAddr>,
        forgotten: &mut Vec<Forgotten>,
    ) -> Result<Arc<World>, EnterError> {
        if let Some(creator) = creator {
            self.creations.check(creator, now_ms).map_err(|wait_ms| EnterError::TooMany { wait_ms })?;
        }
        // the default world is not counted, so that other worlds cannot keep a backend out of it
        if name != DEFAULT_WORLD && self.worlds.len() >= MAX_WORLDS {
            let idle = self.worlds.iter().filter(|(name, _)| *name != DEFAULT_WORLD);
            let oldest = idle.min_by_key(|(_, entry)| entry.used_ms).map(|(name, entry)| (name.clone(), entry.used_ms));
            if let Some((oldest, used_ms)) = oldest {
                let wait_ms = ACTIVE_MS - (now_ms - used_ms);
                if wait_ms > 0 {
                    return Err(EnterError::Full { wait_ms: wait_ms.unsigned_abs() });
                }
                self.worlds.remove(&oldest);
                forgotten.push(Forgotten::World(oldest));
            }
        }
        if let Some(creator) = creator {
            self.creations.count(creator, now_ms);
        }
        let world = Arc::new(World::new(name));
        self.worlds.insert(name.to_owned(), Entry { world: world.clone(), used_ms: now_ms });
        Ok(world)
    }

    fn expired(&mut self, now_ms: i64) -> Vec<Forgotten> {
        // the default world is never dropped: a developer's accounts stay over a weekend
        let idle = self.worlds.extract_if(|name, entry| name != DEFAULT_WORLD && now_ms - entry.used_ms >= IDLE_MS);
        idle.map(|(name, _)| Forgotten::World(name)).collect()
    }
}

/// Whether `name` is valid: 1 to 64 of `a-z0-9-`.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enter(worlds: &Worlds, name: &str, now_ms: i64) -> (Arc<World>, Vec<Forgotten>) {
        let (world, forgotten) = worlds.enter(name, now_ms, None);
        (world.unwrap(), forgotten)
    }

    fn full() -> Worlds {
        let worlds = Worlds::default();
        for nth in 0..1000 {
            assert_eq!(enter(&worlds, &format!("w{nth}"), nth).1, []);
        }
        worlds
    }

    #[test]
    fn the_least_recently_used_is_evicted_first() {
        let worlds = full();
        enter(&worlds, "w0", 5000);
        assert_eq!(enter(&worlds, "one-more", ACTIVE_MS + 1).1, [Forgotten::World("w1".to_owned())]);
    }

    #[test]
    fn a_world_in_use_is_not_evicted() {
        let worlds = full();
        let refused = worlds.enter("one-more", ACTIVE_MS - 1, None);
        assert_eq!(refused.0.err(), Some(EnterError::Full { wait_ms: 1 }));
        assert_eq!((refused.1, worlds.len()), (Vec::new(), 1000));
        // a clock that went back makes no world idle
        assert!(worlds.enter("one-more", -ACTIVE_MS, None).0.is_err());
        // a WeChat call in a world counts as use
        for nth in 0..1000 {
            assert!(worlds.find(&format!("w{nth}"), ACTIVE_MS).is_some());
        }
        assert!(worlds.enter("one-more", 2 * ACTIVE_MS - 1, None).0.is_err());
        assert_eq!(enter(&worlds, "one-more", 2 * ACTIVE_MS).1.len(), 1);
    }

    #[test]
    fn the_default_world_is_not_evicted() {
        let worlds = full();
        let (default, _) = enter(&worlds, DEFAULT_WORLD, 1000);
        for nth in 0..1000 {
            enter(&worlds, &format!("new-{nth}"), ACTIVE_MS + 1000 + nth);
        }
        assert!(Arc::ptr_eq(&default, &worlds.find(DEFAULT_WORLD, 2 * ACTIVE_MS).unwrap()));
    }

    #[test]
    fn finding_a_world_creates_none() {
        let worlds = Worlds::default();
        assert!(worlds.find("a", 0).is_none() && !worlds.knows("a") && worlds.len() == 0);
        enter(&worlds, "a", 0);
        assert!(worlds.find("a", 0).is_some() && worlds.knows("a"));
    }

    #[test]
    fn an_address_creates_20_an_hour_and_existing_worlds_are_free() {
        let worlds = Worlds::default();
        let enter = |nth: i64, from: u8, now_ms| {
            worlds.enter(&format!("w{nth}"), now_ms, Some([192, 0, 2, from].into())).0.err()
        };
        for nth in 0..20 {
            assert_eq!(enter(nth, 1, nth), None);
        }
        assert_eq!(enter(20, 1, 100), Some(EnterError::TooMany { wait_ms: 3_600_000 - 100 }));
        assert_eq!((enter(7, 1, 100), enter(20, 2, 100)), (None, None), "a world that is there, another address");
        assert_eq!(enter(21, 1, 3_600_000), None, "the first is an hour old");
        assert_eq!(enter(22, 1, 3_600_000), Some(EnterError::TooMany { wait_ms: 1 }));
    }

    #[test]
    fn a_world_idle_for_a_day_is_dropped() {
        let worlds = Worlds::default();
        let (old, _) = enter(&worlds, "a", 0);
        assert!(Arc::ptr_eq(&old, &enter(&worlds, "a", IDLE_MS - 1).0));
        let (new, forgotten) = enter(&worlds, "a", 2 * IDLE_MS - 1);
        assert!(!Arc::ptr_eq(&old, &new));
        assert_eq!(forgotten, [Forgotten::World("a".to_owned())]);
        assert_eq!(worlds.sweep(9 * IDLE_MS), [Forgotten::World("a".to_owned())]);
    }

    #[test]
    fn names() {
        assert!(is_name("default") && is_name("a-1") && is_name(&"a".repeat(64)));
        for bad in ["", "A", "a_b", "a b", "ä", "a/b"] {
            assert!(!is_name(bad), "{bad}");
        }
        assert!(!is_name(&"a".repeat(65)));
    }
}
