//! The profile that a client claims for its user at login. A usable field is kept and any other is left out: a login is never
//! refused because of its profile, since the client could do nothing about most of the reasons.

use field_limits::{ADDRESS_TOO_LONG, MAX_ADDRESS, MAX_LANGUAGE, MAX_PLACE};

use crate::{DisplayName, Identity, display_name::clean};

/// The profile fields of a request as they were sent, those of a wrong type left out already.
#[derive(Debug, Clone, Default)]
pub struct ProfileClaims {
    /// 昵称
    pub nick_name: Option<String>,
    /// 头像
    pub avatar_url: Option<String>,
    /// 0 to 2.
    pub gender: Option<i64>,
    /// 国家
    pub country: Option<String>,
    /// 省
    pub province: Option<String>,
    /// 市
    pub city: Option<String>,
    /// 语言
    pub language: Option<String>,
}

/// The profile fields of a login as they can be stored, made by [`Identity::validate_claims`]; what is absent is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClientProfile {
    /// 昵称, by the rule of [`DisplayName`].
    pub nick_name: String,
    /// A path under `OA_PUBLIC_URL`, or an address on WeChat's own picture hosts.
    pub avatar: String,
    /// 0 to 2.
    pub gender: i64,
    /// 国家
    pub country: String,
    /// 省
    pub province: String,
    /// 市
    pub city: String,
    /// 语言
    pub language: String,
}

impl Identity {
    /// Returns the fields that can be stored. `report` is called for every field that was left out or cut, with its name and the
    /// reason: both are fixed words and never a value.
    pub fn validate_claims(
        &self,
        claims: ProfileClaims,
        mut report: impl FnMut(&'static str, &'static str),
    ) -> ClientProfile {
        ClientProfile {
            nick_name: claims.nick_name.map(|name| usable_name(&name, &mut report)).unwrap_or_default(),
            avatar: claims.avatar_url.map(|address| self.usable_avatar(&address, &mut report)).unwrap_or_default(),
            gender: claims.gender.map(|gender| usable_gender(gender, &mut report)).unwrap_or_default(),
            country: usable_place("country", claims.country, &mut report),
            province: usable_place("province", claims.province, &mut report),
            city: usable_place("city", claims.city, &mut report),
            language: claims.language.map(|language| usable_language(language, &mut report)).unwrap_or_default(),
        }
    }

    fn usable_avatar(&self, address: &str, report: &mut impl FnMut(&'static str, &'static str)) -> String {
        if self.config.is_default_avatar(address) {
            return String::new();
        }
        self.config.validate_avatar(address).unwrap_or_else(|| {
            report("avatarUrl", if address.chars().count() > MAX_ADDRESS { ADDRESS_TOO_LONG } else { "another host" });
            String::new()
        })
    }
}

fn usable_name(name: &str, report: &mut impl FnMut(&'static str, &'static str)) -> String {
    let usable = DisplayName::cut(name);
    match &usable {
        None if !name.is_empty() => report("nickName", "no visible character"),
        Some(kept) if kept.as_str() != name.trim() => report("nickName", "characters left out"),
        _ => {}
    }
    usable.map(String::from).unwrap_or_default()
}

fn usable_gender(gender: i64, report: &mut impl FnMut(&'static str, &'static str)) -> i64 {
    if (0..=2).contains(&gender) {
        return gender;
    }
    report("gender", "out of range");
    0
}

fn usable_place(
    field: &'static str,
    place: Option<String>,
    report: &mut impl FnMut(&'static str, &'static str),
) -> String {
    let Some(place) = place else { return String::new() };
    let usable: String = clean(&place).chars().take(MAX_PLACE).collect();
    if usable != place.trim() {
        report(field, "characters left out");
    }
    usable
}

/// A tag like `zh_CN`. A part of a tag means nothing, so a tag is never cut.
fn usable_language(language: String, report: &mut impl FnMut(&'static str, &'static str)) -> String {
    let is_tag = language.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    if is_tag && language.len() <= MAX_LANGUAGE {
        return language;
    }
    report("language", "not a language tag");
    String::new()
}
