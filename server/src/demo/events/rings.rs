//! The last events of every world. Bounded: so many events and bytes a world, so many worlds; the oldest go first.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::Notify;

/// Events kept a world.
const MOST_EVENTS: usize = 200;
/// Bytes kept a world. An event has some 200, so the number above is met first.
const MOST_BYTES: usize = 64 * 1024;
/// As many worlds as the double keeps.
const MOST_WORLDS: usize = 1000;
/// Streams a world.
const MOST_STREAMS: usize = 2;

/// All worlds.
#[derive(Default)]
pub(crate) struct Rings(Mutex<Worlds>);

#[derive(Default)]
struct Worlds {
    rings: HashMap<String, Ring>,
    /// Numbers the uses of all rings: that of the smallest goes first.
    uses: u64,
    /// Numbers the readers of all rings.
    readers: u64,
    closed: bool,
}

#[derive(Default)]
struct Ring {
    /// Number of the newest event; numbers begin at 1.
    last: u64,
    events: VecDeque<Arc<str>>,
    bytes: usize,
    /// Who reads, the oldest first.
    readers: VecDeque<u64>,
    used: u64,
    /// Something came, or ended. One a world, so that a visitor wakes nobody else.
    news: Arc<Notify>,
}

/// Who reads, from where.
pub(super) struct Place {
    pub(super) reader: u64,
    /// The event that it begins after.
    pub(super) after: u64,
    /// Wakes it.
    pub(super) news: Arc<Notify>,
}

/// What a reader finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The event after the one it had.
    Event(u64, Arc<str>),
    /// So many are gone; it goes on after this one.
    Lost(u64, u64),
    /// Nothing yet.
    Nothing,
    /// A newer reader took its place.
    Replaced,
    /// The world had to make room, or the server stops.
    End,
}

impl Rings {
    /// Adds an event to a world.
    pub(super) fn push(&self, world: &str, event: &str) {
        let mut worlds = self.lock();
        let ring = worlds.enter(world);
        ring.bytes += event.len();
        ring.last += 1;
        ring.events.push_back(event.into());
        while ring.events.len() > MOST_EVENTS || ring.bytes > MOST_BYTES {
            ring.bytes -= ring.events.pop_front().map_or(ring.bytes, |event| event.len());
        }
        ring.news.notify_waiters();
    }

    /// A new reader of a world. The newest readers stay, because after a reload the old page's stream may not have ended
    /// yet, and the page in view is the one that was opened last.
    pub(super) fn open(&self, world: &str, last_event_id: Option<u64>) -> Place {
        let mut worlds = self.lock();
        worlds.readers += 1;
        let reader = worlds.readers;
        let ring = worlds.enter(world);
        ring.readers.push_back(reader);
        if ring.readers.len() > MOST_STREAMS {
            ring.readers.pop_front();
            ring.news.notify_waiters();
        }
        // A number from before a restart is none of ours. A new page is given what is kept, and knows its own calls by
        // their ids: the first of them may have been quicker than its stream.
        let after = last_event_id.filter(|last| *last <= ring.last).unwrap_or(ring.gone());
        Place { reader, after, news: ring.news.clone() }
    }

    /// What comes after event `after` for a reader.
    pub(super) fn find(&self, world: &str, reader: u64, after: u64) -> Found {
        let worlds = self.lock();
        let Some(ring) = worlds.rings.get(world).filter(|_| !worlds.closed) else { return Found::End };
        if !ring.readers.contains(&reader) {
            return Found::Replaced;
        }
        let gone = ring.gone();
        if after < gone {
            return Found::Lost(gone - after, gone);
        }
        let event = usize::try_from(after - gone).ok().and_then(|at| ring.events.get(at));
        event.map_or(Found::Nothing, |event| Found::Event(after + 1, event.clone()))
    }

    /// A reader is gone.
    pub(super) fn leave(&self, world: &str, reader: u64) {
        if let Some(ring) = self.lock().rings.get_mut(world) {
            ring.readers.retain(|other| *other != reader);
        }
    }

    /// Forgets a world's events. Who reads it goes on with what comes next: a page that resets its own world stays.
    pub(crate) fn forget(&self, world: &str) {
        let mut worlds = self.lock();
        match worlds.rings.get_mut(world) {
            Some(ring) if !ring.readers.is_empty() => {
                ring.events.clear();
                ring.bytes = 0;
            }
            _ => drop(worlds.rings.remove(world)),
        }
    }

    /// Ends all streams: the server stops.
    pub(crate) fn close(&self) {
        let mut worlds = self.lock();
        worlds.closed = true;
        worlds.rings.values().for_each(|ring| ring.news.notify_waiters());
    }

    fn lock(&self) -> MutexGuard<'_, Worlds> {
        // nothing panics while it is held
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worlds {
    /// The ring of a world, made if need be.
    fn enter(&mut self, world: &str) -> &mut Ring {
        if !self.rings.contains_key(world) && self.rings.len() == MOST_WORLDS {
            let oldest = self.rings.iter().min_by_key(|(_, ring)| ring.used).map(|(name, _)| name.clone());
            let ring = oldest.and_then(|oldest| self.rings.remove(&oldest));
            ring.inspect(|ring| ring.news.notify_waiters());
        }
        self.uses += 1;
        let ring = self.rings.entry(world.to_owned()).or_default();
        ring.used = self.uses;
        ring
    }
}

impl Ring {
    /// How many events are not kept any more: the number of the newest of them.
    fn gone(&self) -> u64 {
        self.last - u64::try_from(self.events.len()).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "rings_tests.rs"]
mod tests;
