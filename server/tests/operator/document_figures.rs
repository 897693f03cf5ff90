//! Figures that a document takes from the bench are those that the bench wrote, and those that it computes are what its own
//! formula gives.

use crate::document_tables::rows;
use crate::documents::read;

const DATABASES: [&str; 3] = ["SQLite", "MariaDB", "PostgreSQL"];

/// The number at a cell's beginning: `**31 791**/s` is 31791.
fn number(cell: &str) -> f64 {
    let text = cell.replace([' ', '*'], "");
    let digits = text.split(|letter: char| !letter.is_ascii_digit() && letter != '.').next();
    digits.and_then(|digits| digits.parse().ok()).unwrap_or_else(|| panic!("no number: {cell}"))
}

/// In hundreds, as the documents round: `31 800`.
fn hundreds(number: f64) -> String {
    let rounded = (number / 100.0).round();
    if rounded < 10.0 {
        format!("{rounded:.0}00")
    } else {
        format!("{:.0} {:.0}00", (rounded / 10.0).floor(), rounded % 10.0)
    }
}

/// The cells after the first of the row that begins so, in the table whose head has these databases.
fn row<'text>(text: &'text str, begins: &str) -> Vec<&'text str> {
    let found = rows(text).find(|cells| cells[0].contains(begins) && cells.len() == 4);
    found.unwrap_or_else(|| panic!("no row {begins}"))[1..].to_vec()
}

/// What RESULTS.md has of a measure: our figure and the ratio, for each database.
fn measured(results: &str, measure: &str, baseline: &str) -> [(f64, f64); 3] {
    DATABASES.map(|database| {
        let mut all = rows(results);
        let found =
            all.find(|cells| cells[0] == measure && cells[1] == database && cells[3].contains(baseline)).unwrap();
        (number(found[2]), number(found[4]))
    })
}

#[test]
fn the_readme_has_the_figures_of_the_bench() {
    let (readme, results) = (read("README.md"), read("end2end/bench/RESULTS.md"));
    let measured = |measure, baseline| measured(&results, measure, baseline);
    let (index, login) = (measured("user/index", "axum + 1 query"), measured("login", "commits"));
    assert_eq!(row(&readme, "`user/index`"), index.map(|(ours, _)| format!("{}/s", hundreds(ours))));
    assert_eq!(row(&readme, "axum + 1 query = 1"), index.map(|(_, ratio)| format!("{ratio:.2}")));
    assert_eq!(row(&readme, "`login_by_weixin`"), login.map(|(ours, _)| format!("{}/s", hundreds(ours))));
    assert_eq!(row(&readme, "commits of one row = 1"), login.map(|(_, ratio)| format!("{ratio:.2}")));
    let pairs =
        |one: [(f64, f64); 3], other: [(f64, f64); 3]| std::array::from_fn::<_, 3, _>(|at| (one[at].0, other[at].0));
    let p99 = pairs(measured("user/index, p99 at half load", ""), measured("login, p99 at half load", ""));
    assert_eq!(row(&readme, "p99 of both"), p99.map(|(index, login)| format!("{index:.1}, {login:.1} ms")));
    let memory = pairs(measured("memory at rest", ""), measured("memory under load", ""));
    assert_eq!(row(&readme, "memory at rest"), memory.map(|(rest, load)| format!("{rest:.0}, {load:.0} MB")));
    assert_eq!(row(&readme, "first answer"), measured("first response", "").map(|(ms, _)| format!("{ms:.0} ms")));

    let deploy = read("DEPLOY.md");
    assert_eq!(row(&deploy, "*G*"), index.map(|(ours, _)| hundreds(ours)));
    assert_eq!(row(&deploy, "*L*"), login.map(|(ours, _)| hundreds(ours)));
}

#[test]
fn the_readme_has_the_figures_of_the_peers() {
    let (readme, peers) = (read("README.md"), read("end2end/bench/PEERS.md"));
    let section = |database: &str| {
        let (_, after) = peers.split_once(&format!("\n## {database}\n")).unwrap();
        after.split("\n## ").next().unwrap().to_owned()
    };
    for (label, peer) in [
        ("oa-mini", "oa-mini"),
        ("gin + silenceper/wechat", "gin, database"),
        ("Fastify × 2", "Fastify × 2, database"),
        ("Spring Boot + WxJava", "Spring Boot, database"),
        ("FastAPI × 2", "FastAPI × 2, database"),
    ] {
        let expected = DATABASES.map(|database| {
            let section = section(database);
            // the first table is user/index, the second login; the others count other things
            let most: Vec<_> = rows(&section)
                .filter(|cells| cells[0] == peer)
                .take(2)
                .map(|cells| hundreds(number(cells[1])))
                .collect();
            most.join(", ")
        });
        assert_eq!(
            row(&readme, label).into_iter().map(|cell| cell.replace('*', "")).collect::<Vec<_>>(),
            expected,
            "{label}"
        );
    }
    let met = |text: &str| {
        text.split_once(" targets are met").unwrap().0.rsplit(' ').take(3).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(met(&readme), met(&peers));
}

/// A number as the tables of sizes write it: `10^6`, `3 × 10^5`, `9 300`, `0.9 GB`.
fn size(cell: &str) -> f64 {
    if let Some((factor, power)) = cell.split_once("10^") {
        let factor = if factor.is_empty() { 1.0 } else { number(factor) };
        return factor * 10_f64.powi(power.parse().unwrap());
    }
    let unit = if cell.ends_with("GB") {
        1e9
    } else if cell.ends_with("MB") {
        1e6
    } else {
        1.0
    };
    number(cell) * unit
}

#[track_caller]
fn assert_rounds_to(cell: &str, exact: f64) {
    assert!((size(cell) / exact - 1.0).abs() < 0.07, "{cell} is {exact}");
}

#[test]
fn the_sizes_are_what_the_formulas_give() {
    let deploy = read("DEPLOY.md");
    let sizes: Vec<_> = rows(&deploy).filter(|cells| cells.len() == 5 && cells[1].contains(" = **")).collect();
    assert_eq!(sizes.len(), 3);
    for cell in sizes.iter().flat_map(|cells| &cells[1..4]) {
        let (parts, sum) = cell.split_once(" = ").unwrap();
        let difference = parts.split(" + ").map(number).sum::<f64>() - number(sum);
        assert!(difference.abs() <= 1.0, "each is rounded by itself: {cell}");
    }
    let [user, session, key] = [1, 2, 3].map(|place| number(sizes[0][place].split(" = ").nth(1).unwrap()));

    let powers: Vec<_> = rows(&deploy).filter(|cells| cells[0].starts_with("10^")).collect();
    assert_eq!(powers.len(), 7);
    for cells in &powers {
        let users = size(cells[0]);
        if let [_, active, database, avatars] = cells[..] {
            assert_rounds_to(active, 0.3 * users);
            assert_rounds_to(database, user * users + 0.3 * users * (1.5 * 1.3 * session + 2.0 * key));
            assert_rounds_to(avatars, 0.1 * 50e3 * users);
        } else {
            let (daily, calls, minutes, peak) = (0.1 * users, 20.0, 5.0, 4.0 / 86_400.0);
            assert_rounds_to(cells[1], daily * calls * peak);
            assert_rounds_to(cells[2], daily * minutes * peak);
            assert_rounds_to(cells[3], daily / 7.0 * peak);
        }
    }
}
