//! `/guide` on the wire: its language, its policy, and that it is sent once.

use rstest::rstest;

use crate::test_app::TestApp;

#[rstest]
#[case::nothing_asked("", "", "zh-CN")]
#[case::by_the_browser("", "en-GB,en;q=0.9,zh;q=0.8", "en")]
#[case::by_the_browser_too("", "zh-TW", "zh-CN")]
#[case::by_the_address("?lang=en", "zh-CN", "en")]
#[case::the_other_way("?lang=zh", "en", "zh-CN")]
#[case::an_unknown_language("?lang=fr", "en", "en")]
#[case::another_query("?from=docs", "en", "en")]
#[tokio::test]
async fn it_has_the_language_of_the_address_or_of_the_browser(
    #[case] query: &str,
    #[case] accepted: &str,
    #[case] lang: &str,
) {
    let app = TestApp::demo().await;
    let request = app.client.get(app.url(&format!("/guide{query}"))).header("accept-language", accepted);
    let html = request.send().await.unwrap().text().await.unwrap();
    assert!(html.contains(&format!("<html lang=\"{lang}\"")), "{query} {accepted}");
}

#[tokio::test]
async fn it_runs_no_script_but_one_and_is_sent_once() {
    let app = TestApp::demo().await;
    let answer = app.client.get(app.url("/guide")).send().await.unwrap();
    let header = |name: &str| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let policy = header("content-security-policy");
    assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
    assert_eq!(policy.matches("script-src 'sha256-").count(), 1, "{policy}");
    assert_eq!((header("content-type").as_str(), header("set-cookie").as_str()), ("text/html; charset=utf-8", ""));
    let vary: Vec<_> = answer.headers().get_all("vary").iter().map(|value| value.to_str().unwrap()).collect();
    assert!(vary.contains(&"accept-language"), "{vary:?}");
    let tag = header("etag");
    let html = answer.text().await.unwrap();
    assert_eq!((html.matches("<script").count(), html.matches("<style").count()), (1, 1));
    assert!(!html.contains(" style=") && !html.contains(" onclick="));
    let english = app.client.get(app.url("/guide?lang=en")).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!(english.status(), 200, "another language is another text");
    let known = app.client.get(app.url("/guide")).header("if-none-match", &tag).send().await.unwrap();
    assert_eq!((known.status().as_u16(), known.bytes().await.unwrap().len()), (304, 0));
}
