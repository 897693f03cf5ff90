//! The swiper and the lists: order, filter, pages, and the demo's content.

use std::sync::Arc;

use super::sign_in::seed;
use super::{DAY_MS, HOUR_MS, NOW_MS, login};
use crate::{DemoSeed, ListQuery, Meeting, Membership, NewLogin, State, Store, SwiperImage, Vote};

const ALL: ListQuery = ListQuery { state: None, page: 1, limit: 100 };

/// Meetings and votes of these ids, with these offsets in hours.
fn content(times: &[(i64, i64, i64)]) -> DemoSeed {
    let meetings = times.iter().map(|&(id, start, end)| Meeting {
        id,
        title: format!("会议{id}"),
        image: format!("/m{id}.png"),
        start_ms: start * HOUR_MS,
        end_ms: end * HOUR_MS,
        address: format!("{id} 号楼"),
        participants: id % 3,
    });
    let votes = times.iter().map(|&(id, start, end)| Vote {
        id,
        title: format!("投票{id}"),
        start_ms: start * HOUR_MS,
        end_ms: end * HOUR_MS,
        cast: id % 4,
    });
    DemoSeed { swiper: Vec::new(), meetings: meetings.collect(), votes: votes.collect() }
}

/// Running 1 (newest) and 2; coming 3 (soonest) and 4; past 5 (newest) and 6; written in another order.
fn six() -> DemoSeed {
    content(&[(6, -90, -80), (4, 50, 60), (2, -9, 5), (5, -30, -20), (1, -1, 1), (3, 10, 20)])
}

async fn meeting_ids(store: &Arc<dyn Store>, query: ListQuery, now_ms: i64) -> (Vec<i64>, i64) {
    let page = store.meetings(query, now_ms).await.unwrap();
    (page.list.iter().map(|meeting| meeting.id).collect(), page.total)
}

async fn vote_ids(store: &Arc<dyn Store>, query: ListQuery, now_ms: i64) -> (Vec<i64>, i64) {
    let page = store.votes(query, now_ms).await.unwrap();
    (page.list.iter().map(|vote| vote.id).collect(), page.total)
}

/// Both lists at once: they have one order.
async fn ids(store: &Arc<dyn Store>, query: ListQuery, now_ms: i64) -> (Vec<i64>, i64) {
    let meetings = meeting_ids(store, query, now_ms).await;
    assert_eq!(vote_ids(store, query, now_ms).await, meetings);
    meetings
}

pub async fn an_empty_database_has_empty_lists(store: Arc<dyn Store>) {
    assert!(store.swiper_images().await.unwrap().is_empty());
    assert_eq!(ids(&store, ALL, NOW_MS).await, (vec![], 0));
}

pub async fn a_seed_is_read_back(store: Arc<dyn Store>) {
    let image = |id| SwiperImage { id, image: format!("/s{id}.png"), title: format!("图{id}") };
    let seed = DemoSeed { swiper: vec![image(2), image(1)], ..six() };
    store.seed_demo(&seed, NOW_MS).await.unwrap();
    assert_eq!(store.swiper_images().await.unwrap(), seed.swiper, "in the seed's order");
    for found in store.meetings(ALL, NOW_MS).await.unwrap().list {
        let sown = seed.meetings.iter().find(|meeting| meeting.id == found.id).unwrap().clone();
        assert_eq!(found, Meeting { start_ms: NOW_MS + sown.start_ms, end_ms: NOW_MS + sown.end_ms, ..sown });
    }
    for found in store.votes(ALL, NOW_MS).await.unwrap().list {
        let sown = seed.votes.iter().find(|vote| vote.id == found.id).unwrap().clone();
        assert_eq!(found, Vote { start_ms: NOW_MS + sown.start_ms, end_ms: NOW_MS + sown.end_ms, ..sown });
    }
}

pub async fn seeding_twice_changes_nothing(store: Arc<dyn Store>) {
    let image = SwiperImage { id: 1, image: "/s.png".into(), title: "图".into() };
    let seed = DemoSeed { swiper: vec![image], ..six() };
    store.seed_demo(&seed, NOW_MS).await.unwrap();
    let before = (store.meetings(ALL, NOW_MS).await.unwrap(), store.votes(ALL, NOW_MS).await.unwrap());
    store.seed_demo(&seed, NOW_MS + DAY_MS).await.unwrap();
    let after = (store.meetings(ALL, NOW_MS).await.unwrap(), store.votes(ALL, NOW_MS).await.unwrap());
    assert_eq!(before, after);
    assert_eq!(store.swiper_images().await.unwrap().len(), 1);
}

pub async fn what_runs_comes_first_then_what_comes_then_the_past(store: Arc<dyn Store>) {
    store.seed_demo(&six(), NOW_MS).await.unwrap();
    assert_eq!(ids(&store, ALL, NOW_MS).await, (vec![1, 2, 3, 4, 5, 6], 6));
}

pub async fn a_state_filters(store: Arc<dyn Store>) {
    store.seed_demo(&six(), NOW_MS).await.unwrap();
    for (state, expected) in [(State::Soon, [3, 4]), (State::On, [1, 2]), (State::Over, [5, 6])] {
        let query = ListQuery { state: Some(state), ..ALL };
        assert_eq!(ids(&store, query, NOW_MS).await, (expected.to_vec(), 2));
    }
}

pub async fn states_follow_the_clock(store: Arc<dyn Store>) {
    store.seed_demo(&content(&[(1, 0, 1)]), NOW_MS).await.unwrap();
    let end = NOW_MS + HOUR_MS;
    for (now_ms, state) in [(NOW_MS - 1, State::Soon), (NOW_MS, State::On), (end - 1, State::On), (end, State::Over)] {
        for wanted in [State::Soon, State::On, State::Over] {
            let query = ListQuery { state: Some(wanted), ..ALL };
            assert_eq!(ids(&store, query, now_ms).await.1, i64::from(wanted == state));
        }
        assert_eq!(State::at(now_ms, NOW_MS, end), state);
    }
}

pub async fn pages_follow_each_other(store: Arc<dyn Store>) {
    store.seed_demo(&six(), NOW_MS).await.unwrap();
    for (page, expected) in [(1, vec![1, 2, 3, 4]), (2, vec![5, 6]), (3, vec![])] {
        assert_eq!(ids(&store, ListQuery { state: None, page, limit: 4 }, NOW_MS).await, (expected, 6));
    }
    let second = ListQuery { state: Some(State::On), page: 2, limit: 1 };
    assert_eq!(ids(&store, second, NOW_MS).await, (vec![2], 2));
}

pub async fn past_the_end_there_is_nothing(store: Arc<dyn Store>) {
    store.seed_demo(&six(), NOW_MS).await.unwrap();
    for page in [2, 1_000_000, i64::MAX] {
        assert_eq!(ids(&store, ListQuery { state: None, page, limit: 100 }, NOW_MS).await, (vec![], 6));
    }
}

pub async fn visitors_do_not_show_in_public_numbers(store: Arc<dyn Store>) {
    store.seed_demo(&seed(), NOW_MS).await.unwrap();
    let before = (store.meetings(ALL, NOW_MS).await.unwrap(), store.votes(ALL, NOW_MS).await.unwrap());
    let memberships = vec![
        Membership::MeetingHost(1),
        Membership::MeetingGuest(2),
        Membership::VotePublisher(1),
        Membership::VoteVoter(2),
    ];
    store.sign_in(&NewLogin { memberships, ..login("o1") }).await.unwrap();
    let after = (store.meetings(ALL, NOW_MS).await.unwrap(), store.votes(ALL, NOW_MS).await.unwrap());
    assert_eq!(before, after);
    assert!(after.0.list.iter().all(|meeting| meeting.participants == 4));
    assert!(after.1.list.iter().all(|vote| vote.cast == 3));
}
