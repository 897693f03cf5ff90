//! Data that works, and data that fails in each way: Tencent's own, of its documentation, and what a transport makes of it.

use app::{Text, text};

use super::input::Input;

/// An example.
pub(super) struct Example {
    pub(super) name: Text,
    make: fn() -> Input,
}

impl Example {
    /// The fields.
    pub(super) fn input(&self) -> Input {
        (self.make)()
    }
}

/// From "signature" in Tencent's documentation.
const ENCRYPTED_DATA: &str = "CiyLU1Aw2KjvrjMdj8YKliAjtP4gsMZMQmRzooG2xrDcvSnxIMXFufNstNGTyaGS9uT5geRa0W4oTOb1WT7fJlAC+oNPdbB+3hVbJSRgv+4lGOETKUQz6OYStslQ142dNCuabNPGBzlooOmB231qMM85d2/fV6ChevvXvQP8Hkue1poOFtnEtpyxVLW1zAo6/1Xx1COxFvrc2d7UL/lmHInNlxuacJXwu0fjpXfz/YqYzBIBzD6WUfTIF9GRHpOn/Hz7saL8xz+W//FRAUid1OksQaQx4CMs8LOddcQhULW4ucetDf96JcR3g0gfRK4PC7E/r7Z6xNrXd2UIeorGj5Ef7b1pJAYB6Y5anaHqZ9J6nKEBvB4DnNLIVWSgARns/8wR2SiRS7MNACwTyrGvt9ts8p12PKFdlqYTopNHR1Vf7XjfhQlVsAJdNiKdYmYVoKlaRv85IfVunYzO0IKXsyl7JCUjCpoG20f0a04COwfneQAGGwd5oa+T8yO5hzuyDb/XcxxmK01EpqOyuxINew==";
const IV: &str = "r7BXXKkLb8qrSNn05n0qiA==";
const SESSION_KEY: &str = "tiihtNczf5v6AKRyjwEUhQ==";
const APPID: &str = "wx4f4bc4dec97d474b";
const RAW_DATA: &str = r#"{"nickName":"Band","gender":1,"language":"zh_CN","city":"Guangzhou","province":"Guangdong","country":"CN","avatarUrl":"http://wx.qlogo.cn/mmopen/vi_32/1vZvI39NWFQ9XM4LtQpFrQJ1xlgZxx3w7bQxKARol6503Iuswjjn6nIGBiaycAjAtpujxyzYsrztuuICqIM5ibXQ/0"}"#;
const SIGNATURE: &str = "75e81ceda165f4ffa64f4068af58c64b8f54b88c";
const SIGNED_BY: &str = "HyVFkGl5F5OQWJZZaNzBBg==";

fn works() -> Input {
    Input {
        encrypted_data: ENCRYPTED_DATA.to_owned(),
        iv: IV.to_owned(),
        session_key: SESSION_KEY.to_owned(),
        appid: APPID.to_owned(),
        ..Input::default()
    }
}

fn data(change: impl Fn(&str) -> String) -> Input {
    Input { encrypted_data: change(ENCRYPTED_DATA), ..works() }
}

fn signed(raw_data: String) -> Input {
    Input { raw_data, signature: SIGNATURE.to_owned(), session_key: SIGNED_BY.to_owned(), ..Input::default() }
}

/// All of them.
pub(super) static EXAMPLES: [Example; 16] = [
    Example { name: text("能解开", "It decrypts"), make: works },
    Example {
        name: text("另一把 session_key", "Another session_key"),
        make: || Input { session_key: SIGNED_BY.to_owned(), ..works() },
    },
    Example { name: text("+ 变成空格", "+ became a blank"), make: || data(|text| text.replace('+', " ")) },
    Example {
        name: text("多编码了一次", "URL-encoded twice"),
        make: || data(|text| text.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")),
    },
    Example {
        name: text("JSON 转义", "JSON escapes"),
        make: || data(|text| text.replace('/', "\\/").replace('+', "\\u002b")),
    },
    Example {
        name: text("URL 安全字母表", "URL-safe"),
        make: || data(|text| text.replace('+', "-").replace('/', "_")),
    },
    Example { name: text("被截断", "Cut"), make: || data(|text| text.chars().take(255).collect()) },
    Example {
        name: text("末尾丢了整块", "The last blocks lost"),
        make: || data(|text| text.chars().take(320).collect()),
    },
    Example {
        name: text("错了一个字符", "A character changed"),
        make: || data(|text| text.replacen("UfTIF9", "UfTiF9", 1)),
    },
    Example {
        name: text("另一个 iv", "Another iv"),
        make: || Input { iv: "AAAAAAAAAAAAAAAAAAAAAA==".to_owned(), ..works() },
    },
    Example {
        name: text("iv 和 key 填反", "iv and key swapped"),
        make: || Input { iv: SESSION_KEY.to_owned(), session_key: IV.to_owned(), ..works() },
    },
    Example {
        name: text("填了 AppSecret", "The AppSecret as key"),
        make: || Input { session_key: "d0d0b1e5d0d0b1e5d0d0b1e5d0d0b1e5".to_owned(), ..works() },
    },
    Example {
        name: text("另一个 appid", "Another appid"),
        make: || Input { appid: "wx0123456789abcdef".to_owned(), ..works() },
    },
    Example { name: text("签名一致", "A signature"), make: || signed(RAW_DATA.to_owned()) },
    Example {
        name: text("rawData 重新序列化过", "rawData written anew"),
        make: || signed(RAW_DATA.replace('/', "\\/").replace(":", ": ").replace("http: ", "http:")),
    },
    Example { name: text("rawData 改过", "rawData changed"), make: || signed(RAW_DATA.replace("Band", "Bond")) },
];
