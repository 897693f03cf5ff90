//! Whether an acknowledged write is on the disk: the server's settings, as this program's connections have them.

use identity::DurabilitySetting;
use sqlx::PgPool;

const SETTINGS: &str = "SELECT name, setting FROM pg_settings \
    WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name";

pub(crate) async fn settings(pool: &PgPool) -> Result<Vec<DurabilitySetting>, sqlx::Error> {
    let found: Vec<(String, String)> = sqlx::query_as(SETTINGS).fetch_all(pool).await?;
    Ok(found.into_iter().filter_map(|(name, value)| judged(&name, value)).collect())
}

/// Of `synchronous_commit` each value but `off` waits for this server's disk: `local`, and those that also wait for others.
fn judged(name: &str, value: String) -> Option<DurabilitySetting> {
    let name = ["fsync", "full_page_writes", "synchronous_commit"].into_iter().find(|known| *known == name)?;
    let remedy = (value == "off").then(|| format!("ALTER SYSTEM SET {name} = on; SELECT pg_reload_conf()"));
    Some(DurabilitySetting { name, value, remedy })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::judged;

    #[rstest]
    #[case("fsync", "on", true)]
    #[case("fsync", "off", false)]
    #[case("full_page_writes", "off", false)]
    #[case("synchronous_commit", "on", true)]
    #[case("synchronous_commit", "local", true)]
    #[case("synchronous_commit", "remote_write", true)]
    #[case("synchronous_commit", "remote_apply", true)]
    #[case("synchronous_commit", "off", false)]
    fn a_value_is_safe_or_has_a_remedy(#[case] name: &str, #[case] value: &str, #[case] safe: bool) {
        let judged = judged(name, value.to_owned()).unwrap();
        assert_eq!((judged.name, judged.remedy.is_none()), (name, safe));
        assert!(safe || judged.remedy.unwrap().contains(name));
    }
}
