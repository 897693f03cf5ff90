//! What the user did: a run is named by it.

use super::step::{COUNT, LOGOUT};
use crate::text::{Text, text};

/// What the user did, which a run is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// `wx.login`, and the exchange of its code.
    Login,
    /// A call with the token.
    Call,
    /// The phone number.
    Bind,
    /// 退出
    Logout,
}

impl Action {
    /// All of them.
    const ALL: [Self; 4] = [Self::Login, Self::Call, Self::Bind, Self::Logout];

    /// Its name in a trace.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::Call => "call",
            Self::Bind => "bind",
            Self::Logout => "logout",
        }
    }

    /// The action of an [`Action::id`]; a login for another text.
    pub fn parse(id: &str) -> Self {
        Self::ALL.into_iter().find(|action| action.id() == id).unwrap_or(Self::Login)
    }

    /// What it is called.
    pub const fn name(self) -> Text {
        match self {
            Self::Login => text("登录", "Log in"),
            Self::Call => text("请求数据", "Call"),
            Self::Bind => text("绑定手机号", "Bind the phone"),
            Self::Logout => text("退出", "Log out"),
        }
    }

    /// The action that a step belongs to.
    pub const fn of_step(number: usize) -> Self {
        match number {
            0..9 => Self::Login,
            9..12 => Self::Call,
            12..LOGOUT => Self::Bind,
            _ => Self::Logout,
        }
    }

    /// Whether a run of this action goes on with step `number`: a login with the first call, and each with a cleared storage.
    pub fn includes(self, number: usize) -> bool {
        let action = Self::of_step(number);
        self == action || (self == Self::Login && action == Self::Call) || number == COUNT - 1
    }
}

/// Whether a step is the phone's writing to its storage.
pub fn is_storage(number: usize) -> bool {
    number == 8 || number == COUNT - 1
}

/// Whether a step always begins a run: the user has tapped.
pub fn begins_run(number: usize) -> bool {
    matches!(number, 0 | 12 | LOGOUT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::step::PHONE_INFO;

    #[test]
    fn an_action_has_its_steps() {
        for action in Action::ALL {
            assert_eq!(Action::parse(action.id()), action);
        }
        assert!(Action::Login.includes(9) && Action::Login.includes(COUNT - 1) && !Action::Login.includes(13));
        assert!(Action::Bind.includes(PHONE_INFO) && !Action::Bind.includes(9) && !Action::Call.includes(3));
    }
}
