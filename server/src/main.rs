//! Reads the command line and runs what it says. A wrong setting is one line on stderr and exit code 1.

use std::{net::SocketAddr, process::ExitCode};

use clap::Parser;
use server::{
    check,
    cli::{Cli, Command},
    config::Settings,
    double_alone::DoubleAlone,
    log, one_line, operator,
    serve::{self, Ready},
    system,
};

/// A call allocates some hundred times, and the system's allocator was a fifth of its time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => run(&cli).await.map(|()| ExitCode::SUCCESS),
        Command::Check => check(&cli).await.map(|()| ExitCode::SUCCESS),
        Command::WechatDouble { listen, public_url } => {
            wechat_double(*listen, public_url.as_deref()).await.map(|()| ExitCode::SUCCESS)
        }
        Command::Operator(command) => operate(&cli, command).await,
    };
    outcome.unwrap_or_else(|cause| {
        say(&one_line(&*cause));
        ExitCode::FAILURE
    })
}

/// One line on stderr.
fn say(line: &str) {
    #[expect(clippy::print_stderr, reason = "the log may not have started")]
    {
        eprintln!("oa-mini: {line}");
    }
}

async fn operate(cli: &Cli, command: &operator::Command) -> Result<ExitCode, Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    log::start(&settings.log, settings.log_format)?;
    let answer = operator::run(command, &settings).await?;
    answer.print()?;
    Ok(answer.trouble().map_or(ExitCode::SUCCESS, |(code, line)| {
        say(line);
        ExitCode::from(code)
    }))
}

async fn run(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    log::start(&settings.log, settings.log_format)?;
    let ready = Ready::start(&settings, system::clock(), system::random()).await?;
    let stop = serve::signal()?;
    #[expect(clippy::print_stdout, reason = "what the person who started it waits for")]
    {
        println!("{}", serve::greeting(&settings, ready.address()));
    }
    ready.run(stop).await;
    Ok(())
}

async fn wechat_double(listen: SocketAddr, public_url: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let double = DoubleAlone::start(listen, public_url, system::clock(), system::random()).await?;
    let stop = serve::signal()?;
    #[expect(clippy::print_stdout, reason = "what the person who started it waits for")]
    {
        println!("{}", double.greeting());
    }
    double.run(stop).await;
    Ok(())
}

async fn check(cli: &Cli) -> Result<(), Box<dyn std::error::Error>> {
    let settings = Settings::load(cli.config.as_deref())?;
    let findings = check::check(&settings).await;
    #[expect(clippy::print_stdout, reason = "the answer to the command")]
    for finding in &findings {
        println!("{finding}");
    }
    let bad = findings.iter().filter(|finding| !finding.good).count();
    if bad == 0 { Ok(()) } else { Err(format!("{bad} of {} checks failed", findings.len()).into()) }
}
