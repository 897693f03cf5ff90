//! The virtual users. Their phone numbers are China's virtual test numbers; faces and names are fictitious.

/// The six, by their short names.
pub(crate) const NAMES: [&str; 6] = ["lin", "chen", "zhou", "wu", "su", "he"];

/// The language of places in `getUserProfile`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Lang {
    #[default]
    En,
    ZhCn,
    ZhTw,
}

impl Lang {
    /// Parses WeChat's spelling; the default is English.
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "zh_CN" => Self::ZhCn,
            "zh_TW" => Self::ZhTw,
            _ => Self::En,
        }
    }

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::ZhCn => "zh_CN",
            Self::ZhTw => "zh_TW",
        }
    }
}

/// Country, province, city.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Location {
    pub(crate) country: String,
    pub(crate) province: String,
    pub(crate) city: String,
}

impl Location {
    fn new([country, province, city]: [&str; 3]) -> Self {
        Self { country: country.to_owned(), province: province.to_owned(), city: city.to_owned() }
    }
}

/// A user of a world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Person {
    /// Short name: 1 to 32 of `a-z0-9-`.
    pub(crate) user: String,
    pub(crate) nick_name: String,
    /// 0 unknown, 1 male, 2 female.
    pub(crate) gender: u8,
    /// The number without its country code.
    pub(crate) phone: String,
    pub(crate) country_code: String,
    /// WeChat responds with 40226 for this user.
    pub(crate) high_risk: bool,
    en: Location,
    zh_cn: Location,
    zh_tw: Location,
}

impl Person {
    /// A user that a test adds.
    pub(crate) fn added(user: &str) -> Self {
        Self {
            user: user.to_owned(),
            nick_name: user.to_owned(),
            gender: 0,
            phone: String::new(),
            country_code: "86".to_owned(),
            high_risk: false,
            en: Location::default(),
            zh_cn: Location::default(),
            zh_tw: Location::default(),
        }
    }

    /// The user's location, in `lang`.
    pub(crate) fn location(&self, lang: Lang) -> &Location {
        match lang {
            Lang::En => &self.en,
            Lang::ZhCn => &self.zh_cn,
            Lang::ZhTw => &self.zh_tw,
        }
    }

    /// Changes the location; a test's spelling is used for all languages.
    pub(crate) fn move_to(&mut self, change: impl Fn(&mut Location)) {
        change(&mut self.en);
        change(&mut self.zh_cn);
        change(&mut self.zh_tw);
    }
}

/// The six users of a new world.
pub(crate) fn all() -> Vec<Person> {
    #[rustfmt::skip]
    let rows = [
        ("林晓", 2, ["Zhejiang", "Hangzhou"], ["浙江", "杭州"], ["浙江", "杭州"]),
        ("陈默", 1, ["Guangdong", "Guangzhou"], ["广东", "广州"], ["廣東", "廣州"]),
        ("周一帆", 1, ["Sichuan", "Chengdu"], ["四川", "成都"], ["四川", "成都"]),
        ("吴桐", 2, ["Jiangsu", "Nanjing"], ["江苏", "南京"], ["江蘇", "南京"]),
        ("苏禾", 2, ["Fujian", "Xiamen"], ["福建", "厦门"], ["福建", "廈門"]),
        ("何川", 1, ["Hubei", "Wuhan"], ["湖北", "武汉"], ["湖北", "武漢"]),
    ];
    NAMES
        .into_iter()
        .zip(rows)
        .zip(12_066_600_001_u64..)
        .map(|((user, (nick_name, gender, en, zh_cn, zh_tw)), phone)| {
            let location = |country, [province, city]: [&str; 2]| Location::new([country, province, city]);
            Person {
                nick_name: nick_name.to_owned(),
                gender,
                phone: phone.to_string(),
                en: location("China", en),
                zh_cn: location("中国", zh_cn),
                zh_tw: location("中國", zh_tw),
                ..Person::added(user)
            }
        })
        .collect()
}
