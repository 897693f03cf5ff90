//! Writes everything that a project is compiled to into a folder: `cargo run -p miniprogram --example bundle -- DIR OUT`. Any static
//! server can then give it to the frame. Problems go to the error output.
#![expect(clippy::print_stdout, reason = "a program of its own")]

use std::{env, error::Error, fs, path::Path};

use miniprogram::{Limits, Project};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let (Some(dir), Some(out)) = (arguments.next(), arguments.next()) else {
        return Err("usage: bundle DIR OUT".into());
    };
    let bundle = Project::open(Path::new(&dir), Limits::default())?.compile()?;
    for key in bundle.keys() {
        let Some(asset) = bundle.get(&key) else { continue };
        let file = Path::new(&out).join(&key);
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(file, asset.bytes)?;
    }
    for problem in bundle.problems() {
        eprintln!("{problem}");
    }
    println!("{} {}", bundle.name(), bundle.version());
    Ok(())
}
