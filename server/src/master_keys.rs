//! Where the master keys come from: the environment, a file, and in demo mode a file that is made.

use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use identity::{MasterKeys, Random};
use secrecy::{ExposeSecret, SecretString};

use crate::config::{ConfigError, MasterKeySetting, Mode};

/// The keys.
///
/// # Errors
/// In live mode when there are none; where a file cannot be read or made; where the text is not `id:base64(32 bytes)`.
pub(crate) fn load(
    setting: &MasterKeySetting,
    mode: &Mode,
    database_url: &str,
    random: &Random,
) -> Result<MasterKeys, ConfigError> {
    let (name, text) = match (setting, mode) {
        (MasterKeySetting::Given(keys), _) => ("OA_MASTER_KEY", keys.clone()),
        (MasterKeySetting::File(file), _) => ("OA_MASTER_KEY_FILE", read(file)?),
        (MasterKeySetting::Absent, Mode::Live(_)) => {
            let why =
                "is missing; live mode keeps session_key under it. Make one: echo \"k1:$(openssl rand -base64 32)\"";
            return Err(ConfigError::new("OA_MASTER_KEY", why));
        }
        (MasterKeySetting::Absent, Mode::Demo { .. }) => ("OA_MASTER_KEY_FILE", read_or_make(database_url, random)?),
    };
    MasterKeys::parse(text.expose_secret().trim()).map_err(|cause| ConfigError::new(name, cause.to_string()))
}

fn read(file: &Path) -> Result<SecretString, ConfigError> {
    fs::read_to_string(file)
        .map(SecretString::from)
        .map_err(|cause| ConfigError::new("OA_MASTER_KEY_FILE", format!("{}: {cause}", file.display())))
}

/// Beside the database's file, so that both are kept or lost together; for a database on a server, where that file would
/// be. (Several nodes on one server share a key by `OA_MASTER_KEY`.)
fn read_or_make(database_url: &str, random: &Random) -> Result<SecretString, ConfigError> {
    let database = database_url.strip_prefix("sqlite://").unwrap_or("data/oa-mini.db");
    let file = PathBuf::from(format!("{}.key", database.split('?').next().unwrap_or(database)));
    if file.exists() {
        return read(&file);
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)
            .map_err(|cause| ConfigError::new("OA_MASTER_KEY_FILE", format!("{}: {cause}", folder.display())))?;
    }
    let mut key = [0_u8; 32];
    random(&mut key);
    let text = format!("demo:{}", STANDARD.encode(key));
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
        .open(&file)
        .and_then(|mut opened| writeln!(opened, "{text}"))
        .map_err(|cause| ConfigError::new("OA_MASTER_KEY_FILE", format!("cannot make {}: {cause}", file.display())))?;
    Ok(text.into())
}
