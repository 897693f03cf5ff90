//! The dark square of `wx.showToast`.

use leptos::prelude::*;

use crate::icon::Icon;
use crate::wx::{Toast, ToastIcon, use_wx};

/// The toast, while there is one. Each is an element of its own, so that a screen reader says every one.
#[component]
pub(super) fn ToastView() -> impl IntoView {
    let wx = use_wx();
    view! { <div class="toast-place">{move || wx.toast.get().map(square)}</div> }
}

fn square(toast: Toast) -> impl IntoView {
    let (class, role, icon) = match toast.icon {
        ToastIcon::Success => ("toast", "status", Some(("toast__icon", "#i-check"))),
        ToastIcon::Error => ("toast toast--fail", "alert", Some(("toast__icon", "#i-warn"))),
        ToastIcon::Loading => ("toast", "status", Some(("toast__icon spinner", "#i-"))),
        ToastIcon::None => ("toast toast--text", "status", None),
    };
    view! {
        <div class=class role=role>
            {icon.map(|(class, name)| view! { <Icon class name/> })}
            <p class="toast__text">{toast.title}</p>
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use leptos::prelude::*;

    use super::ToastView;
    use crate::wx::{Page, Toast, ToastIcon, Wx};

    fn html(toast: Option<Toast>) -> String {
        Owner::new().with(|| {
            let wx = Wx::new(Page::Index);
            wx.toast.set(toast);
            provide_context(wx);
            view! { <ToastView/> }.to_html()
        })
    }

    #[test]
    fn no_toast_is_no_element() {
        assert!(!html(None).contains("role"), "{}", html(None));
    }

    #[test]
    fn words_stay_text_and_a_failure_is_an_alert() {
        let html = html(Some(Toast::new("<img src=x onerror=alert(1)>".into(), ToastIcon::Error, 1)));
        assert!(html.contains("&lt;img") && !html.contains("<img"), "{html}");
        assert!(html.contains("role=\"alert\""), "{html}");
    }
}
