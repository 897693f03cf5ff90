//! Describes the target of a command: mode, configuration and database. Printed before the command runs, so that an operator
//! in the wrong folder notices.

use crate::{
    config::{Mode, SEARCH_PATHS, Settings},
    database,
};

/// `live mode (wx…), configuration /etc/oa-mini/oa-mini.toml, database mysql://oa:…@db/oa`
pub fn describe(settings: &Settings) -> String {
    let mode = match &settings.mode {
        Mode::Demo { .. } => "demo mode".to_owned(),
        Mode::Live(live) => {
            let apps: Vec<_> = live.apps.iter().map(|app| app.appid.as_str()).collect();
            format!("live mode ({})", apps.join(", "))
        }
    };
    let database = database::shown(&settings.database_url);
    format!("{mode}, configuration {}, database {database}", configuration(settings))
}

/// The path of the configuration file, or the text for none.
fn configuration(settings: &Settings) -> String {
    match &settings.file {
        Some(file) => std::path::absolute(file).unwrap_or_else(|_| file.clone()).display().to_string(),
        None => format!("from the environment alone (there is no {})", SEARCH_PATHS.join(", no ")),
    }
}
