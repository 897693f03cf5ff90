//! `oa-mini check`: verifies everything that a login needs, one line per check with what to do.

mod durability;

use std::{collections::BTreeMap, net::IpAddr};

use identity::{KeysOnRecord, MasterKeys, Store, check_keys, wechat};

use wechat_double::DEMO_APPID;

use crate::{
    config::{Mode, Settings},
    database, log, master_keys, system,
};

/// The maximum clock difference to WeChat, in ms: the skew that a watermark may have.
const SKEW_MS: i64 = 2 * 60_000;

/// The result of one check.
#[derive(Debug, PartialEq, Eq)]
pub struct Finding {
    /// Whether the check passed.
    pub passed: bool,
    /// The subject of the check and, if it failed, what to do.
    pub text: String,
}

impl Finding {
    fn pass(text: impl Into<String>) -> Self {
        Self { passed: true, text: text.into() }
    }

    fn fail(text: impl Into<String>) -> Self {
        Self { passed: false, text: text.into() }
    }
}

impl std::fmt::Display for Finding {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", if self.passed { '✓' } else { '✗' }, self.text)
    }
}

/// Checks the database, the master keys, the proxies and, in live mode, WeChat.
pub async fn check(settings: &Settings) -> Vec<Finding> {
    let mut findings = Vec::new();
    // the remaining settings that a start validates
    if let Err(cause) = log::parse_filter(&settings.log) {
        findings.push(Finding::fail(format!("settings: {cause}")));
    }
    let store = match database::open_existing(&settings.database_url).await {
        Ok(store) => {
            let name = database::without_password(&settings.database_url);
            findings.push(Finding::pass(format!("database: {name} is open, its schema up to date")));
            findings.push(durability::check(store.as_ref()).await);
            findings.extend(check_demo_database(settings, store.as_ref()).await);
            Some(store)
        }
        Err(cause) => {
            findings.push(Finding::fail(format!("database: DATABASE_URL: {}", crate::one_line(&cause))));
            None
        }
    };
    match master_keys::load_existing(settings) {
        Ok(keys) => findings.push(match &store {
            Some(store) => check_stored_keys(&keys, store.as_ref()).await,
            None => Finding::pass("master key: it can be read"),
        }),
        Err(cause) => findings.push(Finding::fail(format!("master key: {}", crate::one_line(&cause)))),
    }
    findings.extend(check_proxies(settings));
    match &settings.mode {
        Mode::Demo { .. } => findings.push(Finding::pass("WeChat: demo mode, the double answers; nothing to check")),
        Mode::Live(live) => match wechat::Client::new(wechat::ClientConfig::new(live.base_url.clone())) {
            Ok(client) => {
                for app in &live.apps {
                    findings.extend(wechat_findings(&app.appid, &client.diagnose(app).await, (system::clock())()));
                }
            }
            Err(cause) => {
                findings.push(Finding::fail(format!("WeChat: no client can be made: {}", crate::one_line(&cause))))
            }
        },
    }
    findings
}

/// Whether client addresses can be distinguished. The server does not speak TLS, so a public https address means a proxy in
/// front; unless it is trusted, all of its clients share the limits of one address.
fn check_proxies(settings: &Settings) -> Option<Finding> {
    let url = settings.public_url.as_deref().filter(|url| is_public_https(url, settings.listen.ip()))?;
    let trusted: Vec<_> = settings.trusted_proxies.iter().map(ToString::to_string).collect();
    Some(if trusted.is_empty() {
        Finding::fail(format!(
            "addresses: OA_PUBLIC_URL is {url}, so a proxy is in front, but none is trusted, and all clients share one \
             address's limits; set OA_TRUSTED_PROXIES to the address that the proxy calls from"
        ))
    } else {
        Finding::pass(format!("addresses: X-Forwarded-For is believed of {}", trusted.join(", ")))
    })
}

/// Whether an address is https and its host is not the one that the server listens on.
fn is_public_https(url: &str, listen: IpAddr) -> bool {
    let Ok(url) = url.parse::<url::Url>() else { return false };
    let is_ours = |ip: IpAddr| ip.to_canonical().is_loopback() || ip.to_canonical() == listen.to_canonical();
    let here = match url.host() {
        Some(url::Host::Ipv4(ip)) => is_ours(ip.into()),
        Some(url::Host::Ipv6(ip)) => is_ours(ip.into()),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => true,
    };
    url.scheme() == "https" && !here
}

/// The migrations that a start would apply, one per line with version and name. Changes nothing.
///
/// # Errors
/// When there is no database of this program, or it cannot be reached.
pub async fn pending(database_url: &str) -> Result<Vec<String>, database::OpenError> {
    let (pending, newest) = database::pending(database_url).await?;
    let mut lines: Vec<_> = pending.iter().map(|(version, name)| format!("pending: {version} {name}")).collect();
    if lines.is_empty() {
        lines.push("nothing pending".to_owned());
    }
    lines.extend(newest.map(|(version, name)| format!("the schema of this program: {version} {name}")));
    Ok(lines)
}

/// Fails if a demo is configured on the database of a live app.
async fn check_demo_database(settings: &Settings, store: &dyn Store) -> Option<Finding> {
    match (&settings.mode, store.holds_other_app(DEMO_APPID).await) {
        (Mode::Demo { .. }, Ok(true)) => {
            Some(Finding::fail(format!("database: {}", database::live_in_demo(&settings.database_url))))
        }
        (_, Err(cause)) => Some(Finding::fail(format!("database: it does not answer: {}", crate::one_line(&cause)))),
        _ => None,
    }
}

/// Whether the master keys decrypt every stored session_key.
async fn check_stored_keys(keys: &MasterKeys, store: &dyn Store) -> Finding {
    match check_keys(store, keys).await {
        Ok(seen) => key_finding(&seen),
        Err(cause) => Finding::fail(format!("master key: the database does not answer: {}", crate::one_line(&cause))),
    }
}

fn key_finding(seen: &KeysOnRecord) -> Finding {
    let listed = |rows: &BTreeMap<String, u64>| {
        let rows: Vec<_> = rows.iter().map(|(id, rows)| format!("`{id}` ({rows} rows)")).collect();
        rows.join(", ")
    };
    let mut problems = Vec::new();
    if !seen.unknown.is_empty() {
        problems.push(format!(
            "{} sealed session_keys on record but is not configured; add it to OA_MASTER_KEY after the first, or these \
             users must log in again before bindPhone",
            listed(&seen.unknown)
        ));
    }
    if !seen.unopened.is_empty() {
        problems.push(format!(
            "{} does not open session_keys that a key of that name sealed; give the one that did, or these users must log \
             in again before bindPhone",
            listed(&seen.unopened)
        ));
    }
    if problems.is_empty() {
        let opened = seen.opened;
        return Finding::pass(format!("master key: it can be read, and opens all {opened} session_keys on record"));
    }
    Finding::fail(format!("master key: {}", problems.join("; ")))
}

/// The findings of WeChat's response for one app, and for this machine's clock.
fn wechat_findings(appid: &str, diagnosis: &wechat::Diagnosis, now_ms: i64) -> Vec<Finding> {
    let mut findings = Vec::new();
    match &diagnosis.outcome {
        Ok(()) => findings.push(Finding::pass(format!("WeChat: takes {appid} and its secret, from this address"))),
        Err(error) => {
            let ip = diagnosis.refused_ip.map(|ip| format!(" The address is {ip}.")).unwrap_or_default();
            let advice = error.advice().unwrap_or("Look the errcode up in WeChat's documentation.");
            findings.push(Finding::fail(format!("WeChat: {appid}: {error}. {advice}{ip}")));
        }
    }
    if let Some(date_ms) = diagnosis.date_ms {
        let off_s = (now_ms - date_ms) / 1000;
        findings.push(if (now_ms - date_ms).abs() <= SKEW_MS {
            Finding::pass(format!("clock: {off_s} s from WeChat's"))
        } else {
            Finding::fail(format!(
                "clock: {off_s} s from WeChat's, so phone numbers look stale (errno 717); set it by NTP"
            ))
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use identity::wechat::{Diagnosis, Error, Unavailable};
    use rstest::rstest;

    use super::{is_public_https, wechat_findings};

    const NOW: i64 = 1_795_485_600_000;

    #[rstest]
    #[case::well(Ok(()), Some(NOW - 3_000), &["✓ WeChat: takes wx1", "✓ clock: 3 s"])]
    #[case::secret(Err(Error::Misconfigured(40125)), None, &["✗ WeChat: wx1: WeChat refuses this mini-program's configuration (errcode 40125). The app secret"])]
    #[case::down(Err(Error::Unavailable(Unavailable::Connect)), None, &["✗ WeChat: wx1: WeChat is not available: no connection"])]
    #[case::clock(Ok(()), Some(NOW + 200_000), &["✓ WeChat", "✗ clock: -200 s"])]
    fn diagnosis_gives_findings(
        #[case] outcome: Result<(), Error>,
        #[case] date_ms: Option<i64>,
        #[case] lines: &[&str],
    ) {
        let findings = wechat_findings("wx1", &Diagnosis { outcome, refused_ip: None, date_ms }, NOW);
        assert_eq!(findings.len(), lines.len());
        for (finding, line) in findings.iter().zip(lines) {
            assert!(finding.to_string().starts_with(line), "{finding}");
        }
    }

    #[rstest]
    #[case("https://oa.example.com", true)]
    #[case("https://oa.example.com:8443", true)]
    #[case("https://203.0.113.7", true)]
    #[case("https://[2001:db8::7]", true)]
    #[case("http://oa.example.com", false)]
    #[case("https://localhost:8080", false)]
    #[case("https://127.0.0.1", false)]
    #[case("https://[::1]:8080", false)]
    #[case("https://192.0.2.1", false)]
    fn elsewhere(#[case] url: &str, #[case] expected: bool) {
        assert_eq!(is_public_https(url, "192.0.2.1".parse().unwrap()), expected);
    }

    #[test]
    fn an_address_missing_from_the_whitelist_is_shown() {
        let seen = Diagnosis {
            outcome: Err(Error::Misconfigured(40164)),
            refused_ip: Some("203.0.113.7".parse().unwrap()),
            date_ms: None,
        };
        assert!(wechat_findings("wx1", &seen, NOW)[0].text.ends_with("The address is 203.0.113.7."));
    }
}
