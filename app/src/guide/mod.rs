//! `/guide`: the login explained from top to bottom, step by step, with every errno and errcode. It is rendered on the server and
//! needs no script; nothing of it is in the WASM. The workbench shows its articles, one at a time.
//!
//! Both languages are in the page, and `data-lang` of the root element shows one, as in the demo. The one inline script applies the
//! language and the theme that the demo has stored.

mod article;
mod contents;
mod errcodes;
mod errnos;
mod outline;
mod phases;
mod prose;
mod questions;
#[cfg(test)]
mod tests;

use leptos::prelude::*;

pub use self::errnos::{ErrnoHelp, errno_help};
use self::{
    article::StepArticle,
    contents::Contents,
    errcodes::{ERRCODES, ErrcodeArticle},
    errnos::ErrnoArticle,
    phases::article_of,
    prose::Prose,
    questions::{QUESTIONS, QuestionArticle},
};
use crate::{
    text::{Both, Lang, Text, text},
    trace::StepInfo,
    wire::Errno,
};

/// The page's one style sheet: the tokens of the workbench, and its own few rules.
pub const STYLE: &str = concat!(include_str!("../../../style/10-tokens.css"), include_str!("guide.css"));

/// The page's one script. The keys are those of `settings.rs`; a language in the address stands over the stored one.
pub const SCRIPT: &str = "const root=document.documentElement,stored=key=>{try{return localStorage.getItem('oa-mini:'+key)}catch{}},\
lang=location.search.includes('lang=')?'':stored('lang'),theme=stored('theme');if(lang){root.dataset.lang=lang;root.lang=lang=='en'?lang:'zh-CN'}\
if(theme)root.dataset.theme=theme";

const TITLE: Text = text("微信小程序登录全流程", "How a WeChat mini-program logs in");
const HOME: Text = text("回到演示", "Back to the demo");
const OTHER: Text = text("English", "中文");
const QUESTIONS_TITLE: Text = text("四个常问的问题", "Four questions");
const ERRNO_TITLE: Text = text("errno：本服务器的错误码", "errno: this server's errors");
const ERRCODE_TITLE: Text = text("errcode：微信的错误码", "errcode: WeChat's errors");
const ERRNO_INTRO: Text = text(
    "每个响应的 HTTP 状态都是 200，结果在 `errno` 里，0 是成功。503 和 506 保留，不会出现。",
    "Every answer has the HTTP status 200; `errno` is the outcome, and 0 is success. 503 and 506 are reserved and not sent.",
);
const ERRCODE_INTRO: Text = text(
    "微信对服务器说的。小程序看不到它，只看到服务器换成的 errno；服务器日志两样都有，英文建议与这里逐字相同。",
    "What WeChat says to the server. The mini-program never sees it, only the errno that the server makes of it; the server's log has both, and its advice is this text, word for word.",
);
const HOW_TO_READ: Text = text("怎么读", "How to read this");
const READ_DIAGRAM: Text = text(
    "图里每一步在这里都有一篇短文：发生什么、为什么、常见问题。点一步就看到它的短文；还没发生的步骤也有。",
    "Each step of the diagram has a short article here: what happens, why, and what goes wrong. Choose a step to read it, also one that has not happened yet.",
);
const READ_WHOLE: Text = text("也可以从头到尾读完六个阶段：", "Or read the six phases from top to bottom:");

/// The page, in the language that was asked for.
pub fn html(lang: Lang) -> String {
    Owner::new().with(|| view! { <Document lang/> }.to_html())
}

#[component]
fn Document(lang: Lang) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=lang.tag() data-lang=lang.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>"登录全流程 The login explained · oa-mini"</title>
                <link rel="icon" href="/oapro/images/icon.svg" type="image/svg+xml"/>
                <style inner_html=STYLE></style>
                <script inner_html=SCRIPT></script>
            </head>
            <body>
                <a class="skip" href="#main"><Both text=text("跳到正文", "Skip to content")/></a>
                <header>
                    <p class="bar">
                        <a href="/">"← "<Both text=HOME/></a>
                        <a class="zh" href="?lang=en" lang="en" hreflang="en">{OTHER.zh}</a>
                        <a class="en" href="?lang=zh" lang="zh-CN" hreflang="zh-CN">{OTHER.en}</a>
                        <a href="/docs"><Both text=text("API 文档", "API docs")/></a>
                    </p>
                    <h1><Both text=TITLE/></h1>
                </header>
                <Contents/>
                <main id="main" tabindex="-1">
                    <HowToRead/>
                    <Phases/>
                    <section id="questions">
                        <h2><Both text=QUESTIONS_TITLE/></h2>
                        {QUESTIONS.iter().map(|question| view! { <QuestionArticle question/> }).collect_view()}
                    </section>
                    <section id="errno" class="numbers">
                        <h2><Both text=ERRNO_TITLE/></h2>
                        <p><Prose text=ERRNO_INTRO/></p>
                        {Errno::ALL.map(|errno| view! { <ErrnoArticle errno/> }).into_iter().collect_view()}
                    </section>
                    <section id="errcode" class="numbers">
                        <h2><Both text=ERRCODE_TITLE/></h2>
                        <p><Prose text=ERRCODE_INTRO/></p>
                        {ERRCODES.iter().map(|errcode| view! { <ErrcodeArticle errcode/> }).collect_view()}
                    </section>
                </main>
            </body>
        </html>
    }
}

/// What the workbench shows while no step is selected.
#[component]
fn HowToRead() -> impl IntoView {
    let phases = outline::phases().enumerate().map(|(at, (name, _))| {
        view! { <li><a href=format!("#phase-{}", at + 1)><Both text=name/></a></li> }
    });
    view! {
        <article id="how-to-read">
            <h2><Both text=HOW_TO_READ/></h2>
            <p><Prose text=READ_DIAGRAM/></p>
            <p><Prose text=READ_WHOLE/></p>
            <ol>{phases.collect_view()}</ol>
        </article>
    }
}

/// The text of the six phases.
#[component]
fn Phases() -> impl IntoView {
    let phase = |((at, (name, steps)), phase): ((usize, (Text, &'static [StepInfo])), &'static phases::PhaseText)| {
        let articles = steps.iter().filter_map(|step| {
            let article = article_of(step.id)?;
            Some(view! { <StepArticle step article/> })
        });
        view! {
            <section class="phase" id=format!("phase-{}", at + 1)>
                <h2><span class="phase__number">{at + 1}</span> " " <Both text=name/></h2>
                <p class="phase__intro"><Prose text=phase.intro/></p>
                {articles.collect_view()}
            </section>
        }
    };
    outline::phases().enumerate().zip(&phases::PHASES).map(phase).collect_view()
}
