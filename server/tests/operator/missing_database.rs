//! Only `serve` creates a database or a key; a command prints its target, and fails if it does not exist.

use std::{collections::BTreeSet, path::Path, process::Command};

use clap::Parser;
use rstest::rstest;
use server::{check, cli::Cli, config::Settings, operator, target};
use sqlx::{Connection, MySqlConnection, PgConnection};

use crate::{
    fixture::{CommandOutput, Fixture, KEYS},
    support::database::{Kind, TestDatabase},
};

/// Every command that works on the database. `users.csv` is there.
const COMMANDS: [&[&str]; 12] = [
    &["check"],
    &["import", "users.csv"],
    &["import", "users.csv", "--dry-run"],
    &["import", "users.csv", "--json"],
    &["rotate-key"],
    &["rotate-key", "--json"],
    &["user", "list"],
    &["user", "show", "1"],
    &["user", "disable", "1"],
    &["session", "list", "1"],
    &["session", "revoke", "--user", "1"],
    &["backup", "copy.db"],
];

/// A folder in which no server was ever started, and its content.
fn folder(files: &[(&str, &str)]) -> (Fixture, BTreeSet<String>) {
    let fixture = Fixture::empty();
    fixture.write("users.csv", "id,weixin_openid\n1,o1\n");
    for (name, content) in files {
        fixture.write(name, content);
    }
    let names = everything(&fixture.path("."));
    (fixture, names)
}

fn everything(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    entries.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn run(command: &mut Command) -> CommandOutput {
    CommandOutput::of(command.output().unwrap())
}

fn says_where(command: &[&str]) -> bool {
    ["check", "import", "rotate-key"].contains(&command[0])
}

/// Nothing at all, a file here, the environment alone, a folder that is missing, a file without tables, a path with odd
/// letters: refused, and nothing made.
#[rstest]
#[case::nothing(&[], &[], "there is no sqlite://data/oa-mini.db")]
#[case::file_here(&[("oa-mini.toml", "database_url = \"sqlite://there.db\"")], &[], "there is no sqlite://there.db")]
#[case::environment(&[], &[("DATABASE_URL", "sqlite://env.db")], "there is no sqlite://env.db")]
#[case::no_folder(&[], &[("DATABASE_URL", "sqlite://a/b/c.db")], "there is no sqlite://a/b/c.db")]
#[case::empty_file(&[("empty.db", "")], &[("DATABASE_URL", "sqlite://empty.db")], "sqlite://empty.db")]
#[case::odd_letters(&[], &[("DATABASE_URL", "sqlite://my data/oa#1.db")], "there is no sqlite://my data/oa#1.db")]
#[case::with_a_key(&[], &[("OA_MASTER_KEY", KEYS[0])], "there is no sqlite://data/oa-mini.db")]
#[case::live(
    &[("oa-mini.toml", "wx_app_id = \"wx1234\"\nwx_app_secret = \"abc\"\nwx_base_url = \"http://127.0.0.1:9\"")],
    &[("OA_MASTER_KEY", KEYS[0])],
    "there is no sqlite://data/oa-mini.db"
)]
fn a_command_makes_no_database_and_no_key(
    #[case] files: &[(&str, &str)],
    #[case] variables: &[(&str, &str)],
    #[case] stderr: &str,
) {
    let (fixture, before) = folder(files);
    for command in COMMANDS {
        let mut binary = Command::new(env!("CARGO_BIN_EXE_oa-mini"));
        binary.env_clear().current_dir(fixture.path(".")).args(command).envs(variables.iter().copied());
        let done = run(&mut binary);
        let all = done.stdout() + &done.full_stderr();
        assert_eq!(done.code(), 1, "{command:?}: {all}");
        assert!(all.contains(stderr) && all.contains("only the server makes a database"), "{command:?}: {all}");
        assert_eq!(everything(&fixture.path(".")), before, "{command:?} made something");
        assert_eq!(done.works_on().is_some(), says_where(command), "{command:?}: {all}");
    }
    if let Some((name, _)) = files.iter().find(|(name, _)| name.ends_with(".db")) {
        assert_eq!(std::fs::metadata(fixture.path(name)).unwrap().len(), 0, "nothing was written into it");
    }
}

/// `check` fails where a start would.
#[rstest]
#[case::log(("OA_LOG", "=,="))]
#[case::key(("OA_MASTER_KEY", "k1:short"))]
#[case::listen(("OA_LISTEN", "0.0.0.0:0"))]
#[case::half(("OA_WX_APP_ID", "wx1234"))]
fn check_fails_where_a_start_fails(#[case] variable: (&str, &str)) {
    let fixture = Fixture::new();
    for command in ["check", "serve"] {
        let done = run(fixture.command().arg(command).env(variable.0, variable.1));
        assert_eq!(done.code(), 1, "{command}: {}{}", done.stdout(), done.full_stderr());
    }
}

/// A demo's database without its key: a new one would open nothing.
#[test]
fn a_command_makes_no_key_for_a_database_that_is_there() {
    let fixture = Fixture::new();
    for (command, stderr) in [("check", "✗ master key: OA_MASTER_KEY"), ("rotate-key", "OA_MASTER_KEY: is not set")] {
        let done = run(fixture.command().arg(command).env_remove("OA_MASTER_KEY"));
        let all = done.stdout() + &done.full_stderr();
        assert!(done.code() == 1 && all.contains(stderr) && all.contains("oa-mini.db.key"), "{all}");
        assert!(!everything(&fixture.path("data")).iter().any(|name| name.ends_with(".key")));
    }
}

/// The same database by each way to name it. A command prints its target first: mode, file, database.
#[rstest]
#[case::nothing(&[], &[], &[], "from the environment alone")]
#[case::environment(&[], &[("DATABASE_URL", "sqlite://data/../data/oa-mini.db")], &[], "from the environment alone")]
#[case::file_here(&[("oa-mini.toml", "log = \"warn\"")], &[], &[], "/oa-mini.toml, ")]
#[case::named(&[("other.toml", "log = \"warn\"")], &[], &["--config", "other.toml"], "/other.toml, ")]
fn a_command_prints_its_target(
    #[case] files: &[(&str, &str)],
    #[case] variables: &[(&str, &str)],
    #[case] args: &[&str],
    #[case] configuration: &str,
) {
    let fixture = Fixture::new();
    fixture.write("users.csv", "id,weixin_openid\n1,o1\n");
    files.iter().for_each(|(name, content)| fixture.write(name, content));
    for command in COMMANDS {
        let done = run(fixture.command().args(command).args(args).envs(variables.iter().copied()));
        let all = done.stdout() + &done.full_stderr();
        assert_eq!(done.code(), 0, "{command:?}: {all}");
        let works_on = done.works_on();
        assert_eq!(works_on.is_some(), says_where(command), "{command:?}: {all}");
        let whole = fixture.path("data/oa-mini.db").canonicalize().unwrap();
        for line in works_on.iter() {
            assert!(line.starts_with("demo mode, configuration ") && line.contains(configuration), "{line}");
            assert!(line.contains("database sqlite://data/"), "{line}");
            let shown = line.rsplit_once('(').unwrap().1.trim_end_matches(')');
            assert_eq!(Path::new(shown).canonicalize().unwrap(), whole, "{line}");
        }
        // every command reports a file that was not named explicitly
        let found = files.iter().any(|(name, _)| *name == "oa-mini.toml");
        assert_eq!(all.contains("oa-mini.toml") && !all.contains("no oa-mini.toml"), found, "{command:?}: {all}");
        if command.contains(&"--json") {
            serde_json::from_str::<serde_json::Value>(&done.stdout()).unwrap();
        }
    }
}

fn load(search_paths: &[&Path]) -> Result<Settings, server::config::ConfigError> {
    Settings::load_from(None, search_paths, std::iter::empty())
}

/// `/etc/oa-mini/oa-mini.toml`, wherever it is for this test, and the file here before it.
#[tokio::test]
async fn the_system_file_is_read_if_there_is_no_local_one() {
    let fixture = Fixture::new();
    let database = format!("sqlite://{}", fixture.path("data/oa-mini.db").display());
    let live = format!(
        "database_url = \"{database}\"\nmaster_key = \"{}\"\nwx_app_id = \"wx1234\"\nwx_app_secret = \"abc\"\nwx_base_url = \
         \"http://127.0.0.1:9\"",
        KEYS[0]
    );
    fixture.write("machine.toml", live);
    let (here, machine) = (fixture.path("oa-mini.toml"), fixture.path("machine.toml"));
    let settings = load(&[&here, &machine]).unwrap();
    assert_eq!(
        target::describe(&settings),
        format!("live mode (wx1234), configuration {}, database {database}", machine.display())
    );
    assert!(check::check(&settings).await.iter().any(|finding| finding.passed && finding.text.contains(&database)));
    for args in [["user", "list"].as_slice(), &["rotate-key"], &["backup", fixture.path("copy.db").to_str().unwrap()]] {
        let cli = Cli::parse_from([&["oa-mini"], args].concat());
        let Some(server::cli::Command::Operator(command)) = &cli.command else { panic!("{args:?}") };
        operator::run(command, &settings).await.unwrap();
    }

    fixture.write("oa-mini.toml", "database_url = \"sqlite:///nowhere/oa-mini.db\"");
    let settings = load(&[&here, &machine]).unwrap();
    assert_eq!(settings.file.as_deref(), Some(here.as_path()));
    assert!(!check::check(&settings).await.iter().any(|finding| finding.text.contains(&database)));
    assert_eq!(load(&[]).unwrap().file, None);
    let odd = load(&[&machine.join("under-a-file.toml")]);
    assert!(odd.err().unwrap().to_string().contains("under-a-file.toml"), "not looked past");
}

/// A start refuses a demo on the database of a live app: `check` reports it, and nothing is imported.
#[test]
fn a_demo_is_kept_from_a_live_database() {
    let fixture = Fixture::new();
    fixture.write("users.csv", "id,weixin_openid\n1,o1\n");
    let live = [("OA_WX_APP_ID", "wx1234"), ("OA_WX_APP_SECRET", "abc"), ("OA_WX_BASE_URL", "http://127.0.0.1:9")];
    let done = run(fixture.command().args(["import", "users.csv"]).envs(live));
    assert_eq!(done.code(), 0, "{}", done.full_stderr());
    for command in [["check"].as_slice(), &["import", "users.csv"], &["import", "users.csv", "--dry-run"], &["serve"]] {
        let done = run(fixture.command().args(command));
        let all = done.stdout() + &done.full_stderr();
        assert!(done.code() == 1 && all.contains("holds accounts of a live app"), "{command:?}: {all}");
    }
}

/// A database that was made, and in which no server made its tables.
#[rstest]
#[tokio::test]
async fn a_command_makes_no_tables(#[values(Kind::MySql, Kind::Postgres)] kind: Kind) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let (fixture, before) = folder(&[]);
    for command in COMMANDS.iter().filter(|command| command[0] != "backup") {
        let done = run(fixture.command().args(*command).env("DATABASE_URL", database.url()));
        let all = done.stdout() + &done.full_stderr();
        assert!(done.code() == 1 && all.contains("holds no tables of oa-mini"), "{command:?}: {all}");
        let password = database.url().split(['@']).next().unwrap().rsplit(':').next().unwrap().to_owned();
        assert!(password.is_empty() || !all.contains(&format!(":{password}@")), "{all}");
        assert_eq!(tables(&database).await, 0, "{command:?}");
        assert_eq!(everything(&fixture.path(".")), before, "{command:?} made something");
    }
    database.store().await;
    let made = tables(&database).await;
    assert!(made > 5);
    assert_eq!(run(fixture.command().args(["user", "list"]).env("DATABASE_URL", database.url())).code(), 0);
}

async fn tables(database: &TestDatabase) -> i64 {
    const MYSQL: &str = "SELECT count(*) FROM information_schema.tables WHERE table_schema = database()";
    const POSTGRES: &str = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema()";
    let url = database.url();
    if database.kind == Kind::MySql {
        let mut connection = MySqlConnection::connect(&url).await.unwrap();
        sqlx::query_scalar(MYSQL).fetch_one(&mut connection).await.unwrap()
    } else {
        let mut connection = PgConnection::connect(&url).await.unwrap();
        sqlx::query_scalar(POSTGRES).fetch_one(&mut connection).await.unwrap()
    }
}

/// A password that another letter ends, or that may be read in two ways; as the database of the program and as the source
/// of an import.
#[rstest]
#[tokio::test]
async fn a_password_that_must_be_encoded_is_reported_and_not_shown(
    #[values(Kind::MySql, Kind::Postgres)] kind: Kind,
    #[values(("hun/ter", "%2F"), ("hun#ter", "%23"), ("hun?ter", "%3F"), ("hun@ter", "%40"), ("hun%ter", "%25"),
        ("hun:ter", "%3A"), ("hun%41ter", "%25"), ("12/ter", "%2F"), ("1@2/ter", "%2F"))]
    password: (&str, &str),
) {
    let Some(database) = TestDatabase::new(kind).await else { return };
    let url = database.url().replacen("oa:oa@", &format!("oa:{}@", password.0), 1);
    let (fixture, _) = folder(&[]);
    let mut commands = vec![vec!["check"], vec!["user", "list"], vec!["serve"]];
    if kind == Kind::MySql && !["%40", "%3A"].contains(&password.1) && password.0 != "hun%41ter" {
        commands.push(vec!["import", &url]);
    }
    for command in commands {
        let done = run(fixture.command().args(&command).env("DATABASE_URL", &url));
        let all = done.stdout() + &done.full_stderr();
        assert!(done.code() == 1 && all.contains(password.1), "{command:?} {}: {all}", password.0);
        assert!(!all.contains("ter@") && !all.contains(password.0), "{command:?}: {all}");
    }
}
