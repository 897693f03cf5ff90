//! Every endpoint, in the order in which a client meets them. Fields, limits and their texts come from the wire's types;
//! tests hold the list to the API's registry, and the errno to the `# Errors` of the endpoint's own file.

use app::{
    api::{
        auth::{
            bind_phone::BindPhone, login_by_weixin::LoginByWeixin, logout::Logout, profile::Profile, revoke::Revoke,
            sessions::Sessions,
        },
        home::index::HomeIndex,
        meeting::list::MeetingList,
        swiper_imgs::SwiperImgs,
        user::index::UserIndex,
        vote::list::VoteList,
    },
    wire::{
        AvatarData, BindPhoneRequest,
        Errno::{self, *},
        ListRequest, LoginRequest, PhoneData, ProfileData, ProfileRequest, RevokeRequest, RevokedData, SessionList,
        UserCounts,
    },
};
use serde_json::json;

use super::{
    endpoint::{Carrier, Endpoint, Field, Schemas, Tag},
    samples,
};
use crate::api::avatar;

/// How an exchange with WeChat fails.
const WECHAT: [Errno; 7] = [CodeInvalid, CodeUsed, TooFrequent, HighRisk, WeChatDown, Misconfigured, Failed];
const CODE: &str = "0c3fXYZ1example";
/// What the lists take by default.
const FIRST_PAGE: ListRequest = ListRequest { state: None, page: Some(1), limit: Some(10) };

pub(super) fn all(schemas: &mut Schemas) -> Vec<Endpoint> {
    vec![
        login(schemas),
        bind_phone(schemas),
        profile(schemas),
        upload(schemas),
        sessions(schemas),
        revoke(schemas),
        Endpoint::of::<Logout>(schemas, ())
            .describe(
                Tag::Auth,
                ["退出登录", "Log out"],
                [
                    "只结束本令牌的会话；不看请求体。",
                    "Ends the session of this token and no other; the body is not looked at.",
                ],
            )
            .fails(&[SignIn]),
        Endpoint::of::<UserIndex>(
            schemas,
            UserCounts { metting_pubs: 1, metting_joins: 2, vote_pubs: 1, vote_joins: 3 },
        )
        .describe(
            Tag::User,
            ["会议与投票的数量", "Counts of meetings and votes"],
            ["真实的记录数。", "Real counts of rows."],
        )
        .fails(&[SignIn, Disabled, TooMany]),
        home(schemas),
        swiper(schemas),
        meetings(schemas),
        votes(schemas),
    ]
}

fn login(schemas: &mut Schemas) -> Endpoint {
    let request = LoginRequest { code: CODE.into(), user_info: samples::claim(), ..LoginRequest::default() };
    let data = samples::login(&schemas.public_url);
    let errors = [&WECHAT[..], &[TooMany, Missing, Invalid, Disabled]].concat();
    Endpoint::taking::<LoginByWeixin, _>(schemas, &request, data)
        .describe(
            Tag::Auth,
            ["微信登录", "Log in with WeChat"],
            [
                "用 wx.login 的 code 换取令牌；code 五分钟内有效，只能用一次。10 秒内原样重发得到同一个响应。\
                 只有 code 和 userInfo 必须可用，其余各项不可用时忽略，不影响登录。\
                 每个地址每分钟 60 次，每个账号每分钟 20 次。",
                "A code of wx.login becomes a token; it lives 5 minutes and works once. The same request sent again \
                 within 10 s gets the same response. Only code and userInfo must be usable; any other field that is not is \
                 left out and costs no login. 60 a minute and address, 20 a minute and account.",
            ],
        )
        .fails(&errors)
}

fn bind_phone(schemas: &mut Schemas) -> Endpoint {
    let request = BindPhoneRequest { code: Some(CODE.into()), ..BindPhoneRequest::default() };
    let errors = [
        &WECHAT[2..],
        &[
            PhoneCode,
            SignIn,
            Disabled,
            TooMany,
            Invalid,
            Missing,
            CannotDecrypt,
            WrongApp,
            StaleData,
            PhoneTaken,
            NotUpdated,
        ],
    ];
    Endpoint::taking::<BindPhone, _>(schemas, &request, PhoneData { phone: "12066600001".into() })
        .describe(
            Tag::Auth,
            ["绑定手机号", "Bind a phone number"],
            [
                "getPhoneNumber 的 code，或 encryptedData 与 iv；都有时先用 code，不成再解密。每个账号每分钟 10 次。",
                "The code of getPhoneNumber, or encryptedData and iv; with both the code goes first. \
                 10 a minute and account.",
            ],
        )
        .any_of(&[&["code"], &["encryptedData", "iv"]])
        .fails(&errors.concat())
}

fn profile(schemas: &mut Schemas) -> Endpoint {
    let request = ProfileRequest { nick_name: Some("林晓".into()), ..ProfileRequest::default() };
    let data = ProfileData { user_info: samples::user(&schemas.public_url) };
    Endpoint::taking::<Profile, _>(schemas, &request, data)
        .describe(Tag::Auth, ["修改资料", "Change the own profile"], ["只修改提供的项；可以原样发回整个 userInfo，与已有的相同、空头像或默认头像即不变。", "Only what is there changes. The whole userInfo may be sent back: what the account has already, an empty avatar and the default one are no change."])
        .any_of(&[&["nickName"], &["avatarUrl"], &["gender"]])
        .fails(&[SignIn, Disabled, Invalid, Missing, NotUpdated])
}

fn upload(schemas: &mut Schemas) -> Endpoint {
    let data = AvatarData { avatar_url: format!("{}/oapro/avatar/{}", schemas.public_url, "0f".repeat(32)) };
    let schema = json!({ "type": "string", "format": "binary", "description": "图片 the picture, ≤ 2 MiB" });
    let file = Field { name: "file".to_owned(), required: true, schema };
    let endpoint = Endpoint::new(schemas, avatar::PATH, Carrier::Form, json!({ "file": "avatar.png" }), data);
    Endpoint { fields: vec![file], ..endpoint }
        .describe(
            Tag::Auth,
            ["上传头像", "Upload an avatar"],
            [
                "wx.uploadFile，字段名 file；按内容识别 PNG、JPEG 或 WebP，至多 2 MiB，重新编码为至多 512 像素。\
                 每个账号每小时 10 次。",
                "wx.uploadFile with the field file: PNG, JPEG or WebP by content, at most 2 MiB, encoded anew to at \
                 most 512 px. 10 an hour and account.",
            ],
        )
        .fails(&[TooMany, TooLarge, SignIn, Disabled, Invalid, Missing, NotUpdated])
}

fn sessions(schemas: &mut Schemas) -> Endpoint {
    Endpoint::of::<Sessions>(schemas, SessionList { list: vec![samples::session()] })
        .describe(
            Tag::Auth,
            ["已登录的设备", "Signed-in devices"],
            ["最新的在前，至多 200 个；id 不能当令牌。", "Newest first, at most 200; their ids are useless as tokens."],
        )
        .fails(&[SignIn, Disabled, TooMany])
}

fn revoke(schemas: &mut Schemas) -> Endpoint {
    let request = RevokeRequest { others: Some(true), ..RevokeRequest::default() };
    Endpoint::taking::<Revoke, _>(schemas, &request, RevokedData { revoked: 1 })
        .describe(
            Tag::Auth,
            ["结束会话", "End sessions"],
            [
                "一个设备（id）、其他设备（others）或全部（all）；别人的 id 结束 0 个。",
                "One device (id), the others (others) or all (all); another user's id ends 0.",
            ],
        )
        .any_of(&[&["id"], &["others"], &["all"]])
        .fails(&[SignIn, Disabled, Invalid, Missing])
}

fn home(schemas: &mut Schemas) -> Endpoint {
    let data = samples::home(&schemas.public_url);
    Endpoint::of::<HomeIndex>(schemas, data).describe(
        Tag::Content,
        ["首页", "Home page"],
        ["轮播图与前五个会议。", "The swiper's pictures and the first five meetings."],
    )
}

fn swiper(schemas: &mut Schemas) -> Endpoint {
    let data = vec![samples::picture(&schemas.public_url)];
    Endpoint::of::<SwiperImgs>(schemas, data).describe(
        Tag::Content,
        ["轮播图", "Pictures of the swiper"],
        ["按显示顺序。", "In their order."],
    )
}

fn meetings(schemas: &mut Schemas) -> Endpoint {
    let data = samples::page(samples::meeting(&schemas.public_url));
    Endpoint::taking::<MeetingList, _>(schemas, &FIRST_PAGE, data)
        .describe(
            Tag::Content,
            ["会议列表", "Meetings"],
            ["分页；超出末页为空列表。", "By page; past the end an empty list."],
        )
        .fails(&[Invalid])
}

fn votes(schemas: &mut Schemas) -> Endpoint {
    Endpoint::taking::<VoteList, _>(schemas, &FIRST_PAGE, samples::page(samples::vote()))
        .describe(
            Tag::Content,
            ["投票列表", "Votes"],
            ["分页；超出末页为空列表。", "By page; past the end an empty list."],
        )
        .fails(&[Invalid])
}
