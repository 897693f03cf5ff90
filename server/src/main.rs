//! Parses the command line and runs the command. An invalid setting gives one line on stderr and exit code 1.

use std::{
    io::{self, Write},
    net::SocketAddr,
    process::ExitCode,
};

use clap::Parser;
#[cfg(feature = "miniprogram")]
use server::miniprogram::Opening;
use server::{
    check,
    cli::{Cli, Command},
    config::Settings,
    double_apps::{self, AppArgument},
    healthcheck, log, one_line, operator,
    serve::{self, BoundServer},
    standalone_double::StandaloneDouble,
    system, target,
};

/// A request allocates about a hundred times, and the system's allocator took a fifth of its time. Each thread's memory is
/// counted, since pictures are decoded within a memory limit.
#[global_allocator]
static ALLOCATOR: heap_count::CountingAllocator<mimalloc::MiMalloc> = heap_count::CountingAllocator(mimalloc::MiMalloc);

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => run(&cli).await.map(|()| ExitCode::SUCCESS),
        Command::Check { pending: true } => pending(&cli).await.map(|()| ExitCode::SUCCESS),
        Command::Check { pending: false } => check(&cli).await.map(|()| ExitCode::SUCCESS),
        Command::Healthcheck { ready } => healthcheck(&cli, *ready).await.map(|()| ExitCode::SUCCESS),
        Command::WechatDouble { listen, apps, public_url } => {
            wechat_double(*listen, apps, public_url.as_deref()).await.map(|()| ExitCode::SUCCESS)
        }
        Command::Operator(command) => operate(&cli, command).await,
    };
    outcome.unwrap_or_else(|cause| {
        print_error(&one_line(&*cause));
        ExitCode::FAILURE
    })
}

/// Prints a line on stdout. A closed pipe (`| head`) is not an error.
fn print_line(text: &str) {
    drop(writeln!(io::stdout(), "{text}"));
}

/// Prints a line on stderr, since the log may not be initialised.
fn print_error(line: &str) {
    drop(writeln!(io::stderr(), "oa-mini: {line}"));
}

async fn operate(cli: &Cli, command: &operator::Command) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    log::init_for_command(&settings.log, settings.log_format)?;
    if command.announces_target() {
        print_error(&format!("works on: {}", target::describe(&settings)));
    } else if let (None, Some(file)) = (&cli.config, &settings.file) {
        print_error(&format!("configuration: {}", file.display()));
    }
    let output = operator::run(command, &settings).await?;
    output.print()?;
    Ok(output.failure().map_or(ExitCode::SUCCESS, |(code, line)| {
        print_error(line);
        ExitCode::from(code)
    }))
}

async fn run(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    #[cfg(feature = "miniprogram")]
    let settings = Settings {
        miniprogram: cli.miniprogram.clone().map(|dir| Opening { dir, backends: cli.backends.clone() }),
        ..settings
    };
    log::init(&settings.log, settings.log_format)?;
    let ready = BoundServer::start(&settings, system::clock(), system::random()).await?;
    let stop = serve::signal()?;
    print_line(&serve::greeting(&settings, ready.address()));
    ready.run(stop).await;
    Ok(())
}

async fn wechat_double(
    listen: SocketAddr,
    apps: &[AppArgument],
    public_url: Option<&str>,
) -> Result<(), Box<dyn std::error::Error>> {
    let apps = double_apps::parse(apps)?;
    let double = StandaloneDouble::start(listen, apps, public_url, system::clock(), system::random()).await?;
    let stop = serve::signal()?;
    print_line(&double.greeting());
    double.run(stop).await;
    Ok(())
}

async fn healthcheck(cli: &Cli, ready: bool) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    print_line(&healthcheck::ask(settings.listen, ready).await?);
    Ok(())
}

async fn pending(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    print_line(&format!("works on: {}", target::describe(&settings)));
    check::pending(&settings.database_url).await?.iter().for_each(|line| print_line(line));
    Ok(())
}

async fn check(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    print_line(&format!("works on: {}", target::describe(&settings)));
    let findings = check::check(&settings).await;
    for finding in &findings {
        print_line(&finding.to_string());
    }
    let failed = findings.iter().filter(|finding| !finding.passed).count();
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} checks failed", findings.len()).into()) }
}
