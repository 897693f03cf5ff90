//! The suite that every [`crate::Store`] passes: one async function a property, on an empty database each.
//!
//! A database's crate writes `identity::contract_tests!(open);` in a test file, where `open` is an async function that
//! gives `Some((Arc<dyn Store>, guard))`; the guard keeps the database alive. Each property becomes a test of its own, which
//! passes without a look where `open` gives `None` (`OA_SKIP_DATABASES=1`).

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a suite of tests, compiled for tests only"
)]
#![expect(missing_docs, reason = "the names of the properties say what they ask for")]

pub mod accounts;
pub mod devices;
pub mod imports;
pub mod lists;
pub mod operator;
pub mod phones;
pub mod profiles;
mod rate;
pub mod rotation;
pub mod session_limit;
pub mod sessions;
pub mod sign_in;
pub mod together;
pub mod upgrade;

pub use rate::rate;

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::{ClientProfile, Counts, NewLogin, Origin, Realm, SealedKey, Session, Store, TokenHash, User};

/// When the suite happens: 2026-01-01.
pub const NOW_MS: i64 = 1_767_225_600_000;
pub(crate) const HOUR_MS: i64 = 3_600_000;
pub(crate) const DAY_MS: i64 = 24 * HOUR_MS;

/// Makes a `#[tokio::test]` of each property. `$open`: `async fn() -> Option<(Arc<dyn Store>, guard)>`.
#[macro_export]
macro_rules! contract_tests {
    ($open:path) => {
        $crate::contract_tests! { @each $open,
            sign_in: a_first_login_makes_a_user,
            sign_in: a_second_login_finds_the_user_and_keeps_the_profile,
            sign_in: an_empty_or_placeholder_profile_is_replaced_later,
            sign_in: a_name_that_only_looks_like_the_placeholder_stays,
            sign_in: nothing_replaces_a_profile_with_nothing,
            sign_in: openids_are_compared_byte_for_byte,
            sign_in: realms_are_separate,
            sign_in: fifty_first_logins_at_once_make_one_user,
            sign_in: a_disabled_user_is_returned_and_nothing_is_written,
            sign_in: any_text_survives,
            sign_in: the_referrer_of_the_first_login_is_kept,
            sign_in: an_unknown_referrer_or_oneself_is_ignored,
            sign_in: memberships_are_counted,
            sign_in: memberships_are_taken_at_the_first_login_only,
            sessions: a_token_finds_its_session,
            sessions: an_unknown_token_finds_nothing,
            sessions: a_session_ends_when_idle,
            sessions: a_session_ends_absolutely,
            sessions: a_touch_slides_the_idle_end_and_never_backwards,
            sessions: a_touch_does_not_revive,
            sessions: ending_a_session_leaves_the_others,
            sessions: a_session_shows_the_status_of_its_user,
            sessions: the_newest_three_keys_are_kept,
            sessions: old_keys_are_dropped_but_the_newest,
            sessions: keys_belong_to_their_user,
            sessions: a_login_with_a_known_key_pushes_no_other_out,
            session_limit: one_more_login_ends_the_session_that_was_used_longest_ago,
            session_limit: what_has_ended_does_not_count,
            session_limit: another_accounts_sessions_do_not_count,
            session_limit: a_lower_limit_holds_from_the_next_login_on,
            session_limit: logins_at_once_stay_within_the_limit,
            session_limit: first_logins_at_once_stay_within_the_limit,
            session_limit: an_account_older_than_the_limit_is_trimmed_in_batches,
            session_limit: the_others_end_in_batches,
            together: every_read_finds_its_own_session,
            together: a_session_that_was_ended_before_a_call_is_never_accepted,
            together: logins_at_once_are_each_as_if_alone,
            together: logins_at_once_keep_the_newest_three_keys_of_each,
            together: logins_at_once_end_the_oldest_sessions_of_each,
            together: logins_of_one_user_at_once_all_count,
            devices: sessions_are_listed_newest_first,
            devices: an_ended_session_is_not_listed,
            devices: a_listed_session_is_the_one_of_its_token,
            devices: one_session_is_revoked,
            devices: a_session_of_another_user_is_not_revoked,
            devices: the_owner_of_a_session_is_found,
            devices: the_others_are_revoked,
            devices: all_are_revoked_and_only_of_that_user,
            devices: what_has_ended_does_not_count_as_revoked,
            devices: a_sweep_takes_what_has_ended_in_batches,
            devices: a_sweep_takes_keys_without_use,
            devices: a_sweep_goes_past_the_keys_that_stay,
            profiles: only_what_is_there_changes,
            profiles: a_gone_user_has_no_profile,
            profiles: any_name_survives,
            profiles: an_avatar_is_kept_and_found,
            profiles: a_new_avatar_replaces_the_old_one,
            profiles: two_users_may_have_one_picture,
            profiles: an_avatar_goes_with_its_user,
            operator: an_account_is_shown,
            operator: accounts_are_listed_and_filtered,
            operator: an_openid_prefix_is_compared_byte_for_byte,
            operator: a_part_of_a_nickname_finds_accounts,
            operator: accounts_come_in_pages,
            operator: a_deleted_account_is_gone_with_all_that_is_theirs,
            imports: an_account_is_taken_in_whole,
            imports: an_import_is_idempotent,
            imports: a_known_account_stays_as_it_is,
            imports: an_id_is_kept_when_it_was_never_given,
            imports: a_phone_of_another_account_is_a_reason_to_skip,
            imports: a_referrer_must_exist,
            imports: accounts_imported_before_their_referrer_get_it,
            imports: an_imported_user_signs_in,
            rotation: key_ids_are_counted,
            rotation: keys_sealed_otherwise_come_in_batches,
            rotation: a_row_is_resealed_once,
            rotation: a_row_that_changed_is_left_alone,
            rotation: of_two_rows_with_one_key_the_newer_stays,
            rotation: a_rotation_leaves_every_key_readable,
            phones: a_phone_is_bound_and_read_back,
            phones: a_phone_can_be_bound_again_and_changed,
            phones: a_phone_of_another_user_is_taken,
            phones: realms_and_countries_do_not_share_numbers,
            phones: a_released_phone_is_free,
            phones: a_gone_user_gets_no_phone,
            phones: of_two_users_at_once_exactly_one_gets_the_number,
            accounts: a_status_is_set_and_restored,
            accounts: a_closed_account_stays_closed,
            accounts: a_closed_account_is_opened_again_by_the_demo_alone,
            accounts: a_missing_account_gets_no_status,
            accounts: an_app_with_its_worlds_is_one_app,
            accounts: an_empty_database_holds_no_other_app,
            accounts: a_forgotten_account_is_gone_and_its_id_with_it,
            accounts: a_forgotten_realm_leaves_the_others,
            accounts: idle_worlds_are_found_in_batches,
            accounts: an_account_that_was_seen_is_not_idle,
            accounts: the_database_answers,
            lists: an_empty_database_has_empty_lists,
            lists: a_seed_is_read_back,
            lists: seeding_twice_changes_nothing,
            lists: what_runs_comes_first_then_what_comes_then_the_past,
            lists: a_state_filters,
            lists: states_follow_the_clock,
            lists: pages_follow_each_other,
            lists: past_the_end_there_is_nothing,
            lists: visitors_do_not_show_in_public_numbers,
        }
    };
    (@each $open:path, $($module:ident: $name:ident,)+) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                let Some((store, _guard)) = $open().await else { return };
                $crate::contract::$module::$name(store).await;
            }
        )+
    };
}

/// A hash that no other call gave.
pub(crate) fn fresh_hash() -> TokenHash {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    TokenHash::of(&format!("oa_{:043}", NEXT.fetch_add(1, Ordering::Relaxed))).unwrap()
}

/// A login of `openid` in the realm `wx1`, with a week idle and a month absolute.
pub fn login(openid: &str) -> NewLogin {
    NewLogin {
        realm: Realm::new("wx1", None),
        openid: openid.to_owned(),
        unionid: None,
        profile: profile(),
        share_user_id: None,
        memberships: Vec::new(),
        session_key: sealed("a", &[1, 0, 255]),
        token_hash: fresh_hash(),
        origin: Origin {
            ip: IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)),
            device: "iPhone".to_owned(),
            user_agent: String::new(),
        },
        now_ms: NOW_MS,
        idle_ends_ms: NOW_MS + 7 * DAY_MS,
        absolute_ends_ms: NOW_MS + 30 * DAY_MS,
        max_sessions: 200,
    }
}

/// The profile of [`login`]: no field is empty.
pub(crate) fn profile() -> ClientProfile {
    ClientProfile {
        nick_name: "林".to_owned(),
        avatar: "/oapro/avatar/1".to_owned(),
        gender: 1,
        country: "中国".to_owned(),
        province: "广东".to_owned(),
        city: "深圳".to_owned(),
        language: "zh_CN".to_owned(),
    }
}

/// A login of `openid` whose client gives `nick_name`, and else what [`profile`] has.
pub(crate) fn login_as(openid: &str, nick_name: &str) -> NewLogin {
    NewLogin { profile: ClientProfile { nick_name: nick_name.to_owned(), ..profile() }, ..login(openid) }
}

/// A login of `openid` whose client gives `nick_name` and nothing that would be kept later.
pub(crate) fn login_without_avatar(openid: &str, nick_name: &str) -> NewLogin {
    let profile = ClientProfile { nick_name: nick_name.to_owned(), avatar: String::new(), ..profile() };
    NewLogin { profile, ..login(openid) }
}

/// A sealed key with a fingerprint that follows from its bytes.
pub(crate) fn sealed(key_id: &str, bytes: &[u8]) -> SealedKey {
    let mut fingerprint = [0; 16];
    for (to, from) in fingerprint.iter_mut().zip(bytes) {
        *to = *from;
    }
    SealedKey { key_id: key_id.to_owned(), sealed: bytes.to_vec(), fingerprint }
}

/// Signs `openid` in, as [`login`] has it.
pub(crate) async fn user(store: &Arc<dyn Store>, openid: &str) -> User {
    store.sign_in(&login(openid)).await.unwrap()
}

/// The counts of the user of a login, whose session must be live.
pub(crate) async fn counts(store: &Arc<dyn Store>, login: &NewLogin) -> Counts {
    let found = store.session_and_counts(&login.token_hash, login.now_ms).await.unwrap();
    let (session, counts) = found.unwrap();
    assert_eq!(Some(session.id), session_at(store, &login.token_hash, login.now_ms).await.map(|session| session.id));
    counts
}

/// The session of a hash at `now_ms`.
pub(crate) async fn session_at(store: &Arc<dyn Store>, hash: &TokenHash, now_ms: i64) -> Option<Session> {
    store.session(hash, now_ms).await.unwrap()
}
