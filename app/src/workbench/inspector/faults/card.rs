//! The card of a fault.

use leptos::{
    either::{Either, EitherOf4},
    prelude::*,
};

use super::{
    change::Change,
    fault::Fault,
    widgets::{FaultSwitch, OneShot, Stepper, VersionSelect},
};
use crate::{
    text::{Both, Text, text},
    workbench::state::use_workbench,
};

const ROTATE: Text = text("轮换", "Rotate");
const EXPIRE: Text = text("作废", "Expire");

/// What a fault is, its control, and the code that it will cause.
#[component]
pub(super) fn FaultCard(fault: Fault) -> impl IntoView {
    let workbench = use_workbench();
    let title = fault.title();
    let heading = match fault.control_id() {
        Some(control) => Either::Left(view! { <label class="fault__title" for=control><Both text=title/></label> }),
        None => Either::Right(view! { <b class="fault__title"><Both text=title/></b> }),
    };
    let mark = Signal::derive(move || (fault.card_id().is_some() && fault.is_active(workbench)).then_some(""));
    view! {
        <li class="fault" id=fault.card_id() data-on=mark>
            {heading}
            <Control fault/>
            <p class="fault__hint"><Both text=fault.hint()/></p>
            <code class="fault__code">{fault.code()}</code>
        </li>
    }
}

#[component]
fn Control(fault: Fault) -> impl IntoView {
    match fault {
        Fault::RotatedKey => EitherOf4::A(view! { <OneShot label=ROTATE change=Change::RotateKey/> }),
        Fault::ExpiredCodes => EitherOf4::A(view! { <OneShot label=EXPIRE change=Change::ExpireCodes/> }),
        Fault::Clock => EitherOf4::B(view! { <Stepper/> }),
        Fault::BaseLibrary => EitherOf4::C(view! { <VersionSelect/> }),
        Fault::Deny => EitherOf4::D(view! { <FaultSwitch fault change=Change::Deny/> }),
        Fault::Limit => EitherOf4::D(view! { <FaultSwitch fault change=Change::Limit/> }),
        Fault::Timeout => EitherOf4::D(view! { <FaultSwitch fault change=Change::Timeout/> }),
        Fault::Offline => EitherOf4::D(view! { <FaultSwitch fault change=Change::Offline/> }),
    }
}
