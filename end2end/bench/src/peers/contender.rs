//! What takes part in a round: our server, the baseline or a variant of a peer, each on a database of its own that is filled
//! alike.

use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use serde_json::Value;

use crate::Failure;
use crate::baseline;
use crate::database::{Kind, Pool};
use crate::fill::{self, openid, token};
use crate::fixture::Bench;
use crate::http::{Connection, without_chunk_size};
use crate::load::{Subject, get, post};
use crate::peers::list::{Peer, Tokens, Variant};
use crate::peers::usage::tree;
use crate::process::Process;
use crate::subjects::{ACTIVE, DONE, LOGIN, SIGN_IN, active, login_body};
use crate::wechat::APPID;

/// Connections of the generator.
pub(crate) const CLIENTS: usize = 64;
pub(crate) const USER_INDEX: &str = "/oapro/wx/user/index";

/// What a contender is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Role {
    Ours,
    /// axum with one query.
    Baseline,
    Peer(&'static Peer, Variant),
}

pub(crate) struct Contender {
    pub(crate) role: Role,
    pub(crate) title: String,
    pub(crate) url: String,
    pub(crate) users: u64,
    /// Stopped between starts.
    process: Option<Process>,
}

impl Contender {
    /// With a new database, not started. The baseline gets the one that `url` says.
    pub(crate) fn create(bench: &Bench, kind: Kind, role: Role, number: usize) -> Result<Self, Failure> {
        let url = bench.runtime.block_on(kind.create(&bench.folder, &format!("peer_{number}")))?;
        match role {
            // its migrations make the tables
            Role::Ours => drop(bench.live(&url)?),
            Role::Baseline | Role::Peer(..) => bench.runtime.block_on(make_tables(kind, &url))?,
        }
        let users = bench.schedule.users.0;
        bench.runtime.block_on(async {
            let pool = Pool::open(&url).await?;
            fill::users(&pool, users).await?;
            pool.close().await;
            Ok::<_, Failure>(())
        })?;
        let title = match role {
            Role::Ours => "oa-mini".to_owned(),
            Role::Baseline => "axum + 1 query".to_owned(),
            Role::Peer(peer, variant) => peer.title_of(variant),
        };
        Ok(Self { role, title, url, users, process: None })
    }

    /// Starts it anew.
    pub(crate) fn start(&mut self, bench: &Bench, folder: &Path) -> Result<(), Failure> {
        self.stop();
        self.process = Some(match self.role {
            Role::Ours => bench.live(&self.url)?,
            Role::Baseline => Process::baseline(&bench.log, &self.url, None)?,
            Role::Peer(peer, variant) => {
                let mut command = peer.command(folder, variant).ok_or("a peer without a command")?;
                command.env("LISTEN", free_port()?.to_string()).env("WX_BASE_URL", format!("http://{}", bench.wechat));
                command.env("WX_APP_ID", APPID).env("WX_APP_SECRET", "5ec5e7");
                Process::start(&mut command, &bench.log, &self.url)
                    .map_err(|cause| format!("{}: {cause}", self.title))?
            }
        });
        Ok(())
    }

    /// Ends it with its workers, which a killed parent would leave.
    pub(crate) fn stop(&mut self) {
        if let Some(process) = self.process.take() {
            let workers = tree(process.pid()).unwrap_or_default();
            drop(process);
            for worker in workers.iter().skip(1) {
                // most end by themselves
                drop(
                    Command::new("kill")
                        .args(["-KILL", &worker.to_string()])
                        .stderr(std::process::Stdio::null())
                        .status(),
                );
            }
        }
    }

    pub(crate) fn process(&self) -> Result<&Process, Failure> {
        self.process.as_ref().ok_or_else(|| format!("{} does not run", self.title).into())
    }

    /// Where it keeps sessions.
    pub(crate) fn tokens(&self) -> Tokens {
        match self.role {
            Role::Ours | Role::Baseline => Tokens::Database,
            Role::Peer(_, variant) => variant.tokens,
        }
    }

    pub(crate) fn is_peer(&self) -> bool {
        matches!(self.role, Role::Peer(..))
    }

    /// A guarded call with an unknown token: the least that every start can answer. The baseline has no such path.
    pub(crate) fn first_call(&self) -> Result<Subject, Failure> {
        let at = self.process()?.at();
        Ok(match self.role {
            Role::Baseline => Subject::new(at, DONE, |_, request| get(request, baseline::BARE, &token(1))),
            Role::Ours | Role::Peer(..) => {
                Subject::new(at, SIGN_IN, |_, request| get(request, USER_INDEX, &token(u64::MAX)))
            }
        })
    }

    /// user/index of one user after the other. Who keeps tokens in memory knows only those that it gave itself.
    pub(crate) fn user_index(&self) -> Result<Subject, Failure> {
        let at = self.process()?.at();
        let path = if matches!(self.role, Role::Baseline) { baseline::QUERY } else { USER_INDEX };
        let numbers = 0..self.users.min(ACTIVE);
        let tokens: Vec<String> = match self.tokens() {
            Tokens::Database => numbers.map(|number| token(active(number, self.users))).collect(),
            Tokens::Memory => {
                let mut connection = Connection::open(at.0)?;
                numbers
                    .map(|number| log_in(&mut connection, &openid(active(number, self.users))))
                    .collect::<Result<_, _>>()?
            }
        };
        let tokens: Arc<[String]> = tokens.into();
        let subject = Subject::new(at, DONE, move |number, request| {
            let at = usize::try_from(number).unwrap_or_default() % tokens.len().max(1);
            get(request, path, tokens.get(at).map_or("", String::as_str));
        });
        Ok(subject.clients(CLIENTS))
    }

    /// Logins of users who are known, each with a new code.
    pub(crate) fn login(&self) -> Result<Subject, Failure> {
        let users = self.users;
        let subject = Subject::new(self.process()?.at(), DONE, move |number, request| {
            post(request, LOGIN, "", &login_body(&openid(active(number, users))));
        });
        // the first one of each writes more
        for _ in 0..users.min(ACTIVE) {
            subject.once()?;
        }
        Ok(subject.clients(CLIENTS))
    }
}

impl Drop for Contender {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The token of a new login.
pub(crate) fn log_in(connection: &mut Connection, openid: &str) -> Result<String, Failure> {
    let response = call(connection, |request| post(request, LOGIN, "", &login_body(openid)))?;
    let token = response.pointer("/data/token").and_then(Value::as_str);
    Ok(token.ok_or_else(|| format!("a login without a token: {response}"))?.to_owned())
}

/// One call, and the JSON that it answers.
pub(crate) fn call(connection: &mut Connection, make: impl FnOnce(&mut Vec<u8>)) -> Result<Value, Failure> {
    let mut request = Vec::new();
    make(&mut request);
    let response = without_chunk_size(connection.call(&request)?);
    // the end of a response in chunks follows the value
    let mut values = serde_json::Deserializer::from_slice(response).into_iter::<Value>();
    Ok(values.next().ok_or("an empty response")??)
}

/// Our tables as our migrations make them, for servers that do not know these.
async fn make_tables(kind: Kind, url: &str) -> Result<(), Failure> {
    let store = match kind {
        Kind::Sqlite => "sqlite",
        Kind::Mariadb => "mysql",
        Kind::Postgres => "postgres",
    };
    let folder = format!("server/store-{store}/migrations");
    let files =
        std::fs::read_dir(&folder).map_err(|cause| format!("{folder}: {cause}; run it at the top of the project"))?;
    let mut files = files.map(|file| file.map(|file| file.path())).collect::<Result<Vec<_>, _>>()?;
    files.sort_unstable();
    let pool = Pool::open(url).await?;
    for file in files {
        pool.run(&std::fs::read_to_string(file)?).await?;
    }
    pool.close().await;
    Ok(())
}

/// A port that nobody listens on at the moment. A cluster cannot be told to choose one and say which.
fn free_port() -> Result<u16, Failure> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
