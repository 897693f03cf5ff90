use std::convert::Infallible;

use futures::{StreamExt as _, stream};
use rstest::rstest;
use tokio::time::{Instant, sleep};

use super::*;

/// As many pieces of so many bytes, each after a pause; then silence, or the end.
fn slow(pieces: usize, size: usize, pause_s: u64, ends: bool) -> Body {
    let pieces = stream::iter(0..pieces).then(move |_| async move {
        sleep(Duration::from_secs(pause_s)).await;
        Ok::<_, Infallible>(Bytes::from(vec![b'x'; size]))
    });
    if ends { Body::from_stream(pieces) } else { Body::from_stream(pieces.chain(stream::pending())) }
}

/// Pieces, their size, the pause before each, whether it ends → length or errno, after how many seconds.
#[rstest]
#[case::nothing_comes(0, 0, 0, false, Err(408), 15)]
#[case::it_begins_and_stops(3, 10, 0, false, Err(408), 15)]
#[case::a_byte_a_second(60, 1, 1, true, Err(408), 15)]
#[case::just_in_time(14, 1, 1, true, Ok(14), 14)]
#[case::too_long_and_slow(12, 10, 1, false, Err(413), 16)] // seen after 11 s, drained for 5
#[case::too_long(30, 10, 0, true, Err(413), 0)]
#[case::all_at_once(1, 100, 0, true, Ok(100), 0)]
#[tokio::test(start_paused = true)]
async fn a_body_has_15_seconds(
    #[case] pieces: usize,
    #[case] size: usize,
    #[case] pause_s: u64,
    #[case] ends: bool,
    #[case] expected: Result<usize, i32>,
    #[case] after_s: u64,
) {
    for measured in [false, true] {
        let begun = Instant::now();
        let (body, headers) = (slow(pieces, size, pause_s, ends), HeaderMap::new());
        let outcome = if measured {
            measure(body, &headers, 100).await.map(|()| expected.unwrap_or_default())
        } else {
            let sender = Sender::Address([192, 0, 2, 1].into());
            receive(&BodyBudget::for_calls(), sender, body, &headers, 100).await.map(|(bytes, _)| bytes.len())
        };
        assert_eq!(outcome.map_err(|refusal| refusal.errno), expected);
        assert_eq!(begun.elapsed().as_secs(), after_s);
    }
}
