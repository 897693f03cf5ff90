//! The worlds that are in use: at most 1 000, the longest idle goes first, and one idle for a day is forgotten.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::double::Forgotten;
use crate::world::World;

/// How many worlds there are at a time.
const MOST: usize = 1000;
/// How long a world may be idle, in ms: a day.
const IDLE_MS: i64 = 24 * 3600 * 1000;

/// By name.
#[derive(Default)]
pub(crate) struct Worlds(Mutex<HashMap<String, Entry>>);

struct Entry {
    world: Arc<World>,
    used_ms: i64,
}

impl Worlds {
    /// The world `name`, made if need be, and what had to go.
    pub(crate) fn enter(&self, name: &str, now_ms: i64) -> (Arc<World>, Vec<Forgotten>) {
        let mut worlds = self.lock();
        if let Some(entry) = worlds.get_mut(name).filter(|entry| now_ms - entry.used_ms < IDLE_MS) {
            entry.used_ms = now_ms;
            return (entry.world.clone(), Vec::new());
        }
        let mut forgotten = expired(&mut worlds, now_ms);
        while worlds.len() >= MOST {
            let Some(name) = worlds.iter().min_by_key(|(_, entry)| entry.used_ms).map(|(name, _)| name.clone()) else {
                break;
            };
            worlds.remove(&name);
            forgotten.push(Forgotten::World(name));
        }
        let world = Arc::new(World::new(name));
        worlds.insert(name.to_owned(), Entry { world: world.clone(), used_ms: now_ms });
        (world, forgotten)
    }

    /// Forgets the worlds that have been idle for a day.
    pub(crate) fn sweep(&self, now_ms: i64) -> Vec<Forgotten> {
        expired(&mut self.lock(), now_ms)
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn expired(worlds: &mut HashMap<String, Entry>, now_ms: i64) -> Vec<Forgotten> {
    worlds.extract_if(|_, entry| now_ms - entry.used_ms >= IDLE_MS).map(|(name, _)| Forgotten::World(name)).collect()
}

/// Whether `name` may name a world: 1 to 64 of `a-z0-9-`.
pub(crate) fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_idle_goes_first() {
        let worlds = Worlds::default();
        for nth in 0..1000 {
            assert_eq!(worlds.enter(&format!("w{nth}"), nth).1, []);
        }
        worlds.enter("w0", 5000);
        assert_eq!(worlds.enter("one-more", 5001).1, [Forgotten::World("w1".to_owned())]);
    }

    #[test]
    fn a_day_of_idleness_ends_a_world() {
        let worlds = Worlds::default();
        let (old, _) = worlds.enter("a", 0);
        assert!(Arc::ptr_eq(&old, &worlds.enter("a", IDLE_MS - 1).0));
        let (new, forgotten) = worlds.enter("a", 2 * IDLE_MS - 1);
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
