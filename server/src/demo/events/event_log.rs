//! The last events of every world. Bounded: so many events and bytes a world, and no worlds but the double's.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Notify, futures::Notified};

/// Events kept a world.
const MOST_EVENTS: usize = 200;
/// Bytes kept a world. An event has some 200, so the number above is met first.
const MOST_BYTES: usize = 64 * 1024;
/// More than the double has worlds: who puts an event here, or reads, is in one of those. The rest is of worlds that the
/// double has forgotten while somebody still read.
const MOST_WORLDS: usize = 1100;
/// Streams a world.
const MOST_STREAMS: usize = 2;

/// All worlds.
#[derive(Default)]
pub(crate) struct Rings {
    worlds: Mutex<Worlds>,
    /// A ring was made, or all streams end. For who waits for a world that there is not yet.
    made: Notify,
}

#[derive(Default)]
struct Worlds {
    rings: HashMap<String, Ring>,
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
    /// The world was forgotten, and nothing happened in it since: it makes room for others.
    forgotten: bool,
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
    /// The world was forgotten and had to make room, or the server stops.
    End,
}

impl Rings {
    /// Adds an event to a world that the double knows.
    pub(super) fn push(&self, world: &str, event: &str) {
        let mut worlds = self.lock();
        let Some(ring) = worlds.enter(world, &self.made) else { return };
        ring.bytes += event.len();
        ring.last += 1;
        ring.events.push_back(event.into());
        while ring.events.len() > MOST_EVENTS || ring.bytes > MOST_BYTES {
            ring.bytes -= ring.events.pop_front().map_or(ring.bytes, |event| event.len());
        }
        ring.news.notify_waiters();
    }

    /// A new reader of a world; none where there is no ring and the double does not know the world either, so that a name
    /// alone makes nothing here. The newest readers stay, because after a reload the old page's stream may not have ended
    /// yet, and the page in view is the one that was opened last.
    pub(super) fn open(&self, world: &str, known: bool, last_event_id: Option<u64>) -> Option<Place> {
        let mut worlds = self.lock();
        worlds.readers += 1;
        let reader = worlds.readers;
        let ring = if known { worlds.enter(world, &self.made)? } else { worlds.rings.get_mut(world)? };
        ring.readers.push_back(reader);
        if ring.readers.len() > MOST_STREAMS {
            ring.readers.pop_front();
            ring.news.notify_waiters();
        }
        // A number from before a restart is none of ours. A new page is given what is kept, and knows its own calls by
        // their ids: the first of them may have been quicker than its stream.
        let after = last_event_id.filter(|last| *last <= ring.last).unwrap_or(ring.gone());
        Some(Place { reader, after, news: ring.news.clone() })
    }

    /// Ready when a ring was made after this, or when all streams end.
    pub(super) fn made(&self) -> Notified<'_> {
        self.made.notified()
    }

    /// Whether the server stops.
    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
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
                ring.forgotten = true;
            }
            _ => drop(worlds.rings.remove(world)),
        }
    }

    /// Ends all streams: the server stops.
    pub(crate) fn close(&self) {
        let mut worlds = self.lock();
        worlds.closed = true;
        worlds.rings.values().for_each(|ring| ring.news.notify_waiters());
        self.made.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Worlds> {
        // nothing panics while it is held
        self.worlds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worlds {
    /// The ring of a world that the double knows, made if need be. Where there is no room, that of a forgotten world goes,
    /// and never one that is in use.
    fn enter(&mut self, world: &str, made: &Notify) -> Option<&mut Ring> {
        if !self.rings.contains_key(world) {
            if self.rings.len() >= MOST_WORLDS {
                let gone = self.rings.iter().find(|(_, ring)| ring.forgotten).map(|(name, _)| name.clone())?;
                self.rings.remove(&gone).inspect(|ring| ring.news.notify_waiters());
            }
            made.notify_waiters();
        }
        let ring = self.rings.entry(world.to_owned()).or_default();
        ring.forgotten = false;
        Some(ring)
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
