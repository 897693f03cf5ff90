//! Stalled uploads block no other uploads.

use std::io::Cursor;

use futures::future::join_all;
use image::{DynamicImage, ImageFormat, RgbImage};
use rstest::rstest;
use server::serve::ConnectionTimeouts;
use tokio::io::AsyncWriteExt as _;
use tokio::time::timeout;

use super::{Fixture, LONG};

const FORM: &str = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";

fn picture() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(600, 600)).write_to(&mut file, ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

/// 200 uploads of 20 accounts, of which so many bytes come. With the last one that is 380 MiB.
#[rstest]
#[case::the_head_alone(0)]
#[case::a_byte(1)]
#[case::nearly_all(1_990_000)]
#[tokio::test]
async fn stalled_uploads_block_no_other_uploads(#[case] sent: usize) {
    let fixture = Fixture::start(ConnectionTimeouts::default()).await;
    let tokens = join_all((0..20).map(|n| {
        let fixture = &fixture;
        async move { fixture.token(&n.to_string()).await }
    }));
    let mut stalled = Vec::new();
    for token in tokens.await.iter().flat_map(|token| std::iter::repeat_n(token, 10)) {
        let head = format!(
            "POST /oapro/wx/auth/avatar HTTP/1.1\r\nhost: h\r\nx-oa-token: {token}\r\ncontent-type: \
             multipart/form-data; boundary=b\r\ncontent-length: 2000000\r\n\r\n"
        );
        let mut stream = fixture.connect(&head).await;
        let body = [FORM.as_bytes(), &vec![0; 2_000_000]].concat();
        // an evicted one gets its response before it has sent everything
        drop(timeout(LONG, stream.write_all(&body[..sent])).await.unwrap());
        stalled.push(stream);
    }
    let fresh = fixture.token("fresh").await;
    let mut large = picture();
    large.resize(2 * 1024 * 1024, 0);
    for file in [picture(), large] {
        let response =
            timeout(LONG / 2, fixture.phone.try_upload("auth/avatar", &fresh, &file)).await.unwrap().unwrap();
        assert_eq!(response["errno"], 0, "{response}");
    }
    drop(stalled);
}
