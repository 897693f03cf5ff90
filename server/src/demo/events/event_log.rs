//! The last events of every world, bounded in events and bytes per world and in the number of worlds.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::{Notify, futures::Notified};

/// Events kept per world.
const MAX_EVENTS: usize = 200;
/// Bytes kept per world. An event of a login or of bindPhone has about 300 on average, a decryption with its keys and steps 1 000,
/// so the limit above is reached first. All worlds together keep at most 140 MiB, about half of what the double may.
const MAX_BYTES: usize = 128 * 1024;
/// More than the double's maximum: events and subscribers belong to its worlds. The rest is for worlds that the double
/// has dropped while they still have subscribers.
const MAX_WORLDS: usize = 1100;
/// Streams per world.
const MAX_STREAMS: usize = 2;

/// The event logs of all worlds.
#[derive(Default)]
pub(crate) struct EventLog {
    worlds: Mutex<Worlds>,
    /// Notified when a world's log is created or all streams end, for subscribers that wait for their world.
    created: Notify,
}

#[derive(Default)]
struct Worlds {
    event_log: HashMap<String, WorldEvents>,
    /// The last subscriber id.
    subscribers: u64,
    closed: bool,
}

#[derive(Default)]
struct WorldEvents {
    /// The id of the newest event; ids begin at 1.
    last: u64,
    events: VecDeque<Arc<str>>,
    bytes: usize,
    /// The subscribers, the oldest first.
    subscribers: VecDeque<u64>,
    /// The world was dropped and not used since: its log can be evicted.
    is_dropped: bool,
    /// Notified of new events and of the end. One per world, so that other worlds' subscribers are not woken.
    changed: Arc<Notify>,
}

/// A subscription and its position.
pub(super) struct Subscription {
    pub(super) subscriber: u64,
    /// The id of the last event that was read.
    pub(super) after: u64,
    /// Wakes the subscriber.
    pub(super) changed: Arc<Notify>,
}

/// The result of a read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum ReadResult {
    /// The next event.
    Event(u64, Arc<str>),
    /// This many events were dropped; reading continues after this id.
    Lost(u64, u64),
    /// No new event.
    Nothing,
    /// A newer subscriber replaced this one.
    Replaced,
    /// The world's log was evicted, or the server stops.
    End,
}

impl EventLog {
    /// Appends an event to a world that the double knows.
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

    /// Subscribes to a world. `None` if there is no log of the world and the double does not know it either, so that a
    /// name alone creates nothing. The newest subscribers stay, because after a reload the old page's stream may not
    /// have ended yet, and the visible page is the one that was opened last.
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
        // An id from before a restart is invalid. A new page gets all kept events and recognises its own calls by their
        // ids: the first of them may have been faster than its stream.
        let after = last_event_id.filter(|last| *last <= world_events.last).unwrap_or(world_events.dropped());
        Some(Subscription { subscriber, after, changed: world_events.changed.clone() })
    }

    /// Resolves when a world's log is created after this, or when all streams end.
    pub(super) fn created(&self) -> Notified<'_> {
        self.created.notified()
    }

    /// Whether the server stops.
    pub(super) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// The event after `after` for a subscriber.
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

    /// Removes a subscriber.
    pub(super) fn unsubscribe(&self, world: &str, subscriber: u64) {
        if let Some(world_events) = self.lock().event_log.get_mut(world) {
            world_events.subscribers.retain(|other| *other != subscriber);
        }
    }

    /// Drops a world's events. Its subscribers continue with later events: a page that resets its own world stays
    /// subscribed.
    pub(crate) fn drop_world(&self, world: &str) {
        let mut worlds = self.lock();
        match worlds.event_log.get_mut(world) {
            Some(world_events) if !world_events.subscribers.is_empty() => {
                world_events.events.clear();
                world_events.bytes = 0;
                world_events.is_dropped = true;
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

    /// Resolves when the server stops.
    #[cfg(feature = "miniprogram")]
    pub(crate) async fn closed(&self) {
        loop {
            let woken = self.created.notified();
            if self.lock().closed {
                return;
            }
            woken.await;
        }
    }

    fn lock(&self) -> MutexGuard<'_, Worlds> {
        // no code panics while the lock is held
        self.worlds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Worlds {
    /// The log of a world that the double knows, created if need be. At the limit, the log of a dropped world is
    /// evicted, never one in use.
    fn enter(&mut self, world: &str, created: &Notify) -> Option<&mut WorldEvents> {
        if !self.event_log.contains_key(world) {
            if self.event_log.len() >= MAX_WORLDS {
                let dropped = self
                    .event_log
                    .iter()
                    .find(|(_, world_events)| world_events.is_dropped)
                    .map(|(name, _)| name.clone())?;
                self.event_log.remove(&dropped).inspect(|world_events| world_events.changed.notify_waiters());
            }
            created.notify_waiters();
        }
        let world_events = self.event_log.entry(world.to_owned()).or_default();
        world_events.is_dropped = false;
        Some(world_events)
    }
}

impl WorldEvents {
    /// The id of the newest dropped event.
    fn dropped(&self) -> u64 {
        self.last - u64::try_from(self.events.len()).unwrap_or_default()
    }
}

#[cfg(test)]
#[path = "event_log_tests.rs"]
mod tests;
