//! The profile: what a login claims of it, how it is changed, and what is answered and stored of it.

use serde::{Deserialize, Serialize};

use super::Claim;

/// 登录请求的 `userInfo`：`wx.getUserProfile` 的结果，各项均可省略，不可用的忽略 of a login request: what it gave; every field may be absent, and one that is not usable is left out
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileClaim {
    /// 昵称 the name
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_NAME)))]
    pub nick_name: Claim<String>,
    /// 头像地址 address of the avatar
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_ADDRESS)))]
    pub avatar_url: Claim<String>,
    /// 性别：0 未知，1 男，2 女 gender: 0 unknown, 1 male, 2 female
    #[cfg_attr(feature = "ssr", schemars(with = "Option<i64>", range(min = 0, max = 2)))]
    pub gender: Claim<i64>,
    /// 国家 country
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_PLACE)))]
    pub country: Claim<String>,
    /// 省 province
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_PLACE)))]
    pub province: Claim<String>,
    /// 市 city
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_PLACE)))]
    pub city: Claim<String>,
    /// 语言 language
    #[cfg_attr(feature = "ssr", schemars(with = "Option<String>", length(max = identity::MAX_LANGUAGE)))]
    pub language: Claim<String>,
}

/// 响应的 `userInfo`：已保存的资料 of a response: the stored profile
// The page keeps it in localStorage, where an older version of the page may have written it: every field but `user_id` has a
// default, so that a field that is added logs nobody out. A response always has all of them, so the schema names no default.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema), schemars(transform = without_defaults))]
#[serde(rename_all = "camelCase")]
pub struct UserInfo {
    /// 用户编号；页面显示为 `1000{userId}` the user; the page shows `1000{userId}`
    pub user_id: i64,
    /// 昵称 the name
    #[serde(default)]
    pub nick_name: String,
    /// 头像的绝对地址 absolute address of the avatar
    #[serde(default)]
    pub avatar_url: String,
    /// 性别：0 未知，1 男，2 女 gender: 0 unknown, 1 male, 2 female
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    #[serde(default)]
    pub gender: i64,
    /// 国家 country
    #[serde(default)]
    pub country: String,
    /// 省 province
    #[serde(default)]
    pub province: String,
    /// 市 city
    #[serde(default)]
    pub city: String,
    /// 语言 language
    #[serde(default)]
    pub language: String,
    /// 手机号，绑定之前没有；+86 只有号码，其他为 `+区号号码` absent until bound; the bare number for +86, else `+CC` and the number
    #[cfg_attr(feature = "ssr", schemars(with = "String"))]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// 注册日期（北京时间） `yyyy-MM-dd`, China time
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "date")))]
    #[serde(default)]
    pub register_date: String,
    /// 账号状态：0 可用，1 禁用，2 注销 account: 0 active, 1 disabled, 2 closed
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    #[serde(default)]
    pub status: i64,
    /// 等级：0 普通用户，1 会员，2 区域代理 level: 0 user, 1 member, 2 regional agent
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    #[serde(default)]
    pub user_level: i64,
    /// 等级名称 the level in words
    #[serde(default)]
    pub user_level_desc: String,
}

/// What `auth/profile` takes: only what is there changes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileRequest {
    /// 昵称，不可只有空白 the name; not blank
    #[cfg_attr(feature = "ssr", schemars(length(min = 1, max = identity::MAX_NAME)))]
    pub nick_name: Option<String>,
    /// 本站的头像地址，或 https 的 *.qlogo.cn；空为不变 an avatar of ours, or https on *.qlogo.cn; empty: no change
    #[cfg_attr(feature = "ssr", schemars(length(min = 0, max = identity::MAX_ADDRESS)))]
    pub avatar_url: Option<String>,
    /// 性别：0 未知，1 男，2 女 gender: 0 unknown, 1 male, 2 female
    #[cfg_attr(feature = "ssr", schemars(range(min = 0, max = 2)))]
    pub gender: Option<i64>,
}

/// `data` of `auth/profile`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProfileData {
    /// 已保存的资料 the stored profile
    pub user_info: UserInfo,
}

/// `data` of `auth/avatar`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AvatarData {
    /// 绝对地址 absolute address
    #[cfg_attr(feature = "ssr", schemars(extend("format" = "uri")))]
    pub avatar_url: String,
}

/// The schema of a type whose fields have defaults only for what is read back from the browser's storage.
#[cfg(feature = "ssr")]
fn without_defaults(schema: &mut schemars::Schema) {
    let properties = schema.get_mut("properties").and_then(serde_json::Value::as_object_mut);
    for property in properties.into_iter().flat_map(|properties| properties.values_mut()) {
        if let Some(property) = property.as_object_mut() {
            property.remove("default");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::UserInfo;

    #[test]
    fn a_profile_that_an_older_page_stored_is_read() {
        let stored = r#"{"userId":7,"nickName":"林晓","phone":null,"leftOut":1}"#;
        let profile: UserInfo = serde_json::from_str(stored).unwrap();
        assert_eq!((profile.user_id, profile.nick_name.as_str(), profile.phone), (7, "林晓", None));
        assert_eq!((profile.gender, profile.user_level_desc.as_str()), (0, ""));
    }

    /// Holds every field that is added later to the rule: only the account's number is indispensable.
    #[test]
    fn only_the_account_is_indispensable_in_storage() {
        assert!(serde_json::from_str::<UserInfo>(r#"{"userId":7}"#).is_ok());
        assert!(serde_json::from_str::<UserInfo>("{}").is_err());
    }
}
