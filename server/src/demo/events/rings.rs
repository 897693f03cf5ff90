//! The last events of every world. Bounded: so many events a world, so many worlds; the oldest go first.

use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

use tokio::sync::Notify;

/// Events kept a world. One has some 200 bytes, so a world stays under 64 KiB.
const MOST_EVENTS: usize = 200;
/// As many worlds as the double keeps.
const MOST_WORLDS: usize = 1000;
/// Streams a world.
const MOST_STREAMS: usize = 2;

/// All worlds.
#[derive(Default)]
pub(crate) struct Rings {
    worlds: Mutex<HashMap<String, Ring>>,
    /// Something came, or ended.
    news: Notify,
    closed: AtomicBool,
}

#[derive(Default)]
struct Ring {
    /// Number of the newest event; numbers begin at 1.
    last: u64,
    events: VecDeque<String>,
    /// Who reads, the oldest first.
    streams: VecDeque<u64>,
    next_stream: u64,
    /// Number of the last use in all worlds: the smallest goes first.
    used: u64,
}

/// What a reader finds.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// The event after the one it had.
    Event(u64, String),
    /// So many are gone; it goes on after this one.
    Lost(u64, u64),
    /// Nothing yet.
    Nothing,
    /// It has been replaced by a newer reader, or the server stops.
    End,
}

impl Rings {
    /// Adds an event to a world.
    pub(super) fn push(&self, world: &str, event: String) {
        {
            let mut worlds = self.lock();
            let ring = enter(&mut worlds, world);
            if ring.events.len() == MOST_EVENTS {
                ring.events.pop_front();
            }
            ring.last += 1;
            ring.events.push_back(event);
        }
        self.news.notify_waiters();
    }

    /// A new reader of a world: its number, and the event that it begins after. The newest readers stay, because after a
    /// reload the old page's stream may not have ended yet.
    pub(super) fn open(&self, world: &str, last_event_id: Option<u64>) -> (u64, u64) {
        let opened = {
            let mut worlds = self.lock();
            let ring = enter(&mut worlds, world);
            ring.next_stream += 1;
            ring.streams.push_back(ring.next_stream);
            if ring.streams.len() > MOST_STREAMS {
                ring.streams.pop_front();
            }
            // A number from before a restart is none of ours. A new page is given what is kept, and knows its own calls by
            // their ids: the first of them may have been quicker than its stream.
            let kept = u64::try_from(ring.events.len()).unwrap_or_default();
            let after = last_event_id.filter(|last| *last <= ring.last).unwrap_or(ring.last - kept);
            (ring.next_stream, after)
        };
        self.news.notify_waiters();
        opened
    }

    /// What comes after event `after` for reader `stream`.
    pub(super) fn find(&self, world: &str, stream: u64, after: u64) -> Found {
        let worlds = self.lock();
        let Some(ring) = worlds.get(world).filter(|ring| ring.streams.contains(&stream)) else { return Found::End };
        if self.closed.load(Ordering::Relaxed) {
            return Found::End;
        }
        let kept = u64::try_from(ring.events.len()).unwrap_or_default();
        let gone = ring.last - kept;
        if after < gone {
            return Found::Lost(gone - after, gone);
        }
        let event = usize::try_from(after - gone).ok().and_then(|at| ring.events.get(at));
        event.map_or(Found::Nothing, |event| Found::Event(after + 1, event.clone()))
    }

    /// Waits until something may be new. To be made before `find`, so that nothing is missed between.
    pub(super) fn news(&self) -> tokio::sync::futures::Notified<'_> {
        self.news.notified()
    }

    /// A reader is gone.
    pub(super) fn leave(&self, world: &str, stream: u64) {
        if let Some(ring) = self.lock().get_mut(world) {
            ring.streams.retain(|other| *other != stream);
        }
    }

    /// Forgets a world, with its readers.
    pub(crate) fn forget(&self, world: &str) {
        self.lock().remove(world);
        self.news.notify_waiters();
    }

    /// Ends all streams: the server stops.
    pub(crate) fn close(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.news.notify_waiters();
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Ring>> {
        // nothing panics while it is held
        self.worlds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn enter<'w>(worlds: &'w mut HashMap<String, Ring>, world: &str) -> &'w mut Ring {
    if !worlds.contains_key(world) && worlds.len() == MOST_WORLDS {
        let oldest = worlds.iter().min_by_key(|(_, ring)| ring.used).map(|(name, _)| name.clone());
        oldest.and_then(|oldest| worlds.remove(&oldest));
    }
    let used = worlds.values().map(|ring| ring.used).max().unwrap_or_default() + 1;
    let ring = worlds.entry(world.to_owned()).or_default();
    ring.used = used;
    ring
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_events_are_kept_and_a_slow_reader_is_told() {
        let rings = Rings::default();
        let (stream, after) = rings.open("w", None);
        assert_eq!(rings.find("w", stream, after), Found::Nothing);
        for number in 1..=250 {
            rings.push("w", number.to_string());
        }
        assert_eq!(rings.find("w", stream, after), Found::Lost(50, 50));
        assert_eq!(rings.find("w", stream, 50), Found::Event(51, "51".to_owned()));
        assert_eq!(rings.find("w", stream, 250), Found::Nothing);
    }

    #[test]
    fn a_reader_goes_on_where_it_was() {
        let rings = Rings::default();
        for number in 1..=3 {
            rings.push("w", number.to_string());
        }
        assert_eq!(rings.open("w", Some(1)).1, 1);
        assert_eq!(rings.open("w", None).1, 0, "a new page begins with what is kept");
        assert_eq!(rings.open("w", Some(99)).1, 0, "a number from before a restart");
    }

    #[test]
    fn two_readers_a_world() {
        let rings = Rings::default();
        let [first, second, third] = [(); 3].map(|()| rings.open("w", None).0);
        rings.push("w", "x".to_owned());
        assert_eq!(rings.find("w", first, 0), Found::End);
        assert_eq!(rings.find("w", second, 0), Found::Event(1, "x".to_owned()));
        assert_eq!(rings.find("w", third, 0), Found::Event(1, "x".to_owned()));
        rings.leave("w", second);
        assert_eq!(rings.find("w", second, 0), Found::End);
    }

    #[test]
    fn worlds_are_apart_and_few() {
        let rings = Rings::default();
        let (stream, after) = rings.open("other", None);
        rings.push("w", "x".to_owned());
        assert_eq!(rings.find("other", stream, after), Found::Nothing);
        for number in 0..MOST_WORLDS {
            rings.push(&format!("w{number}"), "x".to_owned());
        }
        assert_eq!(rings.lock().len(), MOST_WORLDS);
        assert_eq!(rings.find("other", stream, after), Found::End, "the longest idle went first");
        rings.close();
        assert_eq!(rings.find("w9", 0, 0), Found::End);
    }
}
