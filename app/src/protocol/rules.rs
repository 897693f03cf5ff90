//! Who may make a call, and what of its body counts: a type for each kind of call, named by its endpoints.

/// Who may make a call, and what of its body counts.
pub trait Rules: Send + 'static {
    /// What to check of the token before anything else is looked at.
    const GUARD: Guard;
    /// Whether the body is looked at; else it counts as `{}`.
    const HAS_BODY: bool = true;
    /// Members of the body that may take it over [`super::MAX_BODY`].
    const UNCOUNTED: &'static [&'static str] = &[];
}

/// How much a call asks of its token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guard {
    /// No token is looked at.
    Open,
    /// A session whose account may act.
    Active,
    /// A session whose account may act, and did not read too often.
    Reading,
    /// The same, with its counts.
    Counted,
    /// A session whose account may act, and did not bind phones too often.
    BindPhone,
    /// A session, whatever its account's status.
    AnySession,
}

/// Anybody may call.
pub struct Public;
/// A signed-in, active account may call.
pub struct Guarded;
/// What is only read, and cheaply repeated, is counted.
pub struct Reading;
/// user/index: whose token it is and what is counted are one read; how often is counted too.
pub struct Counted;
/// bindPhone: every call may cost an exchange with WeChat, so they are counted, the malformed ones too.
pub struct BindingPhone;
/// logout: a disabled account may leave too, whatever it says.
pub struct LoggingOut;
/// login_by_weixin: a decoration may be large, and is left out then.
pub struct LoggingIn;

impl Rules for Public {
    const GUARD: Guard = Guard::Open;
}
impl Rules for Guarded {
    const GUARD: Guard = Guard::Active;
}
impl Rules for Reading {
    const GUARD: Guard = Guard::Reading;
}
impl Rules for Counted {
    const GUARD: Guard = Guard::Counted;
}
impl Rules for BindingPhone {
    const GUARD: Guard = Guard::BindPhone;
}
impl Rules for LoggingOut {
    const GUARD: Guard = Guard::AnySession;
    const HAS_BODY: bool = false;
}
impl Rules for LoggingIn {
    const GUARD: Guard = Guard::Open;
    const UNCOUNTED: &'static [&'static str] = &["userInfo", "shareUserId", "rawData", "signature"];
}
