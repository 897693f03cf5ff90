//! The article of a step.

use leptos::prelude::*;

use super::prose::Prose;
use crate::{
    text::{Both, Text, text},
    trace::StepInfo,
};

const WHY: Text = text("为什么", "Why");
const WHAT: Text = text("发生什么", "What happens");
const WRONG: Text = text("常见问题", "What goes wrong");
const TENCENT: Text = text("微信官方文档", "Tencent's documentation");

/// What is to be known of a step.
pub(super) struct Article {
    /// The step's id in the diagram.
    pub(super) step_id: &'static str,
    pub(super) what: Text,
    pub(super) why: Text,
    /// What goes wrong in practice, each with the number that is then seen.
    pub(super) wrong: &'static [Text],
    pub(super) source: Source,
}

/// A page of Tencent's, which is in Chinese.
#[derive(Clone, Copy)]
pub(super) struct Source {
    title: Text,
    pub(super) url: &'static str,
}

impl Source {
    pub(super) const fn new(title: Text, url: &'static str) -> Self {
        Self { title, url }
    }
}

/// The article of a step.
#[component]
pub(super) fn StepArticle(step: &'static StepInfo, article: &'static Article) -> impl IntoView {
    // at itself, a step goes nowhere
    let way = (step.from != step.to).then(|| view! { " → " <Both text=step.to.name()/> });
    let wrong = article.wrong.iter().map(|text| view! { <li><Prose text=*text/></li> });
    view! {
        <article class="step-article" id=format!("step-{}", step.id)>
            <h3><Both text=step.label/></h3>
            <p class="step-article__way"><Both text=step.from.name()/> {way}</p>
            <div class="step-article__part">
                <h4><Both text=WHAT/></h4>
                <p><Prose text=article.what/></p>
            </div>
            <div class="step-article__part">
                <h4><Both text=WHY/></h4>
                <p><Prose text=article.why/></p>
            </div>
            <div class="step-article__part">
                <h4><Both text=WRONG/></h4>
                <ul>{wrong.collect_view()}</ul>
            </div>
            <p class="step-article__source">
                <Both text=TENCENT/>
                " "
                <a href=article.source.url rel="noopener" hreflang="zh"><Both text=article.source.title/></a>
            </p>
        </article>
    }
}
