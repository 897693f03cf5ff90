//! The last events of every world. Bounded: so many events and bytes a world, and no worlds but the double's.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Notify, futures::Notified};

/// Events kept a world.
const MAX_EVENTS: usize = 200;
/// Bytes kept a world. An event has some 200, so the number above is met first.
const MAX_BYTES: usize = 64 * 1024;
/// More than the double has worlds: who puts an event here, or reads, is in one of those. The rest is of worlds that the
/// double has forgotten while somebody still read.
const MAX_WORLDS: usize = 1100;
/// Streams a world.
const MAX_STREAMS: usize = 2;

/// All worlds.
#[derive(Default)]
pub(crate) struct EventLog {
    worlds: Mutex<Worlds>,
    /// A world_events was created, or all streams end. For who waiting_permit for a world that there is not yet.
    created: Notify,
}

#[derive(Default)]
struct Worlds {
    event_log: HashMap<String, WorldEvents>,
    /// Numbers the subscribers of all event_log.
    subscribers: u64,
    closed: bool,
}

#[derive(Default)]
struct WorldEvents {
    /// Number of the newest event; numbers begin at 1.
    last: u64,
    events: VecDeque<Arc<str>>,
    bytes: usize,
    /// Who reads, the oldest first.
    subscribers: VecDeque<u64>,
    /// The world was forgotten, and nothing happened in it since: it makes room for others.
    forgotten: bool,
    /// Something came, or ended. One a world, so that a visitor wakes nobody else.
    changed: Arc<Notify>,
}

/// Who reads, from where.
pub(super) struct Subscription {
    pub(super) subscriber: u64,
    /// The event that it begins after.
    pub(super) after: u64,
    /// Wakes it.
    pub(super) changed: Arc<Notify>,
}

/// What a subscriber finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ReadResult {
    /// The event after the one it had.
    Event(u64, Arc<str>),
    /// So many are dropped; it goes on after this one.
    Lost(u64, u64),
    /// Nothing yet.
    Nothing,
    /// A newer subscriber took its subscription.
    Replaced,
    /// The world was forgotten and had to make room, or the server stops.
    End,
}

impl EventLog {
    /// Adds an event to a world that the double knows.
    pub(super) fn push(&self, world: &str, event: &str) {
        let mut worlds = self.lock();
        let Some(world_events) = worlds.enter(world, &self.created) else { return };
        world_events.bytes += event.len();
        world_events.last += 1;
        world_events.events.push_back(event.into());
        while world_events.events.len() > MAX_EVENTS || world_events.bytes > MAX_BYTES {
            world_events.bytes -= world_events.events.pop_front().map_or(world_events.bytes, |event| event.len());
        }
        world_events.changed.notify_waiters();
    }

    /// A new subscriber of a world; none where there is no world_events and the double does not know the world either, so that a name
    /// alone makes nothing here. The newest subscribers stay, because after a reload the old page's stream may not have ended
    /// yet, and the page in view is the one that was opened last.
    pub(super) fn subscribe(&self, world: &str, known: bool, last_event_id: Option<u64>) -> Option<Subscription> {
        let mut worlds = self.lock();
        worlds.subscribers += 1;
        let subscriber = worlds.subscribers;
        let world_events = if known { worlds.enter(world, &self.created)? } else { worlds.event_log.get_mut(world)? };
        world_events.subscribers.push_back(subscriber);
        if world_events.subscribers.len() > MAX_STREAMS {
            world_events.subscribers.pop_front();
            world_events.changed.notify_waiters();
        }
        // A number from before a restart is none of ours. A new page is given what is kept, and knows its own calls by
        // their ids: the first of them may have been quicker than its stream.
        let after = last_event_id.filter(|last| *last <= world_events.last).unwrap_or(world_events.dropped());
        Some(Subscription { subscriber, after, changed: world_events.changed.clone() })
    }

    /// Ready when a world_events was created after this, or when all streams end.
    pub(super) fn created(&self) -> Notified<'_> {
        self.created.notified()
    }

    /// Whether the server stops.
    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// What comes after event `after` for a subscriber.
    pub(super) fn read(&self, world: &str, subscriber: u64, after: u64) -> ReadResult {
        let worlds = self.lock();
        let Some(world_events) = worlds.event_log.get(world).filter(|_| !worlds.closed) else { return ReadResult::End };
        if !world_events.subscribers.contains(&subscriber) {
            return ReadResult::Replaced;
        }
        let dropped = world_events.dropped();
        if after < dropped {
            return ReadResult::Lost(dropped - after, dropped);
        }
        let event = usize::try_from(after - dropped).ok().and_then(|at| world_events.events.get(at));
        event.map_or(ReadResult::Nothing, |event| ReadResult::Event(after + 1, event.clone()))
    }

    /// A subscriber is dropped.
    pub(super) fn unsubscribe(&self, world: &str, subscriber: u64) {
        if let Some(world_events) = self.lock().event_log.get_mut(world) {
            world_events.subscribers.retain(|other| *other != subscriber);
        }
    }

    /// Forgets a world's events. Who reads it goes on with what comes next: a page that resets its own world stays.
    pub(crate) fn forget(&self, world: &str) {
        let mut worlds = self.lock();
        match worlds.event_log.get_mut(world) {
            Some(world_events) if !world_events.subscribers.is_empty() => {
                world_events.events.clear();
                world_events.bytes = 0;
                world_events.forgotten = true;
            }
            _ => drop(worlds.event_log.remove(world)),
        }
    }

    /// Ends all streams: the server stops.
    pub(crate) fn close_all(&self) {
        let mut worlds = self.lock();
        worlds.closed = true;
        worlds.event_log.values().for_each(|world_events| world_events.changed.notify_waiters());
        self.created.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, Worlds> {
        // nothing panics while it is held
        self.worlds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worlds {
    /// The world_events of a world that the double knows, created if need be. Where there is no room, that of a forgotten world goes,
    /// and never one that is in use.
    fn enter(&mut self, world: &str, created: &Notify) -> Option<&mut WorldEvents> {
        if !self.event_log.contains_key(world) {
            if self.event_log.len() >= MAX_WORLDS {
                let dropped = self
                    .event_log
                    .iter()
                    .find(|(_, world_events)| world_events.forgotten)
                    .map(|(name, _)| name.clone())?;
                self.event_log.remove(&dropped).inspect(|world_events| world_events.changed.notify_waiters());
            }
            created.notify_waiters();
        }
        let world_events = self.event_log.entry(world.to_owned()).or_default();
        world_events.forgotten = false;
        Some(world_events)
    }
}

impl WorldEvents {
    /// How many events are not kept any more: the number of the newest of them.
    fn dropped(&self) -> u64 {
        self.last - u64::try_from(self.events.len()).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "event_log_tests.rs"]
mod tests;
