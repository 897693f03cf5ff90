//! The fixture of the measures: paths, a filled database, a server and a baseline on it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use crate::Failure;
use crate::database::{Kind, Pool};
use crate::fill;
use crate::process::Process;
use crate::rounds::Schedule;
use crate::wechat;

pub(crate) struct Bench {
    pub(crate) binary: PathBuf,
    pub(crate) folder: PathBuf,
    pub(crate) log: PathBuf,
    pub(crate) schedule: Schedule,
    pub(crate) wechat: SocketAddr,
    pub(crate) runtime: tokio::runtime::Runtime,
}

impl Bench {
    pub(crate) fn new(binary: PathBuf, folder: PathBuf, quick: bool) -> Result<Self, Failure> {
        std::fs::create_dir_all(&folder)?;
        let folder = folder.canonicalize()?;
        let log = folder.join("log");
        drop(std::fs::remove_file(&log));
        let binary = binary.canonicalize().map_err(|cause| format!("{}: {cause}", binary.display()))?;
        let runtime = tokio::runtime::Runtime::new()?;
        Ok(Self { binary, folder, log, schedule: Schedule::of(quick), wechat: wechat::start()?, runtime })
    }

    /// The server on a database.
    pub(crate) fn live(&self, database_url: &str) -> Result<Process, Failure> {
        Process::live(&self.binary, &self.log, database_url, self.wechat)
    }
}

pub(crate) struct Fixture {
    pub(crate) kind: Kind,
    pub(crate) url: String,
    pub(crate) users: u64,
    pub(crate) server: Process,
    pub(crate) baseline: Process,
    pub(crate) pool: Pool,
    /// Of the first users' tokens.
    pub(crate) hashes: Arc<[[u8; 32]]>,
}

impl Fixture {
    /// A new database with users.
    pub(crate) fn create(bench: &Bench, kind: Kind, name: &str, users: u64) -> Result<Self, Failure> {
        let url = bench.runtime.block_on(kind.create(&bench.folder, name))?;
        // makes the tables
        drop(bench.live(&url)?);
        bench.runtime.block_on(async {
            let pool = Pool::open(&url).await?;
            fill::users(&pool, users).await?;
            pool.prepare_commits().await?;
            // filling leaves the connection in a state that no server should use
            pool.close().await;
            Ok::<_, Failure>(())
        })?;
        let pool = bench.runtime.block_on(Pool::open(&url))?;
        let server = bench.live(&url)?;
        let baseline = Process::baseline(&bench.log, &url, None)?;
        let hashes = (1..=users.min(10_000)).map(fill::token_hash).collect();
        Ok(Self { kind, url, users, server, baseline, pool, hashes })
    }

    /// `count` sessions of users who do nothing but leave, from the number `first` on.
    pub(crate) fn add_leavers(&self, bench: &Bench, first: u64, count: u64) -> Result<(), Failure> {
        bench.runtime.block_on(async {
            let pool = Pool::open(&self.url).await?;
            fill::leavers(&pool, first, count).await?;
            pool.close().await;
            Ok(())
        })
    }
}
