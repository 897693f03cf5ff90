//! The box of `wx.showModal`.

use leptos::prelude::*;

use super::sheet::answer;
use crate::wx::{Modal, Wx};

pub(super) fn modal(wx: Wx, text: &Modal) -> impl IntoView + use<> {
    view! {
        <div class="modal" role="alertdialog" aria-modal="true" aria-labelledby="modal-title">
            <h2 class="modal__title" id="modal-title">{text.title}</h2>
            <div class="modal__buttons" style=["--confirm:", text.confirm_color].concat()>
                {answer(wx, "modal__button", "取消", false)}
                {answer(wx, "modal__button modal__button--confirm", "确定", true)}
            </div>
        </div>
    }
}
