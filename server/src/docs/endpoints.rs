//! Every endpoint, in the order in which a client meets them. Tests hold the list to the API's registry, the errno to
//! the `# Errors` of the endpoint's own file, and the fields to its arguments.

use app::api::{
    AvatarData, Claim,
    Errno::{self, *},
    PhoneData, ProfileClaim, ProfileData, RevokedData, SessionList, UserCounts,
    auth::{
        bind_phone::BindPhone, login_by_weixin::LoginByWeixin, logout::Logout, profile::Profile, revoke::Revoke,
        sessions::Sessions,
    },
    home::index::HomeIndex,
    meeting::list::MeetingList,
    swiper_imgs::SwiperImgs,
    user::index::UserIndex,
    vote::list::VoteList,
};
use serde_json::{Value, json};

use super::{
    endpoint::{Carrier, Endpoint, Field, Schemas, Tag},
    samples,
};
use crate::api::avatar;

/// What WeChat answers to an exchange.
const WECHAT: [Errno; 7] = [CodeInvalid, CodeUsed, TooFrequent, HighRisk, WeChatDown, Misconfigured, Failed];
const CODE: &str = "0c3fXYZ1example";

pub(super) fn all(schemas: &mut Schemas) -> Vec<Endpoint> {
    vec![
        login(schemas),
        bind_phone(schemas),
        profile(schemas),
        upload(schemas),
        sessions(schemas),
        revoke(schemas),
        Endpoint::of(schemas, Logout {}, ())
            .words(
                Tag::Auth,
                ["退出登录", "Log out"],
                [
                    "只结束本令牌的会话；不看请求体。",
                    "Ends the session of this token and no other; the body is not looked at.",
                ],
            )
            .fails(&[SignIn]),
        Endpoint::of(
            schemas,
            UserIndex {},
            UserCounts { metting_pubs: 1, metting_joins: 2, vote_pubs: 1, vote_joins: 3 },
        )
        .words(
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
    let arguments = LoginByWeixin {
        code: CODE.into(),
        user_info: samples::claim(),
        share_user_id: Claim::Absent,
        raw_data: Claim::Absent,
        signature: Claim::Absent,
    };
    let data = samples::login(&schemas.public_url);
    let claim = schemas.requests.subschema_for::<ProfileClaim>().to_value();
    let referrer = json!({ "type": ["integer", "string", "null"], "format": "int64", "pattern": "^[0-9]*$" });
    let errors = [&WECHAT[..], &[TooMany, Missing, Invalid, Disabled]].concat();
    Endpoint::of(schemas, arguments, data)
        .words(
            Tag::Auth,
            ["微信登录", "Log in with WeChat"],
            [
                "用 wx.login 的 code 换取令牌；code 五分钟内有效，只能用一次。10 秒内原样重发得到同一个应答。\
                 只有 code 和 userInfo 必须可用，其余各项不可用时忽略，不影响登录。\
                 每个地址每分钟 60 次，每个账号每分钟 20 次。",
                "A code of wx.login becomes a token; it lives 5 minutes and works once. The same request sent again \
                 within 10 s gets the same answer. Only code and userInfo must be usable; any other field that is not is \
                 left out and costs no login. 60 a minute and address, 20 a minute and account.",
            ],
        )
        .takes(vec![
            Field::new("code", true, text(1, identity::MAX_CODE), "wx.login 的 code, of wx.login"),
            Field::new("userInfo", true, claim, "wx.getUserProfile 的结果，可为 {} what it gave; may be {}"),
            Field::new(
                "shareUserId",
                false,
                referrer,
                "分享者，数字或数字文本 who shared the mini-program: a number, or its digits",
            ),
            Field::new("rawData", false, any_text(), "原样提供，与 signature 一起 as it came, with signature"),
            Field::new("signature", false, any_text(), "sha1(rawData + session_key)；相符时采用 rawData where it is right, rawData is the profile"),
        ])
        .fails(&errors)
}

fn bind_phone(schemas: &mut Schemas) -> Endpoint {
    let arguments = BindPhone { code: Some(CODE.into()), encrypted_data: None, iv: None };
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
    Endpoint::of(schemas, arguments, PhoneData { phone: "12066600001".into() })
        .words(
            Tag::Auth,
            ["绑定手机号", "Bind a phone number"],
            [
                "getPhoneNumber 的 code，或 encryptedData 与 iv；都有时先用 code，不成再解密。每个账号每分钟 10 次。",
                "The code of getPhoneNumber, or encryptedData and iv; with both the code goes first. \
                 10 a minute and account.",
            ],
        )
        .takes(vec![
            Field::new("code", false, or_null(text(0, identity::MAX_CODE)), "一次性的手机号凭证 one-time phone code"),
            Field::new("encryptedData", false, any_text(), "Base64, AES-128-CBC"),
            Field::new("iv", false, any_text(), "Base64, 16 字节 bytes"),
        ])
        .any_of(&[&["code"], &["encryptedData", "iv"]])
        .fails(&errors.concat())
}

fn profile(schemas: &mut Schemas) -> Endpoint {
    let arguments = Profile { nick_name: Some("林晓".into()), avatar_url: None, gender: None };
    let data = ProfileData { user_info: samples::user(&schemas.public_url) };
    let gender = or_null(json!({ "type": "integer", "minimum": 0, "maximum": 2 }));
    Endpoint::of(schemas, arguments, data)
        .words(Tag::Auth, ["修改资料", "Change the own profile"], ["只修改提供的项；可以原样发回整个 userInfo，与已有的相同、空头像或默认头像即不变。", "Only what is there changes. The whole userInfo may be sent back: what the account has already, an empty avatar and the default one are no change."])
        .takes(vec![
            Field::new(
                "nickName",
                false,
                or_null(text(1, identity::MAX_NAME)),
                "昵称，不可只有空白 the name; not blank",
            ),
            Field::new(
                "avatarUrl",
                false,
                or_null(text(0, identity::MAX_ADDRESS)),
                "本站的头像地址，或 https 的 *.qlogo.cn；空为不变 an avatar of ours, or https on *.qlogo.cn; empty: no change",
            ),
            Field::new("gender", false, gender, "性别：0 未知，1 男，2 女 gender: 0 unknown, 1 male, 2 female"),
        ])
        .any_of(&[&["nickName"], &["avatarUrl"], &["gender"]])
        .fails(&[SignIn, Disabled, Invalid, Missing, NotUpdated])
}

fn upload(schemas: &mut Schemas) -> Endpoint {
    let data = AvatarData { avatar_url: format!("{}/oapro/avatar/{}", schemas.public_url, "0f".repeat(32)) };
    let file = json!({ "type": "string", "format": "binary" });
    Endpoint::new(schemas, avatar::PATH, Carrier::Form, json!({ "file": "avatar.png" }), data)
        .words(
            Tag::Auth,
            ["上传头像", "Upload an avatar"],
            [
                "wx.uploadFile，字段名 file；按内容识别 PNG、JPEG 或 WebP，至多 2 MiB，重新编码为至多 512 像素。\
                 每个账号每小时 10 次。",
                "wx.uploadFile with the field file: PNG, JPEG or WebP by content, at most 2 MiB, encoded anew to at \
                 most 512 px. 10 an hour and account.",
            ],
        )
        .takes(vec![Field::new("file", true, file, "图片 the picture, ≤ 2 MiB")])
        .fails(&[TooMany, TooLarge, SignIn, Disabled, Invalid, Missing, NotUpdated])
}

fn sessions(schemas: &mut Schemas) -> Endpoint {
    Endpoint::of(schemas, Sessions {}, SessionList { list: vec![samples::session()] })
        .words(
            Tag::Auth,
            ["已登录的设备", "Signed-in devices"],
            ["最新的在前，至多 200 个；id 不能当令牌。", "Newest first, at most 200; their ids are useless as tokens."],
        )
        .fails(&[SignIn, Disabled, TooMany])
}

fn revoke(schemas: &mut Schemas) -> Endpoint {
    let arguments = Revoke { id: None, others: Some(true), all: None };
    Endpoint::of(schemas, arguments, RevokedData { revoked: 1 })
        .words(
            Tag::Auth,
            ["结束会话", "End sessions"],
            [
                "一个设备（id）、其他设备（others）或全部（all）；别人的 id 结束 0 个。",
                "One device (id), the others (others) or all (all); another user's id ends 0.",
            ],
        )
        .takes(vec![
            Field::new("id", false, any_text(), "auth/sessions 的 id, of auth/sessions"),
            Field::new("others", false, flag(), "其他设备 every other device"),
            Field::new("all", false, flag(), "全部，包括本机 all, this one too"),
        ])
        .any_of(&[&["id"], &["others"], &["all"]])
        .fails(&[SignIn, Disabled, Invalid, Missing])
}

fn home(schemas: &mut Schemas) -> Endpoint {
    let data = samples::home(&schemas.public_url);
    Endpoint::of(schemas, HomeIndex {}, data).words(
        Tag::Content,
        ["首页", "Home page"],
        ["轮播图与前五个会议。", "The swiper's pictures and the first five meetings."],
    )
}

fn swiper(schemas: &mut Schemas) -> Endpoint {
    let data = vec![samples::picture(&schemas.public_url)];
    Endpoint::of(schemas, SwiperImgs {}, data).words(
        Tag::Content,
        ["轮播图", "Pictures of the swiper"],
        ["按显示顺序。", "In their order."],
    )
}

fn meetings(schemas: &mut Schemas) -> Endpoint {
    let data = samples::page(samples::meeting(&schemas.public_url));
    Endpoint::of(schemas, MeetingList { state: None, page: Some(1), limit: Some(10) }, data)
        .words(
            Tag::Content,
            ["会议列表", "Meetings"],
            ["分页；超出末页为空列表。", "By page; past the end an empty list."],
        )
        .takes(paging())
        .fails(&[Invalid])
}

fn votes(schemas: &mut Schemas) -> Endpoint {
    Endpoint::of(schemas, VoteList { state: None, page: Some(1), limit: Some(10) }, samples::page(samples::vote()))
        .words(
            Tag::Content,
            ["投票列表", "Votes"],
            ["分页；超出末页为空列表。", "By page; past the end an empty list."],
        )
        .takes(paging())
        .fails(&[Invalid])
}

fn paging() -> Vec<Field> {
    let state = json!({ "type": "integer", "minimum": 0, "maximum": 2 });
    let page = json!({ "type": "integer", "minimum": 1, "default": 1 });
    let limit = json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 10 });
    vec![
        Field::new("state", false, state, "状态：0 未开始，1 进行中，2 已结束 0 to come, 1 running, 2 over"),
        Field::new("page", false, page, "页码 the page, from 1"),
        Field::new("limit", false, limit, "每页数量 rows a page"),
    ]
}

/// A text of so many characters.
fn text(least: usize, most: usize) -> Value {
    json!({ "type": "string", "minLength": least, "maxLength": most })
}

fn any_text() -> Value {
    or_null(json!({ "type": "string" }))
}

fn flag() -> Value {
    or_null(json!({ "type": "boolean" }))
}

/// null is absent.
fn or_null(mut schema: Value) -> Value {
    if let Some(kind) = schema.get_mut("type") {
        *kind = json!([kind.take(), "null"]);
    }
    schema
}
