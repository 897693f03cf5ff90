//! POST auth/avatar as the page calls it. No server function: its body is a form, which the server reads as it comes.

use crate::{
    api::BASE,
    browser::http::{Body, Request},
    wire::{self, ApiError, AvatarData},
    wx::{Wx, request},
};

/// A temporary file becomes the own avatar (`wx.uploadFile`).
///
/// # Errors
/// 501, 719, 413, 402 where it is no picture, 429.
pub(crate) async fn avatar(wx: Wx, file: String) -> Result<AvatarData, ApiError> {
    let fail = |err_msg| ApiError::no_answer(err_msg);
    let form = request::upload_form(wx, &file, "file", []).await;
    let body = Body::Form(form.ok_or_else(|| fail("uploadFile:fail file not found".into()))?);
    let url = format!("{BASE}/auth/avatar");
    let request = Request { method: "POST".to_owned(), url, headers: Vec::new(), body, signal: None };
    let response = request::send_with_token(wx, "uploadFile", request).await.map_err(|error| fail(error.err_msg))?;
    wire::open(&response.body)
}
