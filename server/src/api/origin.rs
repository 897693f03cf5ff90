//! What the headers of a request say: its token, its app, its address, its device.

use std::{
    net::IpAddr,
    sync::{Arc, atomic::Ordering},
};

use app::{
    protocol::call::{Call, Outcome},
    wire::{ApiError, Errno},
};
use http::{HeaderMap, HeaderValue};
use identity::{Origin, Realm, wechat::App};

use super::{device, forwarded};
use crate::state::Server;

impl Server {
    /// The call that a request makes.
    pub(crate) fn call(&self, headers: &HeaderMap, peer: IpAddr) -> Call {
        Call {
            identity: self.identity.clone(),
            public_url: self.public_url.clone(),
            login_app: self.login_app(headers),
            token: token(headers),
            origin: Origin {
                ip: self.client_ip(headers, peer),
                device: device::name(headers, self.demo.is_some()),
                user_agent: headers
                    .get(http::header::USER_AGENT)
                    .map(|agent| String::from_utf8_lossy(agent.as_bytes()).into_owned())
                    .unwrap_or_default(),
            },
            outcome: Outcome::default(),
        }
    }

    /// The address of the client, behind the proxies that are trusted. A proxy that is not makes all of its clients one address:
    /// that is said once a start, and without the peer's address, as a client may send the header too.
    pub(crate) fn client_ip(&self, headers: &HeaderMap, peer: IpAddr) -> IpAddr {
        let trusted = &self.trusted_proxies;
        if forwarded::is_ignored(headers, peer, trusted) && !self.warned_of_proxy.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "X-Forwarded-For came from a peer that is no trusted proxy, and was ignored; if it is your proxy, add its address to OA_TRUSTED_PROXIES, or all of its clients share one address's limits"
            );
        }
        forwarded::client_ip(headers, peer, trusted)
    }

    /// The app of a login, and in demo mode the double's world in it. A guarded call takes both from its session. An appid
    /// that only the client made up is its own mistake, not the operator's.
    fn login_app(&self, headers: &HeaderMap) -> Result<(Arc<App>, Realm), ApiError> {
        let world = match &self.demo {
            Some(demo) => Some(demo.world(headers)?),
            None => None,
        };
        let app = choose(&self.apps, headers).ok_or_else(|| {
            ApiError::from(Errno::Invalid).because("X-OA-App-Id or Referer: no mini-program of this server")
        })?;
        Ok((app.clone(), Realm::new(&app.appid, world)))
    }
}

/// With one app configured, the headers are ignored. With several: `X-OA-App-Id`, else the appid in the `Referer` that
/// WeChat sends (`https://servicewechat.com/{appid}/…`), else the first. Compared as bytes: what is no text is no appid of
/// ours, and not absent either.
fn choose<'a, 'h>(apps: &'a [Arc<App>], headers: &'h HeaderMap) -> Option<&'a Arc<App>> {
    let bytes = |name: &str| headers.get(name).map(HeaderValue::as_bytes).filter(|bytes| !bytes.is_empty());
    let of_referer = |referer: &'h [u8]| -> Option<&'h [u8]> {
        referer.strip_prefix(b"https://servicewechat.com/").and_then(|rest| rest.split(|byte| *byte == b'/').next())
    };
    let wanted = match apps {
        [_] => None,
        _ => bytes("x-oa-app-id").or_else(|| bytes("referer").and_then(of_referer).filter(|appid| !appid.is_empty())),
    };
    wanted.map_or(apps.first(), |appid| apps.iter().find(|app| app.appid.as_bytes() == appid))
}

/// `X-OA-Token`, or `Authorization: Bearer` where that is absent or empty. Two that differ are 501, whichever is right.
fn token(headers: &HeaderMap) -> Result<Option<Arc<str>>, ApiError> {
    let mut tokens = headers.get_all("x-oa-token").iter();
    let first = tokens.next();
    if tokens.any(|other| Some(other) != first) {
        return Err(Errno::SignIn.into());
    }
    let own = first.filter(|token| !token.is_empty());
    let Some(own) = own else {
        let bearer = headers.get(http::header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token =
            bearer.and_then(|value| value.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("bearer"));
        return Ok(token.map(|(_, token)| token.trim().into()));
    };
    // bytes that are no text cannot be a token of ours
    Ok(Some(own.to_str().unwrap_or_default().into()))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};
    use rstest::rstest;

    use super::{choose, token};

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[rstest]
    #[case(&[], None)]
    #[case(&[("x-oa-token", "t")], Some("t"))]
    #[case(&[("x-oa-token", "t"), ("authorization", "Bearer b")], Some("t"))]
    #[case(&[("x-oa-token", ""), ("authorization", "bearer b")], Some("b"))]
    #[case(&[("authorization", "Basic b")], None)]
    fn tokens(#[case] pairs: &[(&'static str, &'static str)], #[case] found: Option<&str>) {
        assert_eq!(token(&headers(pairs)).unwrap().as_deref(), found);
    }

    #[test]
    fn two_tokens() {
        let mut two = HeaderMap::new();
        two.append("x-oa-token", HeaderValue::from_static("a"));
        two.append("x-oa-token", HeaderValue::from_static("a"));
        assert_eq!(token(&two).unwrap().as_deref(), Some("a"), "the same twice is one");
        two.append("x-oa-token", HeaderValue::from_static("b"));
        assert!(token(&two).is_err());
    }

    #[rstest]
    #[case(&["wx1"], &[("x-oa-app-id", "wx9"), ("referer", "https://servicewechat.com/wx9/1/page-frame.html")], Some("wx1"))]
    #[case(&["wx1", "wx2"], &[], Some("wx1"))]
    #[case(&["wx1", "wx2"], &[("x-oa-app-id", "wx2")], Some("wx2"))]
    #[case(&["wx1", "wx2"], &[("x-oa-app-id", "")], Some("wx1"))]
    #[case(&["wx1", "wx2"], &[("x-oa-app-id", "wx9")], None)]
    #[case(&["wx1", "wx2"], &[("referer", "https://servicewechat.com/wx2/devtools/page-frame.html")], Some("wx2"))]
    #[case(&["wx1", "wx2"], &[("referer", "https://servicewechat.com/wx9/0/page-frame.html")], None)]
    #[case(&["wx1", "wx2"], &[("referer", "https://servicewechat.com/wx9")], None)]
    #[case(&["wx1", "wx2"], &[("referer", "https://servicewechat.com/WX2/0/")], None)]
    #[case(&["wx1", "wx2"], &[("referer", "https://servicewechat.com/")], Some("wx1"))]
    #[case(&["wx1", "wx2"], &[("referer", "https://servicewechat.com//wx2/")], Some("wx1"))]
    #[case(&["wx1", "wx2"], &[("referer", "https://example.com/wx2/")], Some("wx1"))]
    #[case(&["wx1", "wx2"], &[("x-oa-app-id", "wx2 ")], None)]
    #[case(&["wx1", "wx2"], &[("x-oa-app-id", "wx9"), ("referer", "https://servicewechat.com/wx2/0/")], None)]
    #[case(&["wx1", "wx2"], &[("x-oa-app-id", "wx1"), ("referer", "https://servicewechat.com/wx2/0/")], Some("wx1"))]
    fn apps(#[case] ours: &[&str], #[case] pairs: &[(&'static str, &'static str)], #[case] chosen: Option<&str>) {
        let app = |id: &&str| std::sync::Arc::new(super::App { appid: (*id).to_owned(), secret: String::new().into() });
        let ours: Vec<_> = ours.iter().map(app).collect();
        assert_eq!(choose(&ours, &headers(pairs)).map(|app| app.appid.as_str()), chosen);
    }

    #[rstest]
    #[case::no_utf8("x-oa-app-id", b"wx1\xff")]
    #[case::chinese("x-oa-app-id", "小程序".as_bytes())]
    #[case::referer("referer", b"https://servicewechat.com/wx1\xe9/0/")]
    fn an_appid_that_is_no_text_is_none_of_ours(#[case] name: &'static str, #[case] value: &'static [u8]) {
        let app = |id: &str| std::sync::Arc::new(super::App { appid: id.to_owned(), secret: String::new().into() });
        let mut headers = HeaderMap::new();
        headers.insert(name, HeaderValue::from_bytes(value).unwrap());
        assert!(choose(&[app("wx1"), app("wx2")], &headers).is_none());
        assert!(choose(&[app("wx1")], &headers).is_some(), "of one app nobody has to choose");
    }
}
