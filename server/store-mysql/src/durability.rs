//! Whether an acknowledged write is on the disk: the server's settings.

use std::collections::BTreeMap;

use identity::DurabilitySetting;
use sqlx::{MySqlPool, Row};

const VARIABLES: &str = "SHOW GLOBAL VARIABLES WHERE Variable_name IN \
    ('innodb_flush_log_at_trx_commit', 'innodb_flush_method', 'log_bin', 'sync_binlog', 'wsrep_on')";

const FLUSH: &str = "innodb_flush_log_at_trx_commit";
const METHOD: &str = "innodb_flush_method";
const BINLOG: &str = "sync_binlog";

pub(crate) async fn settings(pool: &MySqlPool) -> Result<Vec<DurabilitySetting>, sqlx::Error> {
    let rows = sqlx::query(VARIABLES).fetch_all(pool).await?;
    let found: Result<BTreeMap<String, String>, sqlx::Error> =
        rows.iter().map(|row| Ok((row.try_get_unchecked(0)?, row.try_get_unchecked(1)?))).collect();
    Ok(judged(&found?))
}

fn judged(found: &BTreeMap<String, String>) -> Vec<DurabilitySetting> {
    let value = |name: &str| found.get(name).map(String::as_str).unwrap_or_default();
    let is_on = |name| matches!(value(name).to_ascii_uppercase().as_str(), "ON" | "1");
    let setting = |name: &'static str, safe: bool, remedy: String| DurabilitySetting {
        name,
        value: value(name).to_owned(),
        remedy: (!safe).then_some(remedy),
    };
    let set_to_1 = |name: &str| format!("SET GLOBAL {name} = 1, and {name} = 1 in the server's configuration");
    // 3 is MariaDB's: as 1, with one more wait
    let mut flush = setting(FLUSH, is_on("wsrep_on") || matches!(value(FLUSH), "1" | "3"), set_to_1(FLUSH));
    if flush.remedy.is_none() && !matches!(value(FLUSH), "1" | "3") {
        flush.value.push_str(" on Galera: in the memory of every node; 1 where all may lose power at once");
    }
    let mut settings = vec![flush];
    if value(METHOD).to_ascii_lowercase().ends_with("nosync") {
        let remedy = format!("take {METHOD} out of the server's configuration, and restart it");
        settings.push(setting(METHOD, false, remedy));
    }
    // A crash rolls back what is in the tables' log and not in the binary log, though it was acknowledged.
    if is_on("log_bin") && !is_on("wsrep_on") {
        settings.push(setting(BINLOG, value(BINLOG) == "1", set_to_1(BINLOG)));
    }
    settings
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::judged;

    #[rstest]
    #[case::default(&[("innodb_flush_log_at_trx_commit", "1"), ("log_bin", "OFF"), ("sync_binlog", "0")], &[])]
    #[case::mariadb(&[("innodb_flush_log_at_trx_commit", "3"), ("log_bin", "OFF")], &[])]
    #[case::each_second(&[("innodb_flush_log_at_trx_commit", "0")], &["innodb_flush_log_at_trx_commit"])]
    #[case::of_the_system(&[("innodb_flush_log_at_trx_commit", "2")], &["innodb_flush_log_at_trx_commit"])]
    #[case::galera(&[("innodb_flush_log_at_trx_commit", "2"), ("wsrep_on", "ON"), ("log_bin", "ON"), ("sync_binlog", "0")], &[])]
    #[case::binlog(&[("innodb_flush_log_at_trx_commit", "1"), ("log_bin", "ON"), ("sync_binlog", "0")], &["sync_binlog"])]
    #[case::binlog_as_1(&[("innodb_flush_log_at_trx_commit", "1"), ("log_bin", "1"), ("sync_binlog", "1000")], &["sync_binlog"])]
    #[case::binlog_synced(&[("innodb_flush_log_at_trx_commit", "1"), ("log_bin", "ON"), ("sync_binlog", "1")], &[])]
    #[case::no_sync(&[("innodb_flush_log_at_trx_commit", "1"), ("innodb_flush_method", "nosync")], &["innodb_flush_method"])]
    #[case::method(&[("innodb_flush_log_at_trx_commit", "1"), ("innodb_flush_method", "O_DIRECT")], &[])]
    fn what_may_lose_a_write_has_a_remedy(#[case] found: &[(&str, &str)], #[case] unsafe_names: &[&str]) {
        let found = found.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let judged = judged(&found);
        let names: Vec<_> =
            judged.iter().filter(|setting| setting.remedy.is_some()).map(|setting| setting.name).collect();
        assert_eq!(names, unsafe_names);
        assert!(
            judged.iter().all(|setting| setting.remedy.as_ref().is_none_or(|remedy| remedy.contains(setting.name)))
        );
    }
}
