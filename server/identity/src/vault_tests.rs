//! Properties of the vault: what was sealed opens for its own user only, and nothing that was tampered with opens.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use base64::{Engine, engine::general_purpose::STANDARD};
use proptest::prelude::*;
use rstest::rstest;
use wechat::SessionKey;

use super::{MasterKeys, MasterKeysError, OpenError};
use crate::{Random, Realm};

fn entry(id: &str, byte: u8) -> String {
    format!("{id}:{}", STANDARD.encode([byte; 32]))
}

fn counting() -> Random {
    let next = AtomicU8::new(1);
    Arc::new(move |bytes: &mut [u8]| bytes.fill(next.fetch_add(1, Ordering::Relaxed)))
}

fn keys(text: &str) -> MasterKeys {
    MasterKeys::parse(text).unwrap_or_else(|error| panic!("{error}"))
}

proptest! {
    #[test]
    fn opens_for_the_user_it_was_sealed_for(key in ".{0,64}", realm in "[a-z0-9/]{1,40}", openid in ".{1,64}") {
        let keys = keys(&entry("a", 1));
        let realm = Realm::from(realm);
        let sealed = keys.seal(&SessionKey::new(key.clone()), &realm, &openid, &counting());
        let opened = keys.open(&sealed, &realm, &openid).unwrap();
        prop_assert_eq!(opened.reveal(), key);
    }

    #[test]
    fn does_not_open_for_anybody_else(realm in "[a-z]{1,8}", openid in "[a-z]{1,8}", other_realm in "[a-z]{1,8}", other in "[a-z]{1,8}") {
        prop_assume!((&realm, &openid) != (&other_realm, &other));
        let keys = keys(&entry("a", 1));
        let sealed = keys.seal(&SessionKey::new("k".into()), &Realm::from(realm), &openid, &counting());
        prop_assert_eq!(keys.open(&sealed, &Realm::from(other_realm), &other).err(), Some(OpenError::Failed));
    }

    #[test]
    fn no_changed_byte_opens(place in 0_usize..64, bit in 0_u8..8) {
        let keys = keys(&entry("a", 1));
        let realm = Realm::new("wx1", None);
        let mut sealed = keys.seal(&SessionKey::new("tiihtNczf5v6AKRyjwEUhQ==".into()), &realm, "o1", &counting());
        let place = place % sealed.sealed.len();
        sealed.sealed[place] ^= 1 << bit;
        prop_assert_eq!(keys.open(&sealed, &realm, "o1").err(), Some(OpenError::Failed));
    }

    #[test]
    fn any_text_is_judged_without_panic(text in ".{0,80}") {
        let _ = MasterKeys::parse(&text);
    }
}

#[test]
fn the_parts_of_the_associated_data_do_not_run_into_each_other() {
    let keys = keys(&entry("a", 1));
    let sealed = keys.seal(&SessionKey::new("k".into()), &Realm::new("ab", None), "c", &counting());
    assert_eq!(keys.open(&sealed, &Realm::new("a", None), "bc").err(), Some(OpenError::Failed));
}

#[test]
fn two_seals_of_one_key_differ() {
    let keys = keys(&entry("a", 1));
    let (realm, random, key) = (Realm::new("wx1", None), counting(), SessionKey::new("k".into()));
    assert_ne!(keys.seal(&key, &realm, "o1", &random), keys.seal(&key, &realm, "o1", &random));
}

#[test]
fn a_fingerprint_is_of_the_key_the_user_and_the_master_key() {
    let (random, realm) = (counting(), Realm::new("wx1", None));
    let of = |master: &str, key: &str, openid: &str| {
        keys(master).seal(&SessionKey::new(key.into()), &realm, openid, &random).fingerprint
    };
    let one = of(&entry("a", 1), "k", "o1");
    assert_eq!(of(&entry("a", 1), "k", "o1"), one, "whatever the nonce");
    assert_eq!(of(&entry("other-id", 1), "k", "o1"), one);
    assert_ne!(of(&entry("a", 1), "l", "o1"), one);
    assert_ne!(of(&entry("a", 1), "k", "o2"), one);
    assert_ne!(of(&entry("a", 2), "k", "o1"), one);
    assert_ne!(one, [0; 16]);
}

#[test]
fn the_first_key_seals_and_an_older_one_still_opens() {
    let (realm, key) = (Realm::new("wx1", None), SessionKey::new("k".into()));
    let old = keys(&entry("a", 1)).seal(&key, &realm, "o1", &counting());
    let both = keys(&format!("{},{}\n", entry("b", 2), entry("a", 1)));
    assert_eq!(both.open(&old, &realm, "o1").unwrap().reveal(), "k");
    assert_eq!(both.seal(&key, &realm, "o1", &counting()).key_id, "b");
    assert!(both.knows("a") && !both.knows("c"));
}

#[test]
fn an_unknown_key_is_named_and_a_wrong_one_fails() {
    let (realm, key) = (Realm::new("wx1", None), SessionKey::new("k".into()));
    let sealed = keys(&entry("a", 1)).seal(&key, &realm, "o1", &counting());
    let unknown = keys(&entry("b", 2)).open(&sealed, &realm, "o1").err();
    assert_eq!(unknown, Some(OpenError::UnknownKeyId("a".into())));
    assert_eq!(keys(&entry("a", 2)).open(&sealed, &realm, "o1").err(), Some(OpenError::Failed));
}

#[test]
fn a_row_too_short_for_a_nonce_fails() {
    let sealed = crate::SealedKey { key_id: "a".into(), sealed: vec![0; 11], fingerprint: [0; 16] };
    assert_eq!(keys(&entry("a", 1)).open(&sealed, &Realm::new("wx1", None), "o1").err(), Some(OpenError::Failed));
}

#[rstest]
#[case::empty("", 1)]
#[case::no_colon("abc", 1)]
#[case::no_id(":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 1)]
#[case::bad_id("a b:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 1)]
#[case::long_id("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 1)]
#[case::short_key("a:AAAAAAAAAAAAAAAAAAAAAA==", 1)]
#[case::not_base64("a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!=", 1)]
#[case::trailing_comma("a:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=,", 2)]
fn what_is_malformed_is_refused_with_its_place(#[case] text: &str, #[case] place: usize) {
    assert_eq!(MasterKeys::parse(text).err(), Some(MasterKeysError::Malformed(place)));
}

#[test]
fn a_repeated_id_is_refused() {
    let text = format!("{},{}", entry("a", 1), entry("a", 2));
    assert_eq!(MasterKeys::parse(&text).err(), Some(MasterKeysError::RepeatedId(2)));
}
