//! The command line.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Parser, Subcommand};

#[cfg(feature = "miniprogram")]
use crate::miniprogram::Backend;
use crate::{double_apps::AppArgument, operator};

/// WeChat mini-program login, whole and real.
///
/// Without a command it serves. Nothing needs to be configured: with no OA_WX_APP_ID and OA_WX_APP_SECRET it is a demo
/// on SQLite with a WeChat of its own.
#[derive(Debug, Parser)]
#[command(name = "oa-mini", version, after_help = crate::config::HELP)]
pub struct Cli {
    /// Configuration file (TOML). Without it, oa-mini.toml in the current folder is read, else /etc/oa-mini/oa-mini.toml;
    /// the environment goes over it.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// A folder with the source of a mini-program: the demo's phone shows it, and reloads it when a file changes. In demo
    /// mode, on a loopback address.
    #[cfg(feature = "miniprogram")]
    #[arg(long, value_name = "DIR")]
    pub miniprogram: Option<PathBuf>,
    #[expect(rustdoc::bare_urls, reason = "clap prints it as it stands")]
    /// A server that the mini-program may call besides this one (https://my.dev.server). May be given again.
    #[cfg(feature = "miniprogram")]
    #[arg(long = "backend", value_name = "URL", requires = "miniprogram")]
    pub backends: Vec<Backend>,
    /// What to do.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, and in demo mode the page and the WeChat double (the default)
    Serve,
    /// Check settings, database, master key, and in live mode appid, secret, IP whitelist and clock against WeChat
    ///
    /// One line each, ✓ or ✗ with what to do. Exit code 1 when one failed. It brings the schema of a database that is there
    /// up to date, as a start does, and makes none: only the server does.
    Check {
        /// Only list what a start of this program would change in the database's schema, and change nothing
        #[arg(long)]
        pending: bool,
    },
    /// Ask the server on this machine whether it is alive, and say so by the exit code
    ///
    /// For a container's health check: it needs the server's own settings, and asks the address of OA_LISTEN, or loopback
    /// where that is every address.
    Healthcheck {
        /// Whether the database answers, too
        #[arg(long)]
        ready: bool,
    },
    /// Run the WeChat double alone: an offline api.weixin.qq.com for any backend or SDK
    ///
    /// WeChat's own paths are at the root (/sns/jscode2session, /cgi-bin/token, …), the phone and the controls under
    /// /_double. Nothing is configured and nothing is kept: it knows one app of its own, whose appid and secret it prints,
    /// or those of --app, and six virtual users. Its README has a page of curl.
    WechatDouble {
        /// Address to listen on; port 0 takes a free one.
        #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8090")]
        listen: SocketAddr,
        /// A mini-program that it knows, in place of its own: a backend keeps its configuration. May be given again.
        #[arg(long = "app", value_name = "APPID:SECRET")]
        apps: Vec<AppArgument>,
        /// What callers call, where that is another address (a container's, a machine on the LAN).
        #[arg(long, value_name = "URL", value_parser = web_address)]
        public_url: Option<String>,
    },
    /// The operator's
    #[command(flatten)]
    Operator(operator::Command),
}

fn web_address(text: &str) -> Result<String, String> {
    let url: url::Url = text.parse().map_err(|_| "not an address like http://wechat.test:8090")?;
    let plain = matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none();
    if plain { Ok(text.to_owned()) } else { Err("not http(s)://host[:port]".to_owned()) }
}
