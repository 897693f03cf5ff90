//! The limits of the fields of the API, in characters. The flows apply them, the wire types and `/openapi.json` state them,
//! and the page can give them to its inputs: this crate depends on nothing, so that both halves of the application share it.

#![no_std]
#![forbid(unsafe_code)]

/// Declares limits: the number, and the reason that a refusal gives, which names the number.
macro_rules! limits {
    ($($(#[$doc:meta])* $limit:ident, $reason:ident = $max:literal;)+) => {
        $(
            $(#[$doc])*
            pub const $limit: usize = $max;
            #[doc = concat!("The reason of a refusal by [`", stringify!($limit), "`].")]
            pub const $reason: &str = concat!("over ", $max, " characters");
        )+
    };
}

limits! {
    /// The longest name. WeChat's own limit is 32.
    MAX_NAME, NAME_TOO_LONG = 128;
    /// The longest address of an avatar.
    MAX_ADDRESS, ADDRESS_TOO_LONG = 1024;
    /// The longest country, province or city; a longer one is cut.
    MAX_PLACE, PLACE_TOO_LONG = 64;
    /// The longest language tag; a longer one is left out.
    MAX_LANGUAGE, LANGUAGE_TOO_LONG = 32;
    /// The longest code of `wx.login`. WeChat's own have 32.
    MAX_CODE, CODE_TOO_LONG = 512;
}
