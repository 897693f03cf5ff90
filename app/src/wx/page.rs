//! The mini-program's pages by their addresses, as `app.json` lists them.

use leptos::prelude::use_context;

use crate::text::{Lang, Text, text};

/// A page. Its number (the order below) is what the browser's history keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// 首页
    Index,
    /// 登录
    Login,
    /// 会议
    Meeting,
    /// 投票
    Vote,
    /// 我的
    Ucenter,
    /// 用户设置
    User,
}

impl Page {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Index, Self::Login, Self::Meeting, Self::Vote, Self::Ucenter, Self::User];

    /// The page's address, as the mini-program spells it, with a slash before it.
    pub const fn path(self) -> &'static str {
        match self {
            Self::Index => "/pages/index/index",
            Self::Login => "/pages/auth/login/login",
            Self::Meeting => "/pages/meeting/list/list",
            Self::Vote => "/pages/vote/list/list",
            Self::Ucenter => "/pages/ucenter/index/index",
            Self::User => "/pages/ucenter/user/user",
        }
    }

    const fn title_text(self) -> Text {
        match self {
            Self::Index => text("首页", "Home"),
            Self::Login => text("登录", "Log in"),
            Self::Meeting => text("会议", "Meetings"),
            Self::Vote => text("投票", "Votes"),
            Self::Ucenter => text("我的", "Me"),
            Self::User => text("用户设置", "User settings"),
        }
    }

    /// What the navigation bar says.
    pub const fn title(self) -> &'static str {
        self.title_text().zh
    }

    /// What the window's title says, outside the phone.
    pub(crate) fn window_title(self, lang: Lang) -> String {
        format!("{} · oa-mini", self.title_text().get(lang))
    }

    /// Whether the page is in the tab bar.
    pub const fn is_tab(self) -> bool {
        matches!(self, Self::Index | Self::Meeting | Self::Vote | Self::Ucenter)
    }

    /// The page at an address; `/` is the first one, and one trailing slash is dropped.
    pub fn parse(path: &str) -> Option<Self> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() { Some(Self::Index) } else { Self::ALL.into_iter().find(|page| page.path() == path) }
    }

    /// The short name that the style sheet knows.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Login => "login",
            Self::Meeting => "meetings",
            Self::Vote => "votes",
            Self::Ucenter => "ucenter",
            Self::User => "user",
        }
    }
}

/// The page that was asked for: by context on the server, by the address in the browser.
pub(crate) fn first_page() -> Page {
    let by_address = || Page::parse(&crate::browser::history::path());
    use_context().or_else(by_address).unwrap_or(Page::Index)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::Page;

    #[test]
    fn every_path_is_its_own_page() {
        for page in Page::ALL {
            assert_eq!(Page::parse(page.path()), Some(page));
            assert_eq!(Page::parse(&format!("{}/", page.path())), Some(page));
        }
    }

    #[rstest]
    #[case("/", Some(Page::Index))]
    #[case("", Some(Page::Index))]
    #[case("/pages", None)]
    #[case("/pages/index/index//", None)]
    #[case("/pages/index/Index", None)]
    #[case("/pages/ucenter/index", None)]
    #[case("pages/index/index", None)]
    fn odd_paths(#[case] path: &str, #[case] page: Option<Page>) {
        assert_eq!(Page::parse(path), page);
    }

    #[test]
    fn four_tabs() {
        assert_eq!(Page::ALL.into_iter().filter(|page| page.is_tab()).count(), 4);
    }

    #[test]
    fn numbers_are_places_in_the_list() {
        for (number, page) in Page::ALL.into_iter().enumerate() {
            assert_eq!(page as usize, number);
        }
    }
}
