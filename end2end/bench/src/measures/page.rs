//! pages/index/index, as the demo shows it: how often, and how many bytes with all that it loads.

use std::net::SocketAddr;

use crate::Failure;
use crate::baseline;
use crate::database::Kind;
use crate::fixture::Bench;
use crate::http::Connection;
use crate::load::Subject;
use crate::measures::BARE;
use crate::process::Process;
use crate::rounds::alternate;
use crate::row::{Row, Unit};

const PATH: &str = "/pages/index/index";

pub(crate) fn page(bench: &Bench) -> Result<Vec<Row>, Failure> {
    let url = bench.runtime.block_on(Kind::Sqlite.create(&bench.folder, "bench_demo"))?;
    let server = Process::demo(&bench.binary, &bench.log, &url)?;
    let mut connection = Connection::open(server.address)?;
    let mut load = |path: &str, coding| Ok::<_, Failure>(connection.call(&ask(server.address, path, coding))?.to_vec());
    let (plain, packed) = (load(PATH, "identity")?, load(PATH, "br")?);
    let mut bytes = [(plain.len(), packed.len())].to_vec();
    for asset in assets(&String::from_utf8_lossy(&plain)) {
        bytes.push((load(&asset, "identity")?.len(), load(&asset, "br")?.len()));
    }

    let file = bench.folder.join("page.br");
    std::fs::write(&file, &packed)?;
    let baseline = Process::baseline(&bench.log, &url, Some(&file))?;
    let subject = |process: &Process, path: &'static str| {
        let address = process.address;
        Subject::new(process.at(), b"", move |_, request| request.extend(ask(address, path, "br")))
    };
    let (ours, bare) = (subject(&server, PATH), subject(&baseline, baseline::PAGE));
    let [ours, bare] = alternate(bench.schedule, [&|time| ours.closed(time), &|time| bare.closed(time)])?;
    let rate = Row::new(
        "pages/index/index",
        Unit::PerSecond,
        ours.median(|sample| sample.rate),
        BARE,
        bare.median(|sample| sample.rate),
    );
    let kilobytes = |name, (plain, packed): (usize, usize)| {
        #[expect(clippy::cast_precision_loss, reason = "sizes of files")]
        Row::new(name, Unit::Kilobytes, packed as f64 / 1e3, "not compressed", plain as f64 / 1e3)
    };
    let all = bytes.iter().fold((0, 0), |sum, (plain, packed)| (sum.0 + plain, sum.1 + packed));
    Ok(vec![
        rate.ratio(ours.ratio(&bare, |sample| sample.rate)),
        kilobytes("bytes of the page", (plain.len(), packed.len())),
        kilobytes("bytes with script, WASM, style", all),
    ])
}

/// Under its own address: the demo refuses any other.
fn ask(address: SocketAddr, path: &str, coding: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: {address}\r\naccept-encoding: {coding}\r\n\r\n").into_bytes()
}

/// The script, the WASM and the style that a page names, each once.
fn assets(html: &str) -> Vec<String> {
    let named = html.split(['"', '\'']).filter(|word| word.starts_with("/assets/"));
    let mut assets: Vec<String> = named
        .filter(|word| [".js", ".wasm", ".css"].iter().any(|end| word.ends_with(end)))
        .map(str::to_owned)
        .collect();
    assets.sort_unstable();
    assets.dedup();
    assets
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_names_what_it_loads() {
        let html = r#"<link href="/assets/a.css"><link href="/assets/b.wasm"><script src='/assets/c.js'><img src="/assets/d.svg">"#;
        assert_eq!(super::assets(html), ["/assets/a.css", "/assets/b.wasm", "/assets/c.js"]);
        assert_eq!(super::assets(r#"<link href="/assets/a.css"><style src="/assets/a.css">"#), ["/assets/a.css"]);
    }
}
