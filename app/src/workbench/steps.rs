//! The twenty steps of the flow, in their order, and which of them one action of the user takes.

/// Their ids: `step` of the demo's event stream, and `step-…` in the diagram.
pub(super) const STEPS: [&str; 20] = [
    "profile", "login", "code", "post", "j2s", "openid", "upsert", "token", "storage", "index", "lookup", "counts",
    "enc", "bind", "decrypt", "save", "phone", "logout", "revoke", "clear",
];

/// WeChat's answer to the exchange: a refusal of it explains a login that failed.
pub(super) const OPENID: usize = 5;

/// The first steps of the six phases, and the end.
pub(super) const PHASES: [usize; 7] = [0, 3, 6, 9, 12, 17, 20];

/// What the phases are called, for the ear.
pub(super) const PHASE_NAMES: [&str; 6] =
    ["取 code", "换 openid + session_key", "下发登录态 token", "携带 token 请求数据", "绑定手机号", "退出"];

/// The number of a step.
pub(super) fn number(id: &str) -> Option<usize> {
    STEPS.iter().position(|step| *step == id)
}

/// Where the action ends that begins with step `first`: a step that begins one clears what the last run left of it.
pub(super) fn end_of(first: usize) -> Option<usize> {
    match first {
        0 | 1 | 3 => Some(9),
        9 => Some(12),
        12 | 13 => Some(17),
        17 => Some(20),
        _ => None,
    }
}

/// The step that an answer to the call beginning with `first` is.
pub(super) fn answer_of(first: usize) -> usize {
    match first {
        3 => 7,
        9 => 11,
        13 => 16,
        _ => 18,
    }
}

/// The step that a call to `path` is.
pub(super) fn of_path(path: &str) -> Option<usize> {
    match path.rsplit('/').next()? {
        "login_by_weixin" => Some(3),
        "index" if path.ends_with("user/index") => Some(9),
        "bindPhone" => Some(13),
        "logout" => Some(17),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_have_numbers() {
        assert_eq!(number("decrypt"), Some(14));
        assert_eq!(number("nothing"), None);
    }

    #[test]
    fn calls_are_steps() {
        for (path, id) in [
            ("/oapro/wx/auth/login_by_weixin", Some("post")),
            ("/oapro/wx/user/index", Some("index")),
            ("/oapro/wx/home/index", None),
            ("/oapro/wx/auth/bindPhone", Some("bind")),
            ("/oapro/wx/auth/logout", Some("logout")),
        ] {
            assert_eq!(of_path(path).and_then(|step| STEPS.get(step)).copied(), id, "{path}");
        }
    }
}
