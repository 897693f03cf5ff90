//! What the database file must not hold.

use base64::prelude::{BASE64_STANDARD, Engine as _};

use crate::test_env::{APPID, KEY_1, NOW_MS, SECRET, TestEnv, data, encrypted_phone};

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn no_token_key_code_or_secret_is_in_the_file() {
    let env = TestEnv::new().await;
    env.code("code-of-this-login", "oPlain-1", KEY_1).await;
    let signed_in = env.login("code-of-this-login", crate::test_env::profile()).await.unwrap();
    let token = signed_in.token.reveal();
    let session = env.identity.authenticate(token).await.unwrap();
    let proof = data(encrypted_phone(KEY_1, "12066600001", APPID, NOW_MS));
    env.identity.bind_phone(&session, proof).await.unwrap();
    let key_bytes = BASE64_STANDARD.decode(KEY_1).unwrap();
    let (_, bare_token) = token.split_at(3);
    let secrets =
        [token.as_bytes(), bare_token.as_bytes(), KEY_1.as_bytes(), &key_bytes, b"code-of-this", SECRET.as_bytes()];
    let mut checked = 0;
    // With the write-ahead log, then with everything in the main file.
    for _ in 0..2 {
        let mut found_openid = false;
        for entry in std::fs::read_dir(env.file().parent().unwrap()).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            found_openid |= contains(&bytes, b"oPlain-1");
            for secret in secrets {
                assert!(!contains(&bytes, secret));
            }
            checked += 1;
        }
        assert!(found_openid, "the search finds what is there");
        env.store.close().await;
    }
    assert!(checked >= 3);
}
