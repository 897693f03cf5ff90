//! Who watches a server names its metrics: the alert rules, the dashboard, the table in DEPLOY.md. Each metric and label
//! that they name is one of the server's, as a scrape of it shows them. `make ops` has Prometheus evaluate them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;
use server::config::Mode;

use crate::{metrics::scrape, test_app::TestApp};

/// Set by Prometheus on every series of a target.
const OF_THE_TARGET: [&str; 2] = ["job", "instance"];
/// Words of PromQL that stand where a metric may stand. Functions are told by what is behind them.
const WORDS: [&str; 10] =
    ["and", "by", "group_left", "group_right", "ignoring", "offset", "on", "or", "unless", "without"];

type Registered = BTreeMap<String, BTreeSet<String>>;

fn file(path: &str) -> String {
    let root: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::read_to_string(root.join(path)).unwrap()
}

/// Every sample name with its labels, after a login, so that no family is empty.
async fn registered() -> Registered {
    let app = TestApp::measured(Mode::Demo { public: false }).await;
    app.token("lin").await;
    let mut registered = Registered::new();
    for line in scrape(&app).await.lines().filter(|line| !line.starts_with('#')) {
        let (series, _) = line.rsplit_once(' ').unwrap();
        let (name, labels) = series.split_once('{').unwrap_or((series, ""));
        let labels = labels.split("\",").filter_map(|pair| pair.split_once('=')).map(|(label, _)| label.to_owned());
        registered.entry(name.to_owned()).or_default().extend(labels);
    }
    // Prometheus' own, of each target
    registered.insert("up".to_owned(), BTreeSet::new());
    registered.values_mut().for_each(|labels| labels.extend(OF_THE_TARGET.map(str::to_owned)));
    registered
}

/// Words and signs of an expression, without texts and without what is in square brackets (a range).
fn tokens(expr: &str) -> Vec<String> {
    let code: String = expr.split('"').step_by(2).collect();
    let code: String = code.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect();
    let mut tokens = vec![String::new()];
    for letter in code.chars() {
        match (letter.is_alphanumeric() || letter == '_', tokens.last_mut().unwrap()) {
            (true, word)
                if word.is_empty() || word.starts_with(|first: char| first.is_alphanumeric() || first == '_') =>
            {
                word.push(letter);
            }
            _ => tokens.push(letter.to_string()),
        }
    }
    tokens.retain(|token| !token.trim().is_empty());
    tokens
}

/// What of an expression is not registered.
fn unknown(expr: &str, registered: &Registered) -> Vec<String> {
    let tokens = tokens(expr);
    let is_word = |token: &str| token.starts_with(|first: char| first.is_alphabetic());
    let next = |at: usize| tokens.get(at + 1).map_or("", String::as_str);
    let mut unknown = Vec::new();
    // the labels that may be named inside the brackets that are open: of a metric, or of all in the expression
    let all: BTreeSet<String> = tokens.iter().filter_map(|token| registered.get(token)).flatten().cloned().collect();
    let mut inside: Option<BTreeSet<String>> = None;
    let mut metric: Option<&BTreeSet<String>> = None;
    let mut grouping = false;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => inside = Some(metric.take().cloned().unwrap_or_default()),
            "(" if grouping => (inside, grouping) = (Some(all.clone()), false),
            "}" | ")" => inside = None,
            word if WORDS.contains(&word) && inside.is_none() => {
                grouping = next(at) == "(" && word != "or" && word != "and"
            }
            word if is_word(word) => match &inside {
                Some(labels) if !labels.contains(word) => unknown.push(format!("label {word} in {expr}")),
                None if !["(", "by", "without"].contains(&next(at)) && !OF_THE_TARGET.contains(&word) => {
                    metric = registered.get(word);
                    if metric.is_none() {
                        unknown.push(format!("metric {word} in {expr}"));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
    unknown
}

/// The expressions of the rules: from `expr:` to the next key.
fn rules() -> Vec<String> {
    let rules = file("deploy/prometheus/oa-mini.rules.yml");
    let of_one = |part: &str| {
        let is_key =
            |line: &&str| line.trim_start().split_once(':').is_some_and(|(key, _)| ["for", "labels"].contains(&key));
        part.lines()
            .take_while(|line| !is_key(line))
            .map(|line| line.trim_start_matches(" |-"))
            .collect::<Vec<_>>()
            .join(" ")
    };
    rules.split("expr:").skip(1).map(of_one).collect()
}

/// Every `expr` of the dashboard, and the question for its variable.
fn dashboard() -> Vec<String> {
    fn collect(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(fields) => {
                let expr = fields.iter().filter(|(key, _)| ["expr", "definition"].contains(&key.as_str()));
                found.extend(expr.map(|(_, expr)| expr.as_str().unwrap().to_owned()));
                fields.values().for_each(|value| collect(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| collect(value, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    collect(&serde_json::from_str(&file("deploy/grafana/oa-mini.json")).unwrap(), &mut found);
    found
}

#[tokio::test]
async fn rules_and_dashboard_name_only_what_is_registered() {
    let registered = registered().await;
    let (rules, dashboard) = (rules(), dashboard());
    assert!(rules.len() >= 13 && dashboard.len() >= 20, "{} {}", rules.len(), dashboard.len());
    for expr in rules.iter().chain(&dashboard) {
        assert!(tokens(expr).iter().any(|token| registered.contains_key(token)), "no metric in {expr}");
        assert_eq!(unknown(expr, &registered), Vec::<String>::new());
    }
    // each metric but those of the demo and of the address space is seen in one of the two
    let named: BTreeSet<_> = rules.iter().chain(&dashboard).flat_map(|expr| tokens(expr)).collect();
    let seen = |name: &str| named.contains(name) || name.ends_with("_sum") || name.ends_with("_count");
    let unseen: Vec<_> = registered.keys().filter(|name| !seen(name)).collect();
    assert_eq!(unseen, ["oa_demo_worlds", "process_virtual_memory_bytes"]);
}

#[tokio::test]
async fn a_name_that_is_not_there_is_found() {
    let registered = registered().await;
    for (expr, wrong) in [
        (r#"sum by (path) (rate(oa_request_total{errno="0"}[5m]))"#, "metric oa_request_total"),
        (r#"oa_requests_total{errcode="0"}"#, "label errcode"),
        (r#"sum by (pool) (rate(oa_requests_total[5m]))"#, "label pool"),
        ("oa_database_connections >= on (limit) oa_database_connections_most", "label limit"),
        (
            r#"histogram_quantile(0.9, sum by (le) (rate(oa_wechat_call_duration_seconds_buckets[5m])))"#,
            "metric oa_wechat",
        ),
        (r#"up{job="x"} == 0 or proces_open_fds > 1"#, "metric proces_open_fds"),
    ] {
        let found = unknown(expr, &registered);
        assert!(found.iter().any(|one| one.starts_with(wrong)), "{expr}: {found:?}");
    }
}

/// The table lists every metric with its labels, and no other.
#[tokio::test]
async fn the_table_of_metrics_is_complete() {
    let text = file("DEPLOY.md");
    let table = text.split("| metric | labels |").nth(1).unwrap();
    let listed: Registered = table
        .lines()
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .flat_map(|line| {
            let quoted = |cell: &str| cell.split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
            let cells: Vec<_> = line.split('|').collect();
            let labels: BTreeSet<_> = quoted(cells[2]).into_iter().collect();
            quoted(cells[1]).into_iter().map(move |name| (name, labels.clone()))
        })
        .collect();
    let mut ours = Registered::new();
    for (name, labels) in registered().await {
        let family = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        let family = family.filter(|family| family.ends_with("_seconds")).map_or(name.clone(), str::to_owned);
        let labels = labels.into_iter().filter(|label| label != "le" && !OF_THE_TARGET.contains(&label.as_str()));
        ours.entry(family).or_default().extend(labels);
    }
    ours.remove("up");
    assert_eq!(listed, ours);
}
