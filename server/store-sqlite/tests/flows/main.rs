//! The flows of `identity` on a real SQLite file, with a WeChat that `wiremock` plays and a clock that stands still.

mod attempts;
mod bind_by_code;
mod bind_phone;
mod failures;
mod login;
mod login_once;
mod secrets;
mod sessions;
mod test_env;
