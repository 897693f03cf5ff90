//! Hops of every form. Trusted are 10.0.0.0/8 and fd00::/8.

use http::{HeaderMap, HeaderValue};
use rstest::rstest;

use super::{client_ip, is_ignored};

fn headers(lines: &[&[u8]]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in lines {
        headers.append("x-forwarded-for", HeaderValue::from_bytes(line).unwrap());
    }
    headers
}

fn found(peer: &str, lines: &[&[u8]]) -> String {
    let trusted = ["10.0.0.0/8".parse().unwrap(), "fd00::/8".parse().unwrap()];
    client_ip(&headers(lines), peer.parse().unwrap(), &trusted).to_string()
}

#[rstest]
#[case::none(b"", "10.0.0.1")]
#[case::v4(b"1.1.1.1", "1.1.1.1")]
#[case::v4_with_port(b"1.1.1.1:50123", "1.1.1.1")]
#[case::v6(b"2001:db8::1", "2001:db8::1")]
#[case::v6_in_brackets(b"[2001:db8::1]", "2001:db8::1")]
#[case::v6_with_port(b"[2001:db8::1]:50123", "2001:db8::1")]
#[case::mapped(b"::ffff:1.1.1.1", "1.1.1.1")]
#[case::mapped_in_brackets(b"[::ffff:1.1.1.1]:80", "1.1.1.1")]
#[case::mapped_proxy(b"1.1.1.1, ::ffff:10.0.0.2", "1.1.1.1")]
#[case::spaces(b"  1.1.1.1\t", "1.1.1.1")]
#[case::no_spaces(b"6.6.6.6,1.1.1.1,10.0.0.2", "1.1.1.1")]
#[case::what_the_client_wrote_is_not_reached(b"6.6.6.6, 1.1.1.1, 10.0.0.2", "1.1.1.1")]
#[case::nor_is_its_garbage(b"\xff\xfe, 1.1.1.1", "1.1.1.1")]
#[case::nor_is_its_text("小程序, 1.1.1.1, 10.0.0.2:443".as_bytes(), "1.1.1.1")]
#[case::only_proxies(b"10.0.0.3, 10.0.0.2", "10.0.0.3")]
#[case::proxies_of_v6(b"1.1.1.1, fd00::2", "1.1.1.1")]
// a hop that is no address: the one before it, on its right, stands
#[case::word(b"nonsense", "10.0.0.1")]
#[case::unknown(b"1.1.1.1, unknown", "10.0.0.1")]
#[case::unknown_behind_a_proxy(b"1.1.1.1, unknown, 10.0.0.2", "10.0.0.2")]
#[case::garbage_behind_a_proxy(b"1.1.1.1, \xe9, 10.0.0.2", "10.0.0.2")]
#[case::empty_hop(b"1.1.1.1, , 10.0.0.2", "10.0.0.2")]
#[case::comma_at_the_end(b"1.1.1.1,", "10.0.0.1")]
#[case::commas_alone(b",,,", "10.0.0.1")]
#[case::half_a_bracket(b"[2001:db8::1", "10.0.0.1")]
#[case::v4_in_brackets(b"[1.1.1.1]", "10.0.0.1")]
#[case::port_of_nothing(b"1.1.1.1:", "10.0.0.1")]
#[case::port_too_large(b"1.1.1.1:70000", "10.0.0.1")]
#[case::quoted(b"\"1.1.1.1\"", "10.0.0.1")]
#[case::forwarded_syntax(b"for=1.1.1.1", "10.0.0.1")]
#[case::out_of_range(b"1.1.1.256", "10.0.0.1")]
#[case::octal(b"010.1.1.1", "10.0.0.1")]
#[case::zone(b"fe80::1%eth0", "10.0.0.1")]
#[case::network(b"1.1.1.0/24", "10.0.0.1")]
#[case::a_name(b"client.example.com", "10.0.0.1")]
fn hops(#[case] line: &[u8], #[case] client: &str) {
    assert_eq!(found("10.0.0.1", &[line]), client);
    assert_eq!(found("::ffff:10.0.0.1", &[line]), client, "the same peer, as a socket for both versions has it");
    assert_eq!(found("9.9.9.9", &[line]), "9.9.9.9", "a stranger's word is not believed");
}

/// Each line of text is a line of the head.
#[rstest]
#[case::one_list(b"6.6.6.6, 1.1.1.1\n10.0.0.2", "1.1.1.1")]
#[case::the_clients_own_line(b"6.6.6.6\n1.1.1.1", "1.1.1.1")]
#[case::of_garbage(b"\xff\n1.1.1.1, 10.0.0.3\n10.0.0.2", "1.1.1.1")]
#[case::garbage_between(b"1.1.1.1\n\x80\x81\n10.0.0.2", "10.0.0.2")]
#[case::an_empty_line_between(b"1.1.1.1\n\n10.0.0.2", "10.0.0.2")]
fn several_lines(#[case] text: &[u8], #[case] client: &str) {
    let lines: Vec<_> = text.split(|byte| *byte == b'\n').collect();
    assert_eq!(found("10.0.0.1", &lines), client);
}

#[test]
fn a_long_list_is_walked_once_and_from_the_right() {
    let mut line = b"6.6.6.6, 1.1.1.1".to_vec();
    for _ in 0..1000 {
        line.extend_from_slice(b", 10.0.0.2");
    }
    assert_eq!(found("10.0.0.1", &[&line]), "1.1.1.1");
}

#[rstest]
#[case::untrusted("9.9.9.9", Some("1.1.1.1"), true)]
#[case::untrusted_and_nonsense("9.9.9.9", Some("小"), true)]
#[case::nothing_said("9.9.9.9", None, false)]
#[case::nothing_in_it("9.9.9.9", Some(""), false)]
#[case::trusted("10.0.0.1", Some("1.1.1.1"), false)]
#[case::trusted_and_mapped("::ffff:10.0.0.1", Some("1.1.1.1"), false)]
fn what_is_ignored(#[case] peer: &str, #[case] line: Option<&str>, #[case] ignored: bool) {
    let headers = headers(line.map(str::as_bytes).as_slice());
    assert_eq!(is_ignored(&headers, peer.parse().unwrap(), &["10.0.0.0/8".parse().unwrap()]), ignored);
}
