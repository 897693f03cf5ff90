//! Portraits.

use crate::test_server::test_server;

#[tokio::test]
async fn every_user_has_a_portrait() {
    let default_world = test_server();
    let mut seen = Vec::new();
    for user in ["lin", "chen", "zhou", "wu", "su", "he", "default"] {
        let reply = default_world.get(&format!("/mmopen/vi_32/{user}/132")).await;
        assert_eq!((reply.status.as_u16(), reply.content_type()), (200, "image/svg+xml"));
        assert!(reply.headers["cache-control"].to_str().unwrap().contains("max-age"));
        assert!(reply.text.starts_with("<svg xmlns=") && !seen.contains(&reply.text), "{user}");
        seen.push(reply.text);
    }
    assert_eq!(default_world.get("/mmopen/vi_32/mo/0").await.text, seen[6]);
}
