//! The card of a fault.

use leptos::{
    either::{Either, EitherOf5},
    prelude::*,
};

use super::{
    change::Change,
    fault::{Card, Fault},
    rotation::Rotation,
    widgets::{ErrcodeSelect, FaultSwitch, Stepper, VersionSelect},
};
use crate::{text::Both, workbench::state::use_workbench};

/// What a fault is, its control, and the code that it will cause.
#[component]
pub(super) fn FaultCard(card: &'static Card) -> impl IntoView {
    let workbench = use_workbench();
    let heading = match card.control_id {
        Some(control) => {
            Either::Left(view! { <label class="fault__title" for=control><Both text=card.title/></label> })
        }
        None => Either::Right(view! { <b class="fault__title"><Both text=card.title/></b> }),
    };
    let mark = Signal::derive(move || (card.id.is_some() && card.fault.is_active(workbench)).then_some(""));
    view! {
        <li class="fault" id=card.id data-on=mark>
            {heading}
            <Control card/>
            <p class="fault__hint"><Both text=card.hint/></p>
            <code class="fault__code">{card.code}</code>
        </li>
    }
}

#[component]
fn Control(card: &'static Card) -> impl IntoView {
    let change: fn(bool) -> Change = match card.fault {
        Fault::RotatedKey => return EitherOf5::A(view! { <Rotation/> }),
        Fault::Clock => return EitherOf5::B(view! { <Stepper/> }),
        Fault::BaseLibrary => return EitherOf5::C(view! { <VersionSelect/> }),
        Fault::Errcode => return EitherOf5::D(view! { <ErrcodeSelect/> }),
        Fault::ExpiredLogin => Change::ExpireLogin,
        Fault::ExpiredPhone => Change::ExpirePhone,
        Fault::Deny => Change::Deny,
        Fault::Limit => Change::Limit,
        Fault::Timeout => Change::Timeout,
        Fault::Offline => Change::Offline,
        Fault::ForeignData => Change::ForeignData,
        Fault::TakenNumber => Change::TakenNumber,
    };
    EitherOf5::E(view! { <FaultSwitch card change/> })
}
