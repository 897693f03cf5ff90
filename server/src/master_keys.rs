//! Loads the master keys: from the environment, from a file, or in demo mode from a generated file.

use std::{
    fs,
    io::{self, ErrorKind, Write},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use identity::{MasterKeys, Random};
use secrecy::{ExposeSecret, SecretString};
use tempfile::NamedTempFile;

use crate::config::{ConfigError, MasterKeySetting, Mode, Settings};

/// The keys of a server; a demo's first start generates one.
///
/// # Errors
/// In live mode if there are none; if a file cannot be read or created; if the text is not `id:base64(32 bytes)`.
pub(crate) fn load_or_create(settings: &Settings, random: &Random) -> Result<MasterKeys, ConfigError> {
    load(settings, &settings.database_url, |file| read_or_create(file, random))
}

/// The keys of a command, which never generates one: a new key would decrypt nothing.
///
/// # Errors
/// As [`load_or_create`], and if a demo's server has not created its key.
pub(crate) fn load_existing(settings: &Settings) -> Result<MasterKeys, ConfigError> {
    load_existing_beside(settings, &settings.database_url)
}

/// As [`load_existing`], where the database is another one than the server's.
///
/// # Errors
/// As [`load_existing`].
pub(crate) fn load_existing_beside(settings: &Settings, database_url: &str) -> Result<MasterKeys, ConfigError> {
    load(settings, database_url, |file| match file.try_exists() {
        Ok(false) => {
            let why = format!(
                "is not set, and there is no {}; only the server makes a demo's key, at its first start. Run this where \
                 the server runs, or with its --config and environment",
                file.display()
            );
            Err(ConfigError::new("OA_MASTER_KEY", why))
        }
        _ => read(file),
    })
}

fn load(
    settings: &Settings,
    database_url: &str,
    demo_key: impl FnOnce(&Path) -> Result<SecretString, ConfigError>,
) -> Result<MasterKeys, ConfigError> {
    let (name, text) = match (&settings.master_key, &settings.mode) {
        (MasterKeySetting::Given(keys), _) => ("OA_MASTER_KEY", keys.clone()),
        (MasterKeySetting::File(file), _) => ("OA_MASTER_KEY_FILE", read(file)?),
        (MasterKeySetting::Absent, Mode::Live(_)) => {
            let why =
                "is missing; live mode keeps session_key under it. Make one: echo \"k1:$(openssl rand -base64 32)\"";
            return Err(ConfigError::new("OA_MASTER_KEY", why));
        }
        (MasterKeySetting::Absent, Mode::Demo { .. }) => ("OA_MASTER_KEY_FILE", demo_key(&demo_file(database_url))?),
    };
    MasterKeys::parse(text.expose_secret().trim()).map_err(|cause| ConfigError::new(name, cause.to_string()))
}

fn read(file: &Path) -> Result<SecretString, ConfigError> {
    fs::read_to_string(file)
        .map(SecretString::from)
        .map_err(|cause| ConfigError::new("OA_MASTER_KEY_FILE", format!("{}: {cause}", file.display())))
}

/// The path of a demo's key: beside the SQLite file, so that both are kept or lost together; for a database server, where
/// that file would be. (Several nodes share a key through `OA_MASTER_KEY`.)
fn demo_file(database_url: &str) -> PathBuf {
    #[cfg(feature = "sqlite")]
    if let Ok(mut file) = store_sqlite::SqliteStore::file(database_url) {
        file.as_mut_os_string().push(".key");
        return file;
    }
    let database = match database_url.strip_prefix("sqlite:") {
        Some(file) => file.strip_prefix("//").unwrap_or(file),
        None => "data/oa-mini.db",
    };
    PathBuf::from(format!("{}.key", database.split('?').next().unwrap_or(database)))
}

fn read_or_create(file: &Path, random: &Random) -> Result<SecretString, ConfigError> {
    if file.exists() {
        return read(file);
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)
            .map_err(|cause| ConfigError::new("OA_MASTER_KEY_FILE", format!("{}: {cause}", folder.display())))?;
    }
    match create(file, random) {
        Err(cause) if cause.kind() != ErrorKind::AlreadyExists => {
            Err(ConfigError::new("OA_MASTER_KEY_FILE", format!("cannot make {}: {cause}", file.display())))
        }
        // another server that starts in this folder may have created it first
        _ => read(file),
    }
}

/// Creates the file atomically, readable by the owner only.
fn create(file: &Path, random: &Random) -> io::Result<()> {
    let mut key = [0_u8; 32];
    random(&mut key);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut unnamed = NamedTempFile::new_in(folder)?;
    writeln!(unnamed, "demo:{}", STANDARD.encode(key))?;
    unnamed.as_file().sync_all()?;
    unnamed.persist_noclobber(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{os::unix::fs::PermissionsExt, thread};

    use super::*;

    #[test]
    fn concurrent_starts_in_one_folder_share_one_key() {
        let folder = tempfile::tempdir().unwrap();
        let file = demo_file(&format!("sqlite://{}", folder.path().join("new/oa-mini.db").display()));
        let random = crate::system::random();
        let keys: Vec<String> = thread::scope(|threads| {
            let starts: Vec<_> = (0..16)
                .map(|_| threads.spawn(|| read_or_create(&file, &random).unwrap().expose_secret().to_owned()))
                .collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert!(keys.iter().all(|key| *key == keys[0] && key.starts_with("demo:")), "{keys:?}");
        let made: Vec<_> = fs::read_dir(folder.path().join("new")).unwrap().map(Result::unwrap).collect();
        assert_eq!(made.len(), 1, "{made:?}");
        assert_eq!(made[0].metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
}
