//! What a command works on, in words: mode, configuration and database. Said before anything is done, so that an operator
//! who stands in the wrong folder sees it.

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

/// The file that was read, or that there is none.
fn configuration(settings: &Settings) -> String {
    match &settings.file {
        Some(file) => std::path::absolute(file).unwrap_or_else(|_| file.clone()).display().to_string(),
        None => format!("from the environment alone (there is no {})", SEARCH_PATHS.join(", no ")),
    }
}
