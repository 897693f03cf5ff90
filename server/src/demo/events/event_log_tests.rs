use super::*;

fn event(number: u64, data: &str) -> ReadResult {
    ReadResult::Event(number, data.into())
}

#[test]
fn the_last_events_are_kept_and_a_slow_subscriber_learns_the_loss() {
    let event_log = EventLog::default();
    let subscription = event_log.subscribe("w", true, None).unwrap();
    assert_eq!(event_log.read("w", subscription.subscriber, subscription.after), ReadResult::Nothing);
    for number in 1..=250 {
        event_log.push("w", &number.to_string());
    }
    assert_eq!(event_log.read("w", subscription.subscriber, subscription.after), ReadResult::Lost(50, 50));
    assert_eq!(event_log.read("w", subscription.subscriber, 50), event(51, "51"));
    assert_eq!(event_log.read("w", subscription.subscriber, 250), ReadResult::Nothing);
}

#[test]
fn a_world_is_bounded_in_bytes() {
    let event_log = EventLog::default();
    let subscriber = event_log.subscribe("w", true, None).unwrap().subscriber;
    let long = "x".repeat(MAX_BYTES / 4);
    for _ in 0..6 {
        event_log.push("w", &long);
    }
    assert_eq!(event_log.read("w", subscriber, 0), ReadResult::Lost(2, 2));
    assert_eq!(event_log.lock().event_log["w"].bytes, MAX_BYTES);
    event_log.push("w", &"x".repeat(MAX_BYTES + 1));
    assert_eq!(
        event_log.read("w", subscriber, 0),
        ReadResult::Lost(7, 7),
        "an event over the limit is not kept either"
    );
    assert_eq!(event_log.lock().event_log["w"].bytes, 0);
    event_log.push("w", "short");
    assert_eq!(event_log.read("w", subscriber, 7), event(8, "short"));
}

#[test]
fn a_subscriber_resumes_at_its_last_event() {
    let event_log = EventLog::default();
    for number in 1..=3 {
        event_log.push("w", &number.to_string());
    }
    assert_eq!(event_log.subscribe("w", true, Some(1)).unwrap().after, 1);
    assert_eq!(event_log.subscribe("w", true, None).unwrap().after, 0, "a new page begins with what is kept");
    assert_eq!(event_log.subscribe("w", true, Some(99)).unwrap().after, 0, "a number from before a restart");
}

#[test]
fn two_subscribers_per_world() {
    let event_log = EventLog::default();
    let [first, second, third] = [(); 3].map(|()| event_log.subscribe("w", true, None).unwrap().subscriber);
    event_log.push("w", "x");
    assert_eq!(event_log.read("w", first, 0), ReadResult::Replaced);
    assert_eq!(event_log.read("w", second, 0), event(1, "x"));
    assert_eq!(event_log.read("w", third, 0), event(1, "x"));
    event_log.unsubscribe("w", second);
    let fourth = event_log.subscribe("w", true, None).unwrap().subscriber;
    assert_eq!(event_log.read("w", third, 0), event(1, "x"), "a subscription that was left is free");
    assert_eq!(event_log.read("w", fourth, 0), event(1, "x"));
}

#[test]
fn a_dropped_world_keeps_only_its_subscribers() {
    let event_log = EventLog::default();
    let subscriber = event_log.subscribe("w", true, None).unwrap().subscriber;
    event_log.push("w", "x");
    event_log.drop_world("w");
    assert_eq!(event_log.read("w", subscriber, 1), ReadResult::Nothing);
    assert_eq!(event_log.subscribe("w", true, None).unwrap().after, 1, "nothing is kept");
    event_log.push("w", "y");
    assert_eq!(event_log.read("w", subscriber, 1), event(2, "y"), "and the numbers go on");
    event_log.push("unread", "x");
    event_log.drop_world("unread");
    assert!(!event_log.lock().event_log.contains_key("unread"));
}

#[test]
fn worlds_are_separate_and_one_in_use_is_not_evicted() {
    let event_log = EventLog::default();
    let subscription = event_log.subscribe("other", true, None).unwrap();
    event_log.push("w", "x");
    assert_eq!(event_log.read("other", subscription.subscriber, subscription.after), ReadResult::Nothing);
    for number in 0..2 * MAX_WORLDS {
        event_log.push(&format!("w{number}"), "x");
    }
    assert_eq!(event_log.lock().event_log.len(), MAX_WORLDS);
    assert_eq!(
        event_log.read("other", subscription.subscriber, subscription.after),
        ReadResult::Nothing,
        "a subscriber continues"
    );
    assert!(event_log.subscribe("one-more", true, None).is_none());
    event_log.drop_world("other");
    assert_eq!(
        event_log.read("other", subscription.subscriber, subscription.after),
        ReadResult::Nothing,
        "a forgotten one too, while there is room"
    );
    assert!(event_log.subscribe("one-more", true, None).is_some());
    assert_eq!(event_log.read("other", subscription.subscriber, subscription.after), ReadResult::End);
    let subscriber = event_log.subscribe("w9", true, None).unwrap().subscriber;
    event_log.close_all();
    assert_eq!(event_log.read("w9", subscriber, 0), ReadResult::End);
}

#[test]
fn a_reset_world_that_is_used_again_is_not_evicted() {
    let event_log = EventLog::default();
    let subscriber = event_log.subscribe("w", true, None).unwrap().subscriber;
    event_log.drop_world("w");
    event_log.push("w", "x");
    for number in 0..MAX_WORLDS {
        event_log.push(&format!("w{number}"), "x");
    }
    assert_eq!(event_log.read("w", subscriber, 0), event(1, "x"));
}

#[test]
fn a_name_alone_creates_nothing() {
    let event_log = EventLog::default();
    assert!(event_log.subscribe("w", false, None).is_none());
    assert!(event_log.lock().event_log.is_empty());
    event_log.push("w", "x");
    assert!(event_log.subscribe("w", false, None).is_some());
}
