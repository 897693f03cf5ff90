//! `oa-mini backup`

use std::path::PathBuf;

use serde_json::json;

use super::{OperatorError, Output, output::OutputFormat};
use crate::database;

/// Copy the SQLite database into a file, beside a running server
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  oa-mini backup /var/backups/oa-mini-$(date +%F).db

The copy is of one moment, checked, and readable by its owner alone; it overwrites nothing. The master key is not in it:
keep OA_MASTER_KEY (in a demo, the file *.key beside the database) as well.

To restore: stop the server, put the file where DATABASE_URL points, remove the files of the same name with -wal and -shm
at their end, start the server.

MySQL and PostgreSQL have their own: mysqldump --single-transaction, pg_dump.")]
pub struct Args {
    /// The file to make
    #[arg(value_name = "FILE")]
    file: PathBuf,
    #[command(flatten)]
    format: OutputFormat,
}

pub(super) async fn run(args: &Args, database_url: &str) -> Result<Output, OperatorError> {
    let scheme = database_url.split_once(':').map(|(scheme, _)| scheme);
    let bytes = match scheme {
        #[cfg(feature = "sqlite")]
        Some("sqlite") => {
            database::require(database_url).await?;
            store_sqlite::backup(database_url, &args.file)
                .await
                .map_err(|error| OperatorError::File("no backup was made".to_owned(), error.into()))?
        }
        Some("mysql" | "mariadb") => return Err(other("MySQL or MariaDB", "mysqldump --single-transaction")),
        Some("postgres" | "postgresql") => return Err(other("PostgreSQL", "pg_dump")),
        _ => return Err(database::OpenError::Unknown.into()),
    };
    let table_text = || {
        let file = args.file.display();
        format!("{file}: {bytes} bytes, checked. Keep the master key too: it is not in it.")
    };
    Ok(args.format.output(table_text, json!({ "file": args.file.display().to_string(), "bytes": bytes })))
}

fn other(database: &str, tool: &str) -> OperatorError {
    let why =
        format!("backup is for SQLite, and DATABASE_URL is {database}; its own tool does it: {tool} (see its --help)");
    OperatorError::Refused(why)
}
