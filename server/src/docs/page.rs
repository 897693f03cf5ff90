//! `/docs`: the document as a page. HTML and CSS only.

use std::fmt::{self, Write as _};

use app::{Lang, api::BASE, wire::Errno};
use serde_json::Value;

use super::{
    STYLE,
    document::Document,
    endpoint::{Carrier, Endpoint, Tag},
    errno::help,
    rows::{Row, resolved, rows},
};

/// A text between tags or in an attribute.
struct Text<'a>(&'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for char in self.0.chars() {
            match char {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                other => f.write_char(other)?,
            }
        }
        Ok(())
    }
}

/// Chinese, and English beside it; in English the Chinese is not shown.
struct Both<'a>([&'a str; 2]);

impl fmt::Display for Both<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [zh, en] = self.0;
        write!(f, "<span class=\"zh\">{}</span> <span lang=\"en\">{}</span>", Text(zh), Text(en))
    }
}

/// A description of the document has both in one text: the English follows the last Chinese letter.
pub(super) fn in_both(text: &str) -> [&str; 2] {
    let is_chinese = |letter: char| letter >= '\u{2e80}';
    let end =
        text.char_indices().rfind(|(_, letter)| is_chinese(*letter)).map_or(0, |(at, letter)| at + letter.len_utf8());
    let (zh, en) = text.split_at(end);
    [zh, en.trim_start()]
}

/// The page for a server at `public_url`, for readers of `lang`.
pub(super) fn html(document: &Document, public_url: &str, demo: bool, lang: Lang) -> String {
    let mut page = String::new();
    // a String takes everything that is written to it
    let _ = write(&mut page, document, public_url, demo, lang);
    page
}

fn write(page: &mut String, document: &Document, public_url: &str, demo: bool, lang: Lang) -> fmt::Result {
    let (title, contents_label) = match lang {
        Lang::Zh => ("oa-mini 接口文档", "目录"),
        Lang::En => ("oa-mini API", "Contents"),
    };
    let (other, other_name) = (lang.other(), ["中文", "English"]);
    let other_name = if other == Lang::Zh { other_name[0] } else { other_name[1] };
    let back = if demo { format!("<a href=\"/\">← {}</a> · ", Both(["演示", "The demo"])) } else { String::new() };
    write!(
        page,
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><title>{title}</title>\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"icon\" href=\"data:,\"><style>{STYLE}</style></head><body>\
         <a class=\"skip\" href=\"#main\">{}</a>\
         <header><h1>oa-mini <small>{}</small></h1><p>{}</p>\
         <p>{back}<a href=\"/docs?lang={}\" lang=\"{}\" hreflang=\"{}\">{other_name}</a> · \
         <a href=\"/openapi.json\">openapi.json</a> · OpenAPI 3.1</p></header>",
        lang.tag(),
        Both(["跳到正文", "Skip to content"]),
        env!("CARGO_PKG_VERSION"),
        Both(["微信小程序登录的接口", "the API of a WeChat mini-program login"]),
        other.code(),
        other.tag(),
        other.tag(),
    )?;
    write!(page, "<nav aria-label=\"{contents_label}\"><ul>")?;
    contents(page, &document.endpoints)?;
    page.push_str("<main id=\"main\">");
    conventions(page, public_url, demo)?;
    for tag in Tag::ALL {
        write!(page, "<section><h2>{}</h2>", Both(tag.names()))?;
        for endpoint in document.endpoints.iter().filter(|endpoint| endpoint.tag == tag) {
            article(page, endpoint, &document.json, public_url)?;
        }
        if tag == Tag::Operator {
            probes(page)?;
        }
        page.push_str("</section>");
    }
    errnos(page)?;
    page.push_str("</main></body></html>");
    Ok(())
}

fn contents(page: &mut String, endpoints: &[Endpoint]) -> fmt::Result {
    write!(page, "<li><a href=\"#start\">{}</a></li>", Both(["约定", "Conventions"]))?;
    for endpoint in endpoints {
        let (id, name) = (anchor(endpoint), Both(endpoint.name));
        write!(page, "<li><a href=\"#{id}\"><code>{}</code> {name}</a></li>", endpoint.short())?;
    }
    page.push_str("<li><a href=\"#probes\"><code>/healthz /readyz</code></a></li>");
    page.push_str("<li><a href=\"#errno\"><code>errno</code></a></li></ul></nav>");
    Ok(())
}

fn conventions(page: &mut String, public_url: &str, demo: bool) -> fmt::Result {
    write!(
        page,
        "<section id=\"start\"><h2>{}</h2><p><code>{}{BASE}</code></p><p>{}</p><p>{}</p><p>{}</p>",
        Both(["约定", "Conventions"]),
        Text(public_url),
        Both([
            "每个响应都是 HTTP 200 与 {errno, errmsg, data?}：errno 为 0 时成功，没有数据时没有 data。",
            "Every response is HTTP 200 with {errno, errmsg, data?}: errno 0 is success; no data, no data member.",
        ]),
        Both([
            "令牌放在请求头 X-OA-Token；没有时也接受 Authorization: Bearer。不可放在网址里。",
            "The token travels in X-OA-Token, or in Authorization: Bearer where that is absent. Never in a URL.",
        ]),
        Both([
            "x-request-id（字母、数字、连字符，至多 64 个）会写入日志并原样返回；429 带 retry-after（秒）；401、402、408、413 带 x-oa-error，指出哪一项、为什么。",
            "x-request-id (letters, digits, hyphens, at most 64) is logged and comes back; 429 has retry-after (s); 401, 402, \
             408 and 413 have x-oa-error, which names the field and the reason.",
        ]),
    )?;
    if demo {
        let command = format!(
            "curl -sS '{public_url}/wechat-double/_double/phone/login' \\\n  \
             -H 'content-type: application/json' -d '{{\"user\":\"lin\"}}'"
        );
        let name = Both(["演示模式：先取一个 code", "Demo mode: first take a code"]);
        write!(page, "<h3>{name}</h3><pre tabindex=\"0\"><code>{}</code></pre>", Text(&command))?;
    }
    page.push_str("</section>");
    Ok(())
}

fn article(page: &mut String, endpoint: &Endpoint, document: &Value, public_url: &str) -> fmt::Result {
    let (id, method) = (anchor(endpoint), endpoint.method());
    let token = if endpoint.guarded() { " <span class=\"token\">X-OA-Token</span>" } else { "" };
    write!(
        page,
        "<article id=\"{id}\"><h3><a href=\"#{id}\">{}</a></h3>\
         <p class=\"path\"><b>{method}</b> <code>{}</code>{token}</p><p>{}</p>",
        Both(endpoint.name),
        endpoint.path,
        Both(endpoint.about),
    )?;
    let method = method.as_str().to_ascii_lowercase();
    let operation =
        document.get("paths").and_then(|paths| paths.get(endpoint.path)?.get(&method)).unwrap_or(&Value::Null);
    table(page, ["参数", "Arguments"], &arguments(document, operation))?;
    let data = operation.pointer("/responses/200/content/application~1json/schema/oneOf/0/properties/data");
    table(page, ["data", ""], &data.map(|schema| rows(document, schema)).unwrap_or_default())?;
    let pretty = serde_json::to_string_pretty(&endpoint.response).unwrap_or_default();
    write!(
        page,
        "<h4>{}</h4><pre tabindex=\"0\"><code lang=\"zh-CN\">{}</code></pre>\
         <pre tabindex=\"0\"><code lang=\"zh-CN\">{}</code></pre><p class=\"errnos\">errno ",
        Both(["示例", "Example"]),
        Text(&curl(endpoint, public_url)),
        Text(&pretty),
    )?;
    for errno in &endpoint.errors {
        let number = *errno as i32;
        write!(page, "<a href=\"#errno{number}\">{number}</a> ")?;
    }
    page.push_str("</p></article>");
    Ok(())
}

/// Of the query, or else of the body.
fn arguments(document: &Value, operation: &Value) -> Vec<Row> {
    let parameters = operation.get("parameters").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let mut found: Vec<Row> = parameters
        .iter()
        .map(|parameter| resolved(document, parameter))
        .filter_map(|parameter| {
            let text = |name: &str| parameter.get(name)?.as_str();
            let place = if text("in")? == "header" { "header " } else { "" };
            Some(Row {
                name: text("name")?.to_owned(),
                kind: format!("{place}{}", super::rows::kind(parameter.get("schema")?)),
                required: false,
                text: text("description")?.to_owned(),
            })
        })
        // described once, among the conventions
        .filter(|row| row.name != "x-request-id")
        .collect();
    let body =
        operation.pointer("/requestBody/content").and_then(Value::as_object).and_then(|kinds| kinds.values().next());
    if let Some(schema) = body.and_then(|body| body.get("schema")) {
        found.splice(0..0, rows(document, schema));
    }
    found
}

fn table(page: &mut String, name: [&'static str; 2], rows: &[Row]) -> fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    write!(page, "<h4>{}</h4><dl>", Both(name))?;
    for row in rows {
        let must =
            if row.required { " <b><span class=\"zh\">必有</span> <span lang=\"en\">always</span></b>" } else { "" };
        write!(
            page,
            "<div><dt><code>{}</code></dt><dd><small>{}{must}</small> {}</dd></div>",
            Text(&row.name),
            Text(&row.kind),
            Both(in_both(&row.text.replace('`', "")))
        )?;
    }
    page.push_str("</dl>");
    Ok(())
}

fn curl(endpoint: &Endpoint, public_url: &str) -> String {
    let (mut command, arguments) = (format!("curl -sS '{public_url}{}", endpoint.path), endpoint.example());
    if endpoint.carrier == Carrier::Query {
        for (place, (name, value)) in arguments.iter().enumerate() {
            let mark = if place == 0 { '?' } else { '&' };
            command.push_str(&format!("{mark}{name}={value}"));
        }
    }
    command.push('\'');
    if endpoint.guarded() {
        command.push_str(" \\\n  -H \"X-OA-Token: $TOKEN\"");
    }
    match endpoint.carrier {
        Carrier::Query => {}
        Carrier::Json => {
            let body = Value::from(arguments);
            command.push_str(&format!(" \\\n  -H 'content-type: application/json' \\\n  -d '{body}'"));
        }
        Carrier::Form => command.push_str(" \\\n  -F 'file=@avatar.png'"),
    }
    command
}

fn probes(page: &mut String) -> fmt::Result {
    write!(
        page,
        "<article id=\"probes\"><h3>{}</h3><p class=\"path\"><b>GET</b> <code>/healthz</code> {}</p>\
         <p class=\"path\"><b>GET</b> <code>/readyz</code> {}</p></article>",
        Both(["探针", "Probes"]),
        Both(["进程存活：200 ok", "alive: 200 ok"]),
        Both(["数据库有响应：200 ok，否则 503", "the database answers: 200 ok, else 503"]),
    )
}

fn errnos(page: &mut String) -> fmt::Result {
    write!(page, "<section id=\"errno\"><h2>errno</h2><dl>")?;
    for errno in Errno::ALL {
        let (number, help) = (errno as i32, help(errno));
        write!(
            page,
            "<div id=\"errno{number}\"><dt><code>{number}</code> <span lang=\"zh-CN\">{}</span></dt><dd>{}<br>→ {}</dd></div>",
            errno.message(),
            Both(help.when),
            Both(help.what_to_do)
        )?;
    }
    page.push_str("</dl></section>");
    Ok(())
}

fn anchor(endpoint: &Endpoint) -> String {
    endpoint.short().replace('/', "-")
}
