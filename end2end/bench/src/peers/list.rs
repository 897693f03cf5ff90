//! The peers: what they are, how they are built and started, and in which variants they are measured.

use std::path::Path;
use std::process::Command;

use crate::database::Kind;

/// Where the sessions of a server are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tokens {
    /// In the process, and gone with it.
    Memory,
    Database,
}

impl Tokens {
    /// As the peers' environment has it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Database => "database",
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Variant {
    pub(crate) tokens: Tokens,
    /// Processes that serve.
    pub(crate) workers: u32,
}

const MEMORY: Variant = Variant { tokens: Tokens::Memory, workers: 1 };
const DATABASE: Variant = Variant { tokens: Tokens::Database, workers: 1 };
const DATABASE_TWICE: Variant = Variant { tokens: Tokens::Database, workers: 2 };

#[derive(Debug)]
pub(crate) struct Peer {
    /// Its folder.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// Commands that must be there, and how each tells its version.
    pub(crate) tools: &'static [&'static [&'static str]],
    /// Shell commands that build it, in its folder.
    pub(crate) build: &'static [&'static str],
    /// What starts it, in its folder; a program with a slash is there too.
    pub(crate) start: &'static [&'static str],
    pub(crate) databases: &'static [Kind],
    pub(crate) variants: &'static [Variant],
    /// Whether it takes many seconds of load until it is as fast as it will be.
    pub(crate) warms_up: bool,
}

const SERVERS: &[Kind] = &[Kind::Mariadb, Kind::Postgres];

pub(crate) const PEERS: &[Peer] = &[
    Peer {
        name: "spring",
        title: "Spring Boot",
        tools: &[&["java", "-version"], &["mvn", "-Dstyle.color=never", "-version"]],
        build: &["mvn -q -B -Dstyle.color=never package"],
        start: &["java", "-Xmx512m", "-jar", "target/peer.jar"],
        databases: SERVERS,
        variants: &[MEMORY, DATABASE],
        warms_up: true,
    },
    Peer {
        name: "fastify",
        title: "Fastify",
        tools: &[&["node", "--version"], &["npm", "--version"]],
        // a minute: better-sqlite3 is compiled
        build: &["[ node_modules/.ready -nt package-lock.json ] || \
                  { npm ci --no-audit --no-fund --loglevel=error && touch node_modules/.ready; }"],
        start: &["node", "server.js"],
        databases: &Kind::ALL,
        variants: &[MEMORY, DATABASE, DATABASE_TWICE],
        warms_up: false,
    },
    Peer {
        name: "fastapi",
        title: "FastAPI",
        tools: &[&["python3", "--version"]],
        build: &[
            "[ -x venv/bin/pip ] || python3 -m venv venv",
            "venv/bin/pip install -q --disable-pip-version-check -r requirements.txt",
        ],
        start: &["venv/bin/python", "main.py"],
        databases: SERVERS,
        variants: &[MEMORY, DATABASE, DATABASE_TWICE],
        warms_up: false,
    },
    Peer {
        name: "gin",
        title: "gin",
        tools: &[&["go", "version"]],
        build: &["go build -trimpath -o gin-peer ."],
        start: &["./gin-peer"],
        databases: SERVERS,
        variants: &[MEMORY, DATABASE],
        warms_up: false,
    },
];

impl Peer {
    /// With how many processes, where not all variants have one.
    pub(crate) fn title_of(&self, variant: Variant) -> String {
        let several = self.variants.iter().any(|other| other.workers > 1);
        let workers = if several { format!(" × {}", variant.workers) } else { String::new() };
        format!("{}{workers}, {}", self.title, variant.tokens.name())
    }

    /// The command of a variant, without the addresses that it needs. `folder` is the one of all peers, absolute.
    pub(crate) fn command(&self, folder: &Path, variant: Variant) -> Option<Command> {
        let own = folder.join(self.name);
        let (program, arguments) = self.start.split_first()?;
        // the folder of a child holds for its program only where there is a slash, and then not everywhere
        let mut command = if program.contains('/') { Command::new(own.join(program)) } else { Command::new(program) };
        command.args(arguments).current_dir(own);
        command.env("TOKENS", variant.tokens.name()).env("WORKERS", variant.workers.to_string());
        Some(command)
    }
}

#[cfg(test)]
mod tests {
    use super::{DATABASE, DATABASE_TWICE, PEERS};

    #[test]
    fn a_title_says_how_many_processes_only_where_that_differs() {
        let peer = |name| PEERS.iter().find(|peer| peer.name == name).unwrap();
        assert_eq!(peer("gin").title_of(DATABASE), "gin, database");
        assert_eq!(peer("fastify").title_of(DATABASE_TWICE), "Fastify × 2, database");
    }
}
