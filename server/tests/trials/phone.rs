//! The mini-program's side of the API, on whichever node.

use serde_json::{Value, json};

use crate::wechat;

#[derive(Clone)]
pub(crate) struct Phone {
    client: reqwest::Client,
    url: String,
}

impl Phone {
    /// `url`: where the server listens, `http://…`.
    pub(crate) fn new(url: &str) -> Self {
        // reqwest uses the process's provider; a server in this process may have set it already
        drop(rustls::crypto::ring::default_provider().install_default());
        Self { client: reqwest::Client::new(), url: format!("{}/oapro/wx", url.trim_end_matches("/oapro/wx")) }
    }

    pub(crate) async fn post(&self, path: &str, token: &str, body: Value) -> Value {
        self.try_post(path, token, body).await.unwrap()
    }

    pub(crate) async fn get(&self, path: &str, token: &str) -> Value {
        self.try_get(path, token).await.unwrap()
    }

    /// `None`: no response came.
    pub(crate) async fn try_get(&self, path: &str, token: &str) -> Option<Value> {
        let request = self.client.get(format!("{}/{path}", self.url)).header("x-oa-token", token);
        envelope(request.send().await).await
    }

    /// As `wx.uploadFile` sends it.
    pub(crate) async fn try_upload(&self, path: &str, token: &str, file: &[u8]) -> Option<Value> {
        let head = b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";
        let request = self
            .client
            .post(format!("{}/{path}", self.url))
            .header("x-oa-token", token)
            .header("content-type", "multipart/form-data; boundary=b")
            .body([head.as_slice(), file, b"\r\n--b--\r\n"].concat());
        envelope(request.send().await).await
    }

    /// `None`: no response came, as from a server that was killed.
    pub(crate) async fn try_post(&self, path: &str, token: &str, body: Value) -> Option<Value> {
        let request = self.client.post(format!("{}/{path}", self.url)).header("x-oa-token", token).json(&body);
        envelope(request.send().await).await
    }

    pub(crate) async fn login(&self, openid: &str) -> Value {
        self.try_login(openid).await.unwrap()
    }

    pub(crate) async fn try_login(&self, openid: &str) -> Option<Value> {
        let body = json!({ "code": wechat::code(openid), "userInfo": { "nickName": openid } });
        self.try_post("auth/login_by_weixin", "", body).await
    }

    /// The token of a login that must succeed.
    pub(crate) async fn token(&self, openid: &str) -> String {
        let response = self.login(openid).await;
        assert_eq!(response["errno"], 0, "{response}");
        response["data"]["token"].as_str().unwrap().to_owned()
    }

    pub(crate) async fn index(&self, token: &str) -> i64 {
        self.get("user/index", token).await["errno"].as_i64().unwrap()
    }

    /// Whose token it is.
    pub(crate) async fn user_id(&self, token: &str) -> i64 {
        self.post("auth/profile", token, json!({ "avatarUrl": "" })).await["data"]["userInfo"]["userId"]
            .as_i64()
            .unwrap()
    }
}

async fn envelope(response: Result<reqwest::Response, reqwest::Error>) -> Option<Value> {
    let response = response.ok()?;
    assert_eq!(response.status(), 200);
    let body: Value = response.json().await.ok()?;
    assert!(body["errno"].is_i64() && body["errmsg"].is_string(), "{body}");
    Some(body)
}
