//! Pictures as files: drawn on a canvas as a square PNG, from our own origin or from the visitor's disk.

use futures::channel::oneshot;
use leptos::{
    prelude::{document, window},
    wasm_bindgen::{JsCast as _, JsValue, closure::Closure},
    web_sys::{
        Blob, CanvasRenderingContext2d, Event, HtmlCanvasElement, HtmlImageElement, HtmlInputElement, ImageBitmap,
    },
};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::JsFuture;

/// A picture of our own origin, under whatever name the browser knows it, as a PNG of `side` px. A picture of another origin
/// cannot leave the canvas.
pub(crate) fn draw(url: &str, side: u32) -> SendWrapper<impl Future<Output = Option<SendWrapper<Blob>>> + use<>> {
    let path = super::history::resolve(url);
    SendWrapper::new(async move {
        let image = HtmlImageElement::new().ok()?;
        image.set_src(&path?);
        JsFuture::from(image.decode()).await.ok()?;
        let (width, height) = (f64::from(image.natural_width()), f64::from(image.natural_height()));
        square(side, width, height, |canvas, (x, y, cut)| {
            let side = f64::from(side);
            canvas.draw_image_with_html_image_element_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &image, x, y, cut, cut, 0.0, 0.0, side, side,
            )
        })
        .await
    })
}

/// A file that lies at an address.
pub(crate) fn fetch(url: &str) -> SendWrapper<impl Future<Output = Option<SendWrapper<Blob>>> + use<>> {
    let request = gloo_net::http::Request::get(url);
    SendWrapper::new(async move {
        let bytes = request.send().await.ok()?.binary().await.ok()?;
        let parts = js_sys::Array::of1(&js_sys::Uint8Array::from(bytes.as_slice()));
        Blob::new_with_u8_array_sequence(&parts).ok().map(SendWrapper::new)
    })
}

/// What became of asking the visitor for a picture.
pub(crate) enum Choice {
    /// The picture as a square PNG.
    Picture(SendWrapper<Blob>),
    /// Nothing was chosen.
    Canceled,
}

/// A picture that the visitor chooses, cut square as WeChat cuts it, of `side` px. Must follow a tap. None where the file is
/// no picture.
pub(crate) fn choose(side: u32) -> SendWrapper<impl Future<Output = Option<Choice>>> {
    SendWrapper::new(async move {
        let input: HtmlInputElement = document().create_element("input").ok()?.unchecked_into();
        input.set_type("file");
        input.set_accept("image/png,image/jpeg,image/webp");
        let (sender, chosen) = oneshot::channel();
        let mut sender = Some(sender);
        let ended = Closure::<dyn FnMut(Event)>::new(move |_: Event| {
            if let Some(sender) = sender.take() {
                let _ = sender.send(());
            }
        });
        for kind in ["change", "cancel"] {
            input.add_event_listener_with_callback(kind, ended.as_ref().unchecked_ref()).ok()?;
        }
        input.click();
        let _ = chosen.await;
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return Some(Choice::Canceled) };
        let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(&file).ok()?).await.ok()?;
        let bitmap: ImageBitmap = bitmap.dyn_into().ok()?;
        let picture = square(side, f64::from(bitmap.width()), f64::from(bitmap.height()), |canvas, (x, y, cut)| {
            let side = f64::from(side);
            canvas.draw_image_with_image_bitmap_and_sw_and_sh_and_dx_and_dy_and_dw_and_dh(
                &bitmap, x, y, cut, cut, 0.0, 0.0, side, side,
            )
        });
        picture.await.map(Choice::Picture)
    })
}

/// The middle of a picture of `width` by `height` px as a PNG of `side` px; `paint` draws the part from (x, y), a square.
async fn square(
    side: u32,
    width: f64,
    height: f64,
    paint: impl FnOnce(&CanvasRenderingContext2d, (f64, f64, f64)) -> Result<(), JsValue>,
) -> Option<SendWrapper<Blob>> {
    let canvas: HtmlCanvasElement = document().create_element("canvas").ok()?.unchecked_into();
    canvas.set_width(side);
    canvas.set_height(side);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.unchecked_into();
    let cut = width.min(height);
    paint(&context, ((width - cut) / 2.0, (height - cut) / 2.0, cut)).ok()?;
    let (sender, drawn) = oneshot::channel();
    let done = Closure::once(move |blob: Option<Blob>| {
        let _ = sender.send(blob);
    });
    canvas.to_blob(done.as_ref().unchecked_ref()).ok()?;
    drawn.await.ok().flatten().map(SendWrapper::new)
}
