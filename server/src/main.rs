//! Reads the command line and runs what it says. A wrong setting is one line on stderr and exit code 1.

use std::{net::SocketAddr, process::ExitCode};

use clap::Parser;
use server::{
    cli::{Cli, Command},
    config::Settings,
    double_alone::DoubleAlone,
    log,
    serve::{self, Ready},
    system,
};

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command.as_ref().unwrap_or(&Command::Serve) {
        Command::Serve => run(&cli).await,
        Command::WechatDouble { listen, public_url } => wechat_double(*listen, public_url.as_deref()).await,
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(cause) => {
            #[expect(clippy::print_stderr, reason = "the log may not have started")]
            {
                eprintln!("oa-mini: {}", one_line(&*cause));
            }
            ExitCode::FAILURE
        }
    }
}

/// What went wrong and what was behind it.
fn one_line(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        line.push_str(": ");
        line.push_str(&cause.to_string());
        source = cause.source();
    }
    line.replace('\n', " ")
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
    Ok(ready.run(stop).await?)
}

async fn wechat_double(listen: SocketAddr, public_url: Option<&str>) -> Result<(), Box<dyn std::error::Error>> {
    let double = DoubleAlone::start(listen, public_url, system::clock(), system::random()).await?;
    let stop = serve::signal()?;
    #[expect(clippy::print_stdout, reason = "what the person who started it waits for")]
    {
        println!("{}", double.greeting());
    }
    Ok(double.run(stop).await?)
}
