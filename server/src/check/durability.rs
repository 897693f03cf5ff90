//! Whether a write that was acknowledged survives a power cut.

use identity::{Store, error_chain};

use super::Finding;

pub(super) async fn check(store: &dyn Store) -> Finding {
    let settings = match store.durability().await {
        Ok(settings) => settings,
        Err(cause) => return Finding::fail(format!("durability: the database does not say: {}", error_chain(&cause))),
    };
    let listed = |unsafe_only: bool| {
        let settings = settings.iter().filter(|setting| !unsafe_only || setting.remedy.is_some());
        settings.map(|setting| format!("{} = {}", setting.name, setting.value)).collect::<Vec<_>>().join(", ")
    };
    let remedies: Vec<_> = settings.iter().filter_map(|setting| setting.remedy.as_deref()).collect();
    if remedies.is_empty() {
        return Finding::pass(format!("durability: an acknowledged write is on the disk ({})", listed(false)));
    }
    Finding::fail(format!(
        "durability: {}: a power cut may lose writes that were acknowledged, logins and phone numbers among them; {}",
        listed(true),
        remedies.join("; ")
    ))
}
