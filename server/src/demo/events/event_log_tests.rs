use super::*;

fn event(number: u64, data: &str) -> Found {
    Found::Event(number, data.into())
}

#[test]
fn the_last_events_are_kept_and_a_slow_reader_is_told() {
    let rings = Rings::default();
    let place = rings.open("w", true, None).unwrap();
    assert_eq!(rings.find("w", place.reader, place.after), Found::Nothing);
    for number in 1..=250 {
        rings.push("w", &number.to_string());
    }
    assert_eq!(rings.find("w", place.reader, place.after), Found::Lost(50, 50));
    assert_eq!(rings.find("w", place.reader, 50), event(51, "51"));
    assert_eq!(rings.find("w", place.reader, 250), Found::Nothing);
}

#[test]
fn a_world_is_bounded_in_bytes() {
    let rings = Rings::default();
    let reader = rings.open("w", true, None).unwrap().reader;
    let long = "x".repeat(MOST_BYTES / 4);
    for _ in 0..6 {
        rings.push("w", &long);
    }
    assert_eq!(rings.find("w", reader, 0), Found::Lost(2, 2));
    assert_eq!(rings.lock().rings["w"].bytes, MOST_BYTES);
    rings.push("w", &"x".repeat(MOST_BYTES + 1));
    assert_eq!(rings.find("w", reader, 0), Found::Lost(7, 7), "what is too long is not kept either");
    assert_eq!(rings.lock().rings["w"].bytes, 0);
    rings.push("w", "short");
    assert_eq!(rings.find("w", reader, 7), event(8, "short"));
}

#[test]
fn a_reader_goes_on_where_it_was() {
    let rings = Rings::default();
    for number in 1..=3 {
        rings.push("w", &number.to_string());
    }
    assert_eq!(rings.open("w", true, Some(1)).unwrap().after, 1);
    assert_eq!(rings.open("w", true, None).unwrap().after, 0, "a new page begins with what is kept");
    assert_eq!(rings.open("w", true, Some(99)).unwrap().after, 0, "a number from before a restart");
}

#[test]
fn two_readers_a_world() {
    let rings = Rings::default();
    let [first, second, third] = [(); 3].map(|()| rings.open("w", true, None).unwrap().reader);
    rings.push("w", "x");
    assert_eq!(rings.find("w", first, 0), Found::Replaced);
    assert_eq!(rings.find("w", second, 0), event(1, "x"));
    assert_eq!(rings.find("w", third, 0), event(1, "x"));
    rings.leave("w", second);
    let fourth = rings.open("w", true, None).unwrap().reader;
    assert_eq!(rings.find("w", third, 0), event(1, "x"), "a place that was left is free");
    assert_eq!(rings.find("w", fourth, 0), event(1, "x"));
}

#[test]
fn a_forgotten_world_keeps_its_readers_and_nothing_else() {
    let rings = Rings::default();
    let reader = rings.open("w", true, None).unwrap().reader;
    rings.push("w", "x");
    rings.forget("w");
    assert_eq!(rings.find("w", reader, 1), Found::Nothing);
    assert_eq!(rings.open("w", true, None).unwrap().after, 1, "nothing is kept");
    rings.push("w", "y");
    assert_eq!(rings.find("w", reader, 1), event(2, "y"), "and the numbers go on");
    rings.push("unread", "x");
    rings.forget("unread");
    assert!(!rings.lock().rings.contains_key("unread"));
}

#[test]
fn worlds_are_apart_and_none_in_use_makes_room() {
    let rings = Rings::default();
    let place = rings.open("other", true, None).unwrap();
    rings.push("w", "x");
    assert_eq!(rings.find("other", place.reader, place.after), Found::Nothing);
    for number in 0..2 * MOST_WORLDS {
        rings.push(&format!("w{number}"), "x");
    }
    assert_eq!(rings.lock().rings.len(), MOST_WORLDS);
    assert_eq!(rings.find("other", place.reader, place.after), Found::Nothing, "whoever reads goes on");
    assert!(rings.open("one-more", true, None).is_none());
    rings.forget("other");
    assert_eq!(
        rings.find("other", place.reader, place.after),
        Found::Nothing,
        "a forgotten one too, while there is room"
    );
    assert!(rings.open("one-more", true, None).is_some());
    assert_eq!(rings.find("other", place.reader, place.after), Found::End);
    let reader = rings.open("w9", true, None).unwrap().reader;
    rings.close();
    assert_eq!(rings.find("w9", reader, 0), Found::End);
}

#[test]
fn a_reset_world_that_is_used_again_does_not_make_room() {
    let rings = Rings::default();
    let reader = rings.open("w", true, None).unwrap().reader;
    rings.forget("w");
    rings.push("w", "x");
    for number in 0..MOST_WORLDS {
        rings.push(&format!("w{number}"), "x");
    }
    assert_eq!(rings.find("w", reader, 0), event(1, "x"));
}

#[test]
fn a_name_alone_makes_nothing() {
    let rings = Rings::default();
    assert!(rings.open("w", false, None).is_none());
    assert!(rings.lock().rings.is_empty());
    rings.push("w", "x");
    assert!(rings.open("w", false, None).is_some());
}
