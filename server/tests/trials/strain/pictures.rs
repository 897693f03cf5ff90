//! The pictures that need the most memory, two at a time and one kind after another: the memory of the binary.

use rstest::rstest;

use super::files::{self, YCC, YCC_420};
use crate::binary::Binary;
use crate::wechat;

/// The maximum memory of the process, in bytes.
const MAX_RESIDENT: usize = 200 * 1000 * 1000;

/// The peak memory of a process, in bytes.
fn peak(id: u32) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[rstest]
#[case::baseline_jpeg(files::jpeg((6000, 4000), 0xc0, YCC, false, 0))]
#[case::progressive_jpeg(files::jpeg((4667, 3000), 0xc2, YCC_420, false, 6))]
#[case::interlaced_png(files::interlaced((6000, 4000)))]
#[case::lossless_webp(files::lossless((5120, 4000), true, &files::with_everything()))]
#[case::lossy_webp(files::lossy((6000, 4000)))]
#[tokio::test]
async fn the_worst_two_at_a_time(#[case] mut file: Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/oa-mini.db", folder.path().display());
    let binary = Binary::optimised(folder.path(), &url, &wechat::start().await);
    let phone = &binary.phone;
    // as large as a file may be
    file.resize(2 * 1024 * 1024, 0);
    let codes = files::lossless((64, 64), false, &files::with_codes(20_000));
    let tokens = [phone.token("lin").await, phone.token("chen").await];
    let before = peak(binary.id());
    for file in [&file, &codes, &file] {
        let [one, other] = tokens.each_ref().map(|token| phone.try_upload("auth/avatar", token, file));
        let (one, other) = tokio::join!(one, other);
        let [one, other] = [one, other].map(|response| response.unwrap()["errno"].as_i64().unwrap());
        assert!(one == other && (one == 0 || one == 402), "{one} {other}");
    }
    let peak = peak(binary.id());
    println!("{:.0} MB before, {:.0} MB at most", before as f64 / 1e6, peak as f64 / 1e6);
    assert!(peak <= MAX_RESIDENT, "{peak}");
}
