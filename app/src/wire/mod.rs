//! What travels: the JSON of requests and responses as the contract spells it, the errno, and the envelope around both.
//!
//! Plain serde types for both halves; nothing here knows Leptos, server_fn or a browser. On the server a type's comments are
//! also what `/openapi.json` says of its fields, so they are in both languages.
//!
//! Every type derives `Serialize` and `Deserialize`. A type that the page keeps in the browser's storage ([`UserInfo`]) must
//! be readable as an older version of the page stored it: `#[serde(default)]` on every field but those without which it means
//! nothing.

mod claim;
mod content;
mod envelope;
mod error;
mod phone;
mod profile;
mod session;

pub use claim::{Claim, FromClaim, Referrer};
pub use content::{HomeData, ListRequest, MeetingItem, Page, SwiperImg, UserCounts, VoteItem};
pub use envelope::{CONTENT_TYPE, envelope, open};
pub use error::{ApiError, Errno};
pub use phone::{BindPhoneRequest, PhoneData};
pub use profile::{AvatarData, ProfileClaim, ProfileData, ProfileRequest, UserInfo};
pub use session::{LoginData, LoginRequest, RevokeRequest, RevokedData, SessionItem, SessionList};
